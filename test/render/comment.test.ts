import { describe, expect, it } from 'vitest'
import type { Incident } from '../../src/incident/incident.ts'
import type { Message } from '../../src/incident/message.ts'
import type { EntryBody } from '../../src/incident/timeline.ts'
import { taskItems } from '../../src/lib/markdown.ts'
import { renderMessage } from '../../src/render/comment.ts'
import { everyMessage, problemsWith } from './every-message.ts'
import { contextOf, declared, freezeRequested, frozenSeen, incidentAfter, minute, sha, start } from './samples.ts'

const incident = '7#12'
const frozen = incidentAfter([declared, freezeRequested, frozenSeen])
const say = (message: Message, about: Incident = frozen): string => renderMessage(message, contextOf(about))

describe('every message', () => {
  it('says something whole, also when its incident is not known any more', () => {
    for (const context of [contextOf(frozen), contextOf()])
      for (const message of everyMessage('word')) {
        const words = renderMessage(message, context)
        expect(words.trim()).not.toBe('')
        expect(words).not.toMatch(/undefined|null|NaN|\[object/)
        expect(words.length).toBeLessThan(65_536)
      }
  })

  it('fits into a comment whatever its size', () => {
    for (const message of everyMessage('🔥 @x '.repeat(20_000)))
      expect(renderMessage(message, contextOf(frozen)).length).toBeLessThan(65_536)
  })
})

describe('a template that comes out too long', () => {
  it('is cut at the end of a line, and says so', () => {
    const template = `{% for i in (1..4000) %}One more of many lines, line {{ i }}\n{% endfor %}`
    const words = say({ type: 'Postmortem', incident, title: 'x', template })
    expect(words.length).toBeLessThan(65_536)
    expect(words).toMatch(/\nOne more of many lines, line \d+\n\n… the rest is too long for GitHub\.$/)
  })

  it('leaves neither code nor a fold open, which would swallow that', () => {
    const open = '<details><summary>More</summary>\n\n````text\n```\n<details>\n'
    const template = `${open}{% for i in (1..4000) %}One more of many lines, line {{ i }}\n{% endfor %}`
    const words = say({ type: 'Postmortem', incident, title: 'x', template })
    expect(words).toMatch(/line \d+\n````\n\n<\/details>\n\n… the rest is too long for GitHub\.$/)
    const before = `\`\`\`text\ncode\n\`\`\`\n<details>\nfolded\n</details>\n`
    const whole = `${before}{% for i in (1..4000) %}One more of many lines, line {{ i }}\n{% endfor %}`
    expect(say({ type: 'Postmortem', incident, title: 'x', template: whole })).toMatch(/line \d+\n\n… the rest/)
  })
})

describe('escalation', () => {
  const escalated = {
    type: 'Escalated',
    incident,
    step: 1,
    members: ['@erin'],
    waited: 4 * 60 * minute,
    late: 0,
    reason: undefined,
  } as const

  it('mentions the people, says why, and what stops it', () => {
    const words = say({ ...escalated, why: 'no-response' })
    expect(words).toContain('@erin – nobody has responded to this incident (P0 Critical) for 4 h.')
    expect(words).toContain('`/incident ack`')
    expect(words).not.toContain('late')
  })

  it('admits that it comes late', () => {
    expect(say({ ...escalated, why: 'repeat', late: 7_800_000 })).toContain(
      '2 h 10 min late: Firebreak was not running',
    )
  })

  it('says aloud that a step reaches nobody', () => {
    expect(say({ ...escalated, why: 'no-response', members: [] })).toContain('**Escalation step 2 reaches nobody**')
  })

  it('asks for an update after silence, not for an acknowledgement', () => {
    const words = say({ ...escalated, why: 'silent' })
    expect(words).toContain('`/incident update TEXT`')
    expect(words).not.toContain('`/incident ack`')
  })
})

describe('freezes', () => {
  it('is announced with the branches on which it was seen, and the way back', () => {
    const words = say({ type: 'Frozen', incident })
    expect(words).toContain('a merge needs the check `firebreak/freeze-12`')
    expect(words).toContain('Read back from GitHub and in force on: `main` and `release/1`.')
    expect(words).toContain('`/incident thaw` gives the branches back')
  })

  it('is not announced as long as it was not seen', () => {
    expect(say({ type: 'Frozen', incident }, incidentAfter([declared, freezeRequested]))).toBe(
      'The freeze was asked for and is not confirmed yet.',
    )
    const nowhere = {
      mechanism: 'ruleset',
      rulesetId: 5,
      verified: [],
      unverified: ['main'],
      refused: [],
      notReadBack: 0,
    } as const
    const words = say(
      { type: 'Frozen', incident },
      incidentAfter([declared, freezeRequested, { type: 'FrozenSeen', applied: nowhere }]),
    )
    expect(words).toContain('**The freeze was not seen in force on any branch.**')
    expect(words).not.toContain('🧊')
  })

  it('says what was left alone, and why', () => {
    const applied = {
      mechanism: 'branch-protection',
      rulesetId: undefined,
      verified: ['main'],
      unverified: [],
      refused: [{ branch: 'release/*', reason: 'a rule with a wildcard' }],
      notReadBack: 2,
    } as const
    const words = say(
      { type: 'Frozen', incident },
      incidentAfter([declared, freezeRequested, { type: 'FrozenSeen', applied }]),
    )
    expect(words).toContain('Left alone:\n\n- `release/*`: a rule with a wildcard')
    expect(words).toContain('2 more branches match and are **not frozen**')
  })

  it('proves with a table what was given back', () => {
    const words = say({
      type: 'Thawed',
      incident,
      comparison: [
        { branch: 'main', same: true, differences: [] },
        { branch: 'release/1', same: false, differences: ['a person added the rule deletion'] },
      ],
      why: 'hotfix #20 was merged',
      wasMissing: false,
      mitigatedBy: 20,
    })
    expect(words).toContain('**Hotfix #20 is merged: the incident is mitigated.**')
    expect(words).toContain('**The freeze is lifted** (hotfix #20 was merged)')
    expect(words).toContain('| `main` | ✅ same rules as before the freeze |')
    expect(words).toContain('| `release/1` | ⚠️ a person added the rule deletion |')
  })

  it('tells what freezing took from how long the freeze lasted', () => {
    expect(say({ type: 'Frozen', incident })).toContain('gives the branches back as they were. Freezing took 1 min.')
    const lifted: readonly EntryBody[] = [
      { type: 'ThawRequested', why: 'dana asked for it' },
      { type: 'Thawed', comparison: [], wasMissing: false },
    ]
    const thawed = incidentAfter([declared, freezeRequested, frozenSeen, ...lifted])
    expect(
      say(
        {
          type: 'Thawed',
          incident,
          comparison: [],
          why: 'dana asked for it',
          wasMissing: false,
          mitigatedBy: undefined,
        },
        thawed,
      ),
    ).toBe('**The freeze is lifted** (dana asked for it). The freeze lasted 2 minutes.')
  })

  it('explains how to lift it by hand when it could not be lifted', () => {
    const words = say({ type: 'ThawFailed', incident, reason: 'GitHub answered 500' })
    expect(words).toContain('may still be frozen')
    expect(words).toContain('deletes the ruleset whose name begins with `Firebreak freeze #12`')
  })

  it('believes a person who removed it, and asks about a bot that did', () => {
    const tampered = { type: 'FreezeTampered', incident, how: 'deleted the ruleset', lost: true } as const
    expect(say({ ...tampered, by: 'eve', bot: false, members: [] })).toContain('That is taken for a decision')
    const asked = say({ ...tampered, by: 'settings[bot]', bot: true, members: ['@dana'] })
    expect(asked).toContain('The bot settings\\[bot\\] deleted the ruleset')
    expect(asked).toContain('@dana')
  })

  it('asks before it lifts a forgotten one, and says when', () => {
    const words = say({ type: 'FreezeDurationAsked', incident, members: ['@dana'], liftsAt: start, late: 0 })
    expect(words).toContain('@dana')
    expect(words).toContain('it is lifted at 2026-11-20 20:30 UTC')
  })
})

describe("the incident's course", () => {
  it('says that a merge does not end it, and what becomes of the freeze', () => {
    const words = say({ type: 'Mitigated', incident, number: 20, freezeStays: true })
    expect(words).toContain('Hotfix #20 is merged')
    expect(words).toContain('`/incident resolve SUMMARY`')
    expect(words).toContain('The freeze stays on')
    expect(words).not.toContain('did not keep its rules')
  })

  it('says it when what was merged had not kept its rules', () => {
    const about = incidentAfter([
      declared,
      { type: 'HotfixLinked', number: 20, how: 'by its description', byHand: false },
      { type: 'HotfixJudged', number: 20, sha, passed: false, failed: ['approvals', 'checklist'] },
      { type: 'HotfixMerged', number: 20, sha, closesAnchor: false },
    ])
    expect(say({ type: 'Mitigated', incident, number: 20, freezeStays: false }, about)).toContain(
      'It was merged though it did not keep its rules: approvals and checklist.',
    )
  })

  it('asks what ended it where nobody said so', () => {
    expect(say({ type: 'Resolved', incident, by: 'dana', summary: undefined, askReason: true })).toContain(
      'What ended it?',
    )
    expect(say({ type: 'Resolved', incident, by: 'dana', summary: 'DNS is back', askReason: false })).toBe(
      '🟢 **Resolved**, by dana. DNS is back',
    )
  })

  it('undoes an untrusted close in words', () => {
    const words = say({ type: 'AnchorClosedByUntrusted', incident, by: 'eve' })
    expect(words).toContain('**The incident goes on**')
    expect(words).toContain('somebody with triage permission')
  })

  it('says that the freeze outlives its page, and how to lift it', () => {
    const words = say({ type: 'Lost', incident, how: 'deleted' })
    expect(words).toContain('**Its freeze of `~DEFAULT_BRANCH` and `release/*` stays.**')
    expect(words).toContain('`Firebreak freeze #12`')
    expect(words).toContain('`/incident thaw` here lifts it')
    expect(words).toContain('commands work here')
  })
})

describe('checklists', () => {
  it('come back from GitHub as the items that were posted', () => {
    const items = ['Scope is minimal', 'Ask @dana about #1', '`code` | and [link](https://x.example)', '* star']
    const words = say({ type: 'Checklist', incident, checklist: 'before', title: 'Before', items })
    // A command stays code, whose marks are no part of the text.
    expect(taskItems(words)).toEqual(items.map((text) => ({ text: text.replaceAll('`', ''), ticked: false })))
    expect(words).toContain('- [ ] `code` \\| and')
  })
})

describe('drafts', () => {
  const drafted = (text: string): string =>
    say(
      { type: 'Drafts', incident, kind: 'security', drafts: [{ title: 'To the reporter', text }] },
      incidentAfter([declared, { type: 'KeptConfidential', tracking: 'SEC-2026-12' }]),
    )

  it('say what each is for, and have what is known filled in', () => {
    const words = drafted('Its ID is {{ incident.tracking }}.\n')
    expect(words).toContain('<details>\n<summary>To the reporter</summary>\n\n```')
    expect(words).toContain('```\nIts ID is SEC-2026-12.\n```')
  })

  it('that are no template stay as they are', () => {
    expect(drafted('Use {{ and {% as in the log')).toContain('```\nUse {{ and {% as in the log\n```')
  })
})

describe('configuration', () => {
  it('says where the mistake is, what is allowed, and what holds meanwhile', () => {
    const words = say({ type: 'ConfigIssue', problems: problemsWith('P0'), sha })
    expect(words).toContain('has 1 error (version `abcdef0`)')
    expect(words).toContain(
      '- `.github/incident.yml:12:5`: `severities.P0` is "P0", expected `hotfix-only` or `locked`. Did you mean `locked`?',
    )
    expect(words).toContain('the last valid version stays in force')
  })
})
