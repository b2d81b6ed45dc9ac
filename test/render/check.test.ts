import { describe, expect, it } from 'vitest'
import type { ForecastCase, Outlook } from '../../src/incident/forecast.ts'
import { reason } from '../../src/incident/reason.ts'
import { problem } from '../../src/policy/problem.ts'
import { renderCheck } from '../../src/render/check.ts'
import { problemsWith, verdictWith } from './every-message.ts'
import { contextOf, declared, freezeRequested, frozenSeen, incidentAfter } from './samples.ts'
import { caseOf, quiet } from './samples-configuration.ts'

const incident = '7#12'
const context = contextOf(incidentAfter([declared, freezeRequested, frozenSeen]))

describe('firebreak/hotfix', () => {
  it('lists every rule, and how to mend those that fail', () => {
    const { title, summary, text } = renderCheck({ type: 'HotfixReport', verdict: verdictWith('feature/x') }, context)
    expect(title).toBe('2 rules to go')
    expect(summary).toContain('- **Branch**: is named feature/x. Name the branch `hotfix/*`.')
    expect(summary).toContain('It is a draft')
    expect(text).toContain('| ❌ | Branch | is named feature/x |')
    expect(text).toContain('| ✅ | Incident | #12 is declared |')
  })

  it('tells the approvals role by role, and mentions nobody', () => {
    const details = ['tech-lead: approved by @ann', 'security: nobody yet']
    const rules = [{ rule: 'approvals', passed: false, found: '1 approval', remedy: 'Ask.', details }] as const
    const verdict = { ...verdictWith('x'), rules }
    const { text } = renderCheck({ type: 'HotfixReport', verdict }, context)
    expect(text).toContain('**Approvals**\n\n- tech-lead: approved by `@ann`\n- security: nobody yet')
  })

  it('is short when all is well', () => {
    const verdict = { ...verdictWith('x'), passed: true, draft: false, rules: [] }
    const { title, summary } = renderCheck({ type: 'HotfixReport', verdict }, context)
    expect(title).toBe('A valid hotfix of incident #12')
    expect(summary).toBe('Every rule for a hotfix of incident #12 is kept.')
  })
})

describe('firebreak/freeze-12', () => {
  it('tells an ordinary pull request that nothing is wrong with it', () => {
    const why = reason('it is neither a hotfix nor exempt', false)
    const { title, summary, text } = renderCheck({ type: 'FreezeHeld', incident, why }, context)
    expect(title).toBe('Frozen because of incident #12')
    expect(summary).toContain('it is neither a hotfix nor exempt. Nothing is wrong with it')
    expect(summary).toContain('Incident #12 (P0 Critical) freezes `~DEFAULT_BRANCH` and `release/*`')
    expect(summary).toContain('comment `/incident link #12` here')
    expect(text).toBeUndefined()
  })

  it('tells a hotfix what is missing', () => {
    const why = reason('it is a hotfix that does not pass its rules yet', false, [reason('rule impact', false)])
    const { summary, text } = renderCheck({ type: 'FreezeHeld', incident, why }, context)
    expect(summary).toContain('`firebreak/hotfix`')
    expect(text).toBe('- ❌ It is a hotfix that does not pass its rules yet\n  - ❌ Rule impact')
  })

  it('says why a pull request may pass, and when the freeze is over', () => {
    const why = reason('it is a valid hotfix of #12')
    expect(renderCheck({ type: 'FreezePassed', incident, why }, context).summary).toContain(
      'it is a valid hotfix of #12.',
    )
    expect(renderCheck({ type: 'FreezeOver', incident }, context).title).toBe('The freeze is over')
  })

  it('names who holds a merge group back', () => {
    const members = [
      { number: 20, passed: true, why: 'it is a valid hotfix of #12' },
      { number: 21, passed: false, why: 'it is neither a hotfix nor exempt' },
    ]
    const { summary, text } = renderCheck({ type: 'MergeGroup', incident, passed: false, members }, context)
    expect(summary).toContain('take it out of the queue')
    expect(text).toContain('| ❌ | #21 | it is neither a hotfix nor exempt |')
  })

  it('admits that GitHub did not name the members', () => {
    const { summary } = renderCheck({ type: 'MergeGroup', incident, passed: false, members: [] }, context)
    expect(summary).toContain('GitHub did not say which pull requests')
  })
})

describe('firebreak/config', () => {
  const hour = 3_600_000
  const valid = { type: 'ConfigReport', problems: [], notices: [] } as const
  const told: Outlook = {
    calls: [
      { who: '@alice', after: 0, through: 'mention' },
      { who: '@acme/ops', after: 0, through: 'mention' },
      { who: 'pager', after: hour / 4, through: 'pagerduty' },
    ],
    freezes: [{ mode: 'locked', branches: ['~DEFAULT_BRANCH', 'release/*'], after: 2_000, until: 4 * hour }],
    missed: [{ text: '**Nobody responded** within \\_15 min\\_.', after: hour / 4 }],
  }
  const shown = (cases: readonly ForecastCase[], change: { alone?: 'no-file' } = {}) =>
    renderCheck({ ...valid, forecast: { type: 'played', cases, watched: 24 * hour, ...change } }, context)

  it('sets today beside then, for what differs alone', () => {
    const { title, summary } = shown([
      caseOf({ after: told }),
      caseOf({ moment: 'Wednesday 10:00', after: told }),
      caseOf({ severity: 'P1', before: told, after: { ...told, missed: [] } }),
      caseOf({ severity: 'P2' }),
      caseOf({ severity: 'P3', before: undefined, after: quiet }),
    ])
    expect(title).toBe('Valid: 3 changes in an emergency')
    expect(summary).toContain(
      [
        '| Emergency |  | Today | With this change |',
        '|---|---|---|---|',
        '| P0, Sunday 03:00 or Wednesday 10:00 (Europe/Berlin) | Called | nobody | alice and acme/ops at once; pager (pagerduty) after 15 minutes |',
        '|  | Frozen | nothing | the default branch and `release/*` (locked) after 2 seconds, for 3 hours 59 minutes |',
        '|  | Missed | nothing | after 15 minutes: Nobody responded within \\_15 min\\_ |',
        '| P1, Sunday 03:00 (Europe/Berlin) | Missed | after 15 minutes: Nobody responded within \\_15 min\\_ | nothing |',
        '| P3, Sunday 03:00 (Europe/Berlin) | Called | there is no such severity | nobody |',
      ].join('\n'),
    )
    expect(summary).toContain('As today: P2, Sunday 03:00 (Europe/Berlin).')
  })

  it('says that nothing changes', () => {
    const { title, summary } = shown([caseOf(), caseOf({ severity: 'P1' })])
    expect(title).toBe('Valid: nothing changes in an emergency')
    expect(summary).toContain('Nothing changes in an emergency')
    expect(summary).not.toContain('|')
  })

  it('shows a newcomer what a first file does', () => {
    const { title, summary } = shown([caseOf({ severity: 'emergency', after: undefined }), caseOf({ after: told })], {
      alone: 'no-file',
    })
    expect(title).toBe('Valid: see what an emergency would be like')
    expect(summary).toContain('**Today** there is no configuration')
    expect(summary).toContain('| P0, Sunday 03:00 (Europe/Berlin) | alice and acme/ops at once;')
    expect(summary).not.toContain('| emergency,')
  })

  it('lists what would hurt, the line of each as an annotation', () => {
    const hazards = [
      {
        topic: 'coverage',
        level: 'broken',
        seen: 'Nobody is called for P0.',
        remedy: 'Name @you.',
        key: ['a', 'b'],
        line: 7,
      },
      { topic: 'people', level: 'weak', seen: 'carol has no access.', emergency: 'She cannot act.' },
    ] as const
    const { title, summary, annotations } = renderCheck({ ...valid, forecast: 'under-way', hazards }, context)
    expect(title).toBe('Valid: what it changes is being played, 2 warnings')
    expect(summary).toContain(
      '- ❌ **Nobody is called for P0.** Name `@you`.\n- ⚠️ **carol has no access.** She cannot act.',
    )
    expect(annotations).toEqual([
      {
        ...{ path: '.github/incident.yml', startLine: 7, endLine: 7, level: 'warning', title: 'a.b' },
        message: 'Nobody is called for P0. Name @you.',
      },
    ])
  })

  it('stays within what GitHub takes, and ends with a whole row, whatever was played', () => {
    const long = '`'.repeat(299)
    const many = Array.from({ length: 30 }, (_, at) => ({ who: `@${long}`, after: at, through: long }))
    const after = {
      calls: many,
      freezes: many.map((_, at) => ({ mode: long, branches: [long, long, `${at}`], after: at, until: undefined })),
      missed: many.map((_, at) => ({ text: `${long}${at}`, after: at })),
    }
    const cases = Array.from({ length: 60 }, (_, at) => caseOf({ severity: `P${at}`, after }))
    const hazards = cases.map(
      () => ({ topic: 'people', level: 'weak', seen: long, emergency: long, remedy: long }) as const,
    )
    const forecast = { type: 'played', cases, watched: 1 } as const
    const { summary } = renderCheck({ ...valid, forecast, hazards }, context)
    expect(summary.length).toBeLessThan(60_000)
    expect(summary).toMatch(/\|\n\nand \d+ more emergencies\n\n\*\*What would hurt/)
    expect(summary).toMatch(/`\n- and \d+ more$/)
  })

  it('annotates each problem where it stands', () => {
    const { title, annotations } = renderCheck(
      { type: 'ConfigReport', problems: problemsWith('P0'), notices: [] },
      context,
    )
    expect(title).toBe('1 problem in the configuration')
    expect(annotations).toEqual([
      {
        path: '.github/incident.yml',
        startLine: 12,
        endLine: 12,
        level: 'failure',
        title: 'severities.P0',
        message: "'severities.P0' is \"P0\", expected 'hotfix-only' or 'locked'. Did you mean 'locked'?",
      },
    ])
  })

  it('does not make a failure of a warning', () => {
    const notices = problemsWith('P0').map((one) => ({ ...one, severity: 'warning' as const }))
    const { title, annotations } = renderCheck({ type: 'ConfigReport', problems: [], notices }, context)
    expect(title).toBe('The configuration is valid')
    expect(annotations?.map(({ level }) => level)).toEqual(['warning'])
  })

  it('stays within what GitHub takes', () => {
    const many = Array.from({ length: 500 }, (_, line) =>
      problem({
        at: { file: '.github/incident.yml', line, column: 1, endLine: line, endColumn: 2 },
        path: ['x'.repeat(500)],
        found: 'y'.repeat(5_000),
        expected: 'z',
      }),
    )
    const { annotations, text } = renderCheck({ type: 'ConfigReport', problems: many, notices: many }, context)
    expect(annotations).toHaveLength(50)
    expect(text?.length).toBeLessThan(65_535)
    expect(text).toMatch(/^[^`]*(?:`[^`]*`[^`]*)*\n- and 4\d\d more$/)
  })
})
