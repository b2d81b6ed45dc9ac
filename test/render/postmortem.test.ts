import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EntryBody } from '../../src/incident/timeline.ts'
import { renderPostmortem, renderPostmortemTitle } from '../../src/render/postmortem.ts'
import { attack, reading } from './harmless.ts'
import { declared, freezeRequested, frozenSeen, incidentAfter, minute, policy, sha, start, told } from './samples.ts'

const incident = incidentAfter([
  declared,
  told,
  freezeRequested,
  frozenSeen,
  { type: 'Acknowledged', by: 'dana', at: start + 9 * minute },
  {
    type: 'ChecklistRequested',
    checklist: 'before',
    title: 'Before the fix',
    items: ['Scope is minimal', 'Impact is known'],
    thread: 12,
  },
  { type: 'ItemTicked', checklist: 'before', item: 0, ticked: true, trusted: true, by: 'dana' },
  { type: 'Bypassed', id: sha, branch: 'main', sha, how: 'commits were pushed directly', by: 'eve' },
  { type: 'BypassExplained', reason: 'The pool was full', by: 'eve' },
  { type: 'HotfixLinked', number: 20, how: 'command', byHand: true },
  { type: 'HotfixMerged', number: 20, sha, closesAnchor: false, by: 'dana' },
  { type: 'Mitigated', number: 20, at: start + 90 * minute },
  { type: 'ThawRequested', why: 'hotfix #20 was merged' },
  { type: 'Thawed', comparison: [{ branch: 'main', same: true, differences: [] }], wasMissing: false },
  { type: 'Resolved', summary: 'A larger pool', how: 'command', by: 'dana', at: start + 120 * minute },
])

describe('the built-in post-mortem', () => {
  const body = renderPostmortem(
    { ...incident, policy: { ...policy, postmortem: { ...policy.postmortem, template: undefined } } },
    undefined,
  )

  it('has every part that a review needs, in order', () => {
    const headings = body.split('\n').filter((line) => line.startsWith('## '))
    expect(headings.map((line) => line.slice(3))).toEqual([
      ...['Summary', 'Times', 'Timeline', 'Root cause', 'Impact', 'Hotfixes', 'Freeze', 'Bypasses', 'Checklists'],
      ...['What went well', 'What went wrong', 'Action items', 'Lessons'],
    ])
  })

  it('is filled from the record', () => {
    expect(body).toContain('A larger pool')
    expect(body).toContain('| **Incident** | #12: \\[EMERGENCY\\] Login is down |')
    expect(body).toContain('| **Severity** | P0 Critical |')
    expect(body).toContain('| **Acknowledged** | 2026-11-20 20:39 UTC | 9 min |')
    expect(body).toContain('| **Mitigated** | 2026-11-20 22:00 UTC | 1 h 30 min |')
    expect(body).toContain('| **Resolved** | 2026-11-20 22:30 UTC | 2 h |')
    expect(body).toContain('- 2026-11-20 20:30 UTC · rob declared the incident')
    expect(body).toContain('- #20: merged as abcdef0')
    expect(body).toContain('- main: the same rules after the freeze as before it')
    expect(body).toContain('abcdef0 reached main (commits were pushed directly; by eve). Reason: The pool was full')
    expect(body).toContain('**Before the fix** (1 of 2)\n\n- ✅ Scope is minimal (dana)\n- ⬜ Impact is known')
    expect(body).toContain('| Action | Owner | Due |')
  })

  it.each([
    ['emergency', 'Emergency', 'Emergency'],
    ['P0', 'Critical', 'P0 Critical'],
    ['P0', 'P0', 'P0'],
  ])('says severity %s with the name %s as "%s"', (id, name, words) => {
    const severities = policy.severities.slice(0, 1).map((severity) => ({ ...severity, id, name }))
    const under = incidentAfter([declared], { policy: { ...policy, severities }, severity: id })
    expect(renderPostmortem(under, undefined)).toContain(`| **Severity** | ${words} |\n`)
  })

  it('gives up old lines of a long timeline before anything else', () => {
    const notes = Array.from(
      { length: 400 },
      (_, index): EntryBody => ({ type: 'Noted', text: `n${index}. ${'🔥'.repeat(390)}`, happenedAt: undefined }),
    )
    const long = renderPostmortem(incidentAfter([declared, ...notes]), undefined)
    expect(long.length).toBeLessThan(60_000)
    expect(long).toContain('## Lessons')
    expect(long).toContain('earlier lines left out')
    expect(long).toContain('n399.')
  })

  it('looks for causes, not for somebody to blame', () => {
    expect(body).toContain('not for somebody to blame')
  })
})

describe("a repository's own template", () => {
  it('reaches every variable, with hyphens and with underscores', () => {
    const template = [
      '{{ incident.title }}|{{ incident.number }}|{{ incident.url }}|{{ incident.severity }}|{{ incident.status }}',
      '{{ incident.declared-at }}|{{ incident.declared_at }}|{{ incident.durations.acknowledge }}|{{ incident.labels | join: ", " }}',
      '{% for entry in timeline limit: 1 %}{{ entry.at }}|{{ entry.who }}|{{ entry.what }}{% endfor %}',
      '{{ hotfixes[0].number }}|{{ freeze.mode }}|{{ bypasses[0].reason }}|{{ checklists[0].title }}|{{ config.severities[0].respond-within }}',
    ].join('\n')
    expect(renderPostmortem(incident, template)).toBe(
      [
        '\\[EMERGENCY\\] Login is down|12|https://github.test/acme/shop/issues/12|P0|resolved',
        '2026-11-20 20:30 UTC|2026-11-20 20:30 UTC|9 min|emergency, incident/resolved, severity/P0',
        '2026-11-20 20:30 UTC|rob|rob declared the incident (title \\[EMERGENCY\\]).',
        '20|hotfix-only|The pool was full|Before the fix|15 min',
      ].join('\n'),
    )
  })

  it.each([
    ['a tag that does not exist', 'one\n\n{% bogus %}', 'line 3: tag "bogus" not found'],
    ['a filter that does not exist', '{{ incident.title | shout }}', 'line 1: undefined filter: shout'],
    ['a block that is not closed', 'x\n{% if a %}', 'line 2: tag {% if a %} not closed'],
    ['a file', '{% include "/etc/passwd" %}', 'line 1'],
    ['chance', '{{ hotfixes | sample }}', 'undefined filter: sample'],
    ['a loop without an end', '{% for i in (1..100000000) %}x{% endfor %}', 'limit'],
    ['more text than GitHub takes', 'x'.repeat(100_001), 'limit'],
    ['nothing at all', '{% comment %} x {% endcomment %}', 'comes out empty'],
  ])('gives way to the built-in one, with a note, when it has %s', (_, template, problem) => {
    const [note = '', ...rest] = renderPostmortem(incident, template).split('\n\n')
    expect(note.replaceAll('\\', '')).toContain(problem)
    expect(note).toContain('`.github/incident/post-mortem.md`')
    expect(rest.join('\n\n')).toContain('## Root cause')
  })

  it('says that it was not found', () => {
    expect(renderPostmortem(incident, undefined)).toContain('was not found on the default branch')
  })

  it('reads no clock', () => {
    expect(renderPostmortem(incident, 'x{{ "now" | date: "%Y" }}{{ "today" | date_to_string }}')).toBe('x')
  })

  it('reaches nothing but its variables', () => {
    expect(
      renderPostmortem(incident, 'x{{ incident.constructor }}{{ incident.__proto__ }}{{ policy }}{{ channels }}'),
    ).toBe('x')
  })

  it("cannot make an outsider's text do anything, whichever filters it uses", () => {
    const filters = [
      '',
      '| raw',
      '| truncate: 9',
      '| remove: "`"',
      '| downcase',
      '| strip_html',
      '| url_decode',
      '| split: "" | reverse | join: ""',
      '| replace: "\\\\", ""',
    ]
    const template = filters.map((filter) => `{{ incident.title ${filter} }}\n\n`).join('')
    fc.assert(
      fc.property(attack, (title) => {
        const hostile = incidentAfter([declared], { title })
        expect(reading(renderPostmortem(hostile, template)).harms).toEqual([])
        expect(
          reading(renderPostmortem(hostile, '{% capture x %}{{ incident.title }}{% endcapture %}{{ x }}')).harms,
        ).toEqual([])
      }),
    )
  })
})

describe("the post-mortem's title", () => {
  it('is plain text on one line', () => {
    const hostile = incidentAfter([declared], { title: '[EMERGENCY]\u202e Login\n`is` down' })
    expect(renderPostmortemTitle(hostile, 'Post-mortem: {{ incident.title }}')).toBe(
      'Post-mortem: [EMERGENCY] Login `is` down',
    )
  })

  it('falls back to one that works, and is never too long', () => {
    const long = incidentAfter([declared], { title: 'x'.repeat(500) })
    expect(renderPostmortemTitle(long, '{% bogus %}')).toMatch(/^Post-mortem: x+…$/)
    expect(renderPostmortemTitle(long, '{{ incident.title }}')).toHaveLength(256)
  })
})

describe('a report after the incident', () => {
  const report = `
- **Date/Time:** {{ incident.detected-at }} ({{ incident.year }})
- **Severity:** {{ incident.severity }}
- **Duration:** {{ incident.durations.resolve }}
- **Resolution:** {{ incident.summary }}
- **Detection:** {{ incident.detected_at }}
- **Response:** {{ incident.responded-at }}
- **Verification:** {{ incident.verified-at }}
- **Last word:** {{ update.text }} of {{ updates.size }}
{% for stage in roll-out %}- {{ stage.name }}: {{ stage.status }} at {{ stage.at }}
{% endfor %}{% for action in actions %}- {{ action.text }} ({{ action.owner }}, {{ action.due }}) #{{ action.number }}
{% endfor %}`

  const action = { key: '1', text: 'Add an @alert', owner: '@dana', due: { written: '2026-12-01', at: undefined } }
  const reported = incidentAfter([
    declared,
    { type: 'Responded', how: 'commented', by: 'dana', at: start + 5 * minute },
    { type: 'Updated', text: 'We look', by: 'dana' },
    { type: 'Updated', text: 'We know', by: 'dana' },
    { type: 'ActionFound', ...action },
    { type: 'ActionOpened', key: '1', number: 40 },
    { type: 'Resolved', summary: 'A larger pool', how: 'command', by: 'dana', at: start + 120 * minute },
  ])

  it('has the times, the updates and the action items of the record at hand', () => {
    expect(renderPostmortem(reported, report).trim()).toBe(
      [
        '- **Date/Time:** 2026-11-20 20:30 UTC (2026)',
        '- **Severity:** P0',
        '- **Duration:** 2 h',
        '- **Resolution:** A larger pool',
        '- **Detection:** 2026-11-20 20:30 UTC',
        '- **Response:** 2026-11-20 20:35 UTC',
        '- **Verification:** 2026-11-20 22:30 UTC',
        '- **Last word:** We know of 2',
        '- Add an `@alert` (`@dana`, 2026-12-01) #40',
      ].join('\n'),
    )
  })

  it('takes the end of the watching of the last stage for the verification', () => {
    const stages = { type: 'RollOutBegun', hotfix: 20, stages: ['canary', 'full'], followed: [] } as const
    const change = { type: 'StageChanged', status: 'watched', url: undefined, news: undefined } as const
    const rolledOut = incidentAfter([
      declared,
      stages,
      { ...change, stage: 0, at: start + 10 * minute },
      { ...change, stage: 1, at: start + 30 * minute },
      { type: 'RollOutFinished', at: start + 30 * minute },
      { type: 'Resolved', summary: undefined, how: 'command', at: start + 60 * minute },
    ])
    const text = renderPostmortem(rolledOut, report)
    expect(text).toContain('- **Verification:** 2026-11-20 21:00 UTC')
    expect(text).toContain('- full: watched at 2026-11-20 21:00 UTC')
  })
})
