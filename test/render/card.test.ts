import { describe, expect, it } from 'vitest'
import type { EntryBody } from '../../src/incident/timeline.ts'
import { withoutFile } from '../../src/policy/resolve-policy.ts'
import { renderCard } from '../../src/render/card.ts'
import { policyOf } from '../policy/read.ts'
import { declared, freezeRequested, frozenSeen, hour, incidentAfter, policy, sha, start, told } from './samples.ts'

const card = renderCard
const cardAfter = (...bodies: readonly (EntryBody & { at?: number; by?: string })[]): string =>
  card(incidentAfter(bodies))

describe('the card', () => {
  it('says where the incident stands and who is asked for', () => {
    const text = cardAfter(declared, told)
    expect(text).toContain('## 🔴 Incident P0 Critical: declared')
    expect(text).toContain('@dana @acme/oncall – please have a look.')
    expect(text).toContain('| **Reporter** | rob |')
    expect(text).toContain('| **Declared** | 2026-11-20 20:30 UTC |')
    expect(text).toContain('promised within 15 min, by 2026-11-20 20:45 UTC')
    expect(text).toContain('name one with `/incident commander @user`')
    expect(text).toContain('step 2 at 2026-11-21 00:30 UTC unless somebody responds')
    expect(text).toContain('`/incident help`')
  })

  it('asks a trusted person to confirm a report, and promises no freeze', () => {
    const text = cardAfter({ type: 'Reported', how: 'title [EMERGENCY]', by: 'rob' })
    expect(text).toContain('Somebody with triage permission: `/incident confirm`')
    expect(text).toContain('`/incident cancel REASON`')
    expect(text).toContain('Until then nothing is frozen.')
    expect(text).not.toContain('**Freeze**')
  })

  it('says that nobody is told where no roles are configured, and how to change that', async () => {
    const { policy } = await policyOf('version: 1\n')
    const text = card(incidentAfter([declared], { policy, severity: 'emergency' }))
    expect(text).toContain('no roles are configured')
    expect(text).toContain('`extends: firebreak:single-maintainer`')
    expect(text).toContain('## 🔴 Incident Emergency: declared')
  })

  it.each([
    [{ type: 'Acknowledged' }],
    [{ type: 'Responded', how: 'commented' }],
    [{ type: 'Mitigated', number: 20 }],
    [{ type: 'Resolved', summary: undefined, how: 'command' }],
    [{ type: 'Cancelled', reason: 'a false alarm' }],
  ] satisfies [EntryBody][])('asks nobody to have a look any more after $type', (body) => {
    const posted: EntryBody = { type: 'CardPosted', commentId: 5 }
    expect(cardAfter(declared, told, posted)).toContain('please have a look')
    expect(cardAfter(declared, told, posted, body)).not.toContain('@dana')
    // Whoever was quicker than the card: its first appearance is what "told" rests on.
    expect(cardAfter(declared, told, body)).toContain('@dana @acme/oncall – please have a look.')
  })

  it('names a repetition of the last step as one', async () => {
    const { policy } = await policyOf(`
      version: 1
      roles: { maintainers: ["@dana"] }
      severities: { P0: { responders: [maintainers], escalation: default } }
      escalation: { policies: { default: { steps: [{ notify: [maintainers] }], repeat: { every: 1h, times: 2 } } } }`)
    expect(card(incidentAfter([declared, told], { policy }))).toContain('| **Escalation** | step 1 again at ')
  })

  it('says that the file is broken where it is, and nothing about roles', () => {
    const broken = withoutFile('broken-file')
    const text = card(incidentAfter([declared], { policy: broken, severity: 'emergency' }))
    expect(text).toContain('`.github/incident.yml` has errors and is not in force, so nobody is told')
    expect(text).toContain('"Action required: fix .github/incident.yml"')
    expect(text).toContain('- Nothing is frozen, because `.github/incident.yml` has errors')
    expect(text).not.toContain('no roles are configured')
    expect(card(incidentAfter([declared, freezeRequested], { policy: broken }))).not.toContain('- Nothing is frozen')
  })

  it('keeps later steps from being mentioned again', () => {
    const later: EntryBody = { ...told, step: 1, members: ['@erin'], why: 'no-response' }
    const text = cardAfter(declared, told, later)
    expect(text).not.toContain('@erin')
    expect(text).toContain('(maintainers: erin) because nobody had responded')
  })

  it('tells a confidential matter from a public page', () => {
    const secret: EntryBody = { type: 'KeptConfidential', tracking: 'SEC-2026-12' }
    const text = card(incidentAfter([declared, secret], { kind: 'security' }))
    expect(text).toContain('It is called **SEC-2026-12** here: write nothing about what is')
    const inPrivate = card(incidentAfter([declared], { kind: 'security' }))
    expect(inPrivate).not.toContain('confidential')
    expect(inPrivate).toContain(
      'runbook: [security.md](https://github.test/acme/shop/blob/HEAD/docs/runbooks/security.md)',
    )
  })
})

describe("the card's promises", () => {
  it('shows a response with the time it took', () => {
    const text = cardAfter(declared, { type: 'Responded', how: 'commented', by: 'dana', at: start + 6 * 60_000 })
    expect(text).toContain('| **Response** | came after 6 min (promised within 15 min) |')
    expect(text).toContain('stopped, because somebody responded')
  })

  it('shows a broken one', () => {
    const text = cardAfter(declared, { type: 'ResponsePromiseBroken', promised: 900_000, late: 0 })
    expect(text).toContain('**overdue** since 2026-11-20 20:45 UTC (promised within 15 min)')
  })

  it('that nobody kept is overdue no more when it is over', () => {
    const broken = { type: 'ResponsePromiseBroken', promised: 900_000, late: 0 } as const
    const text = cardAfter(declared, broken, { type: 'Resolved', summary: undefined, how: 'command', by: 'rob' })
    expect(text).toContain('| **Response** | nobody responded in time (promised within 15 min) |')
  })

  it('that counts working time says so, and when it ends', () => {
    const hours = { timezone: 'UTC', days: [1, 2, 3, 4, 5], from: 9 * 60, to: 18 * 60 } as const
    const { escalation } = policy
    const policies = Object.entries(escalation.policies).map(([name, steps]) => [name, { ...steps, hours }])
    const working = { ...policy, escalation: { ...escalation, policies: Object.fromEntries(policies) } }
    const text = card(incidentAfter([declared], { policy: working }))
    // It began on a Friday evening.
    expect(text).toContain('promised within 15 min of working time, by 2026-11-23 09:15 UTC')
  })
})

describe("the card's freeze", () => {
  it('claims nothing before the freeze was seen', () => {
    const text = cardAfter(declared, freezeRequested)
    expect(text).toContain('`hotfix-only` on `~DEFAULT_BRANCH` and `release/*`: being applied, not yet confirmed')
    expect(text).not.toContain('read back')
  })

  it('names the branches on which it was seen', () => {
    const text = cardAfter(declared, freezeRequested, frozenSeen)
    expect(text).toContain(
      '**on** since 2026-11-20 20:32 UTC: `hotfix-only` on `main` and `release/1` (read back from GitHub)',
    )
  })

  it('says what `reviewed` asks of every merge', () => {
    const reviewed = { ...freezeRequested, mode: 'reviewed' } as const
    expect(cardAfter(declared, reviewed, frozenSeen)).toContain('a merge needs 2 approvals')
    expect(cardAfter(declared, reviewed)).not.toContain('a merge needs')
  })

  it('admits the branches on which it was not seen', () => {
    const applied = {
      mechanism: 'ruleset',
      rulesetId: 5,
      verified: ['main'],
      unverified: ['release/1'],
      refused: [],
      notReadBack: 0,
    } as const
    expect(cardAfter(declared, freezeRequested, { type: 'FrozenSeen', applied })).toContain(
      '**1 branch not confirmed**',
    )
  })

  it('says loudly when nothing is enforced, why, and what an administrator can run', () => {
    const commands = ["gh api -X POST repos/acme/shop/rulesets --input - <<'JSON'\n{}\nJSON"]
    const text = cardAfter(declared, freezeRequested, { type: 'FreezeIsAdvisory', reason: 'plan', commands })
    expect(text).toContain('> [!CAUTION]\n> **Nothing is enforced.**')
    expect(text).toContain("because this repository's GitHub plan offers neither rulesets nor branch protection")
    expect(text).toContain("```sh\ngh api -X POST repos/acme/shop/rulesets --input - <<'JSON'")
  })

  it('says that it failed, and how to try again', () => {
    const text = cardAfter(declared, freezeRequested, { type: 'FreezeFailed', reason: 'GitHub answered 500' })
    expect(text).toContain('**failed**: `~DEFAULT_BRANCH` and `release/*` may not be frozen. GitHub answered 500')
    expect(text).toContain('`/incident freeze` again')
  })

  it.each([
    [{ type: 'FreezeTampered', how: 'deleted the ruleset', lost: true }, '**gone**', '`/incident freeze` puts it back'],
    [{ type: 'ThawRequested', why: 'dana asked for it' }, 'being lifted, not yet confirmed', '`/incident ack`'],
  ] satisfies [EntryBody, string, string][])('says what $type means and what to do', (body, state, step) => {
    const text = cardAfter(declared, freezeRequested, frozenSeen, body)
    expect(text).toContain(state)
    expect(text).toContain(step)
  })

  it('says that the rules are as they were, once that was compared', () => {
    const lifted = [declared, freezeRequested, frozenSeen, { type: 'ThawRequested', why: 'dana asked for it' }] as const
    const thawed = (same: boolean): EntryBody => ({
      type: 'Thawed',
      comparison: [{ branch: 'main', same, differences: same ? [] : ['a person added a rule'] }],
      wasMissing: false,
    })
    expect(cardAfter(...lifted, thawed(true))).toContain('the rules are as they were before')
    expect(cardAfter(...lifted, thawed(false))).toContain('`main` differ from before')
  })
})

describe("the card's hotfixes, bypasses and post-mortem", () => {
  it('shows the verdict on each hotfix', () => {
    const linked: EntryBody = { type: 'HotfixLinked', number: 20, how: 'command', byHand: true }
    const judged: EntryBody = { type: 'HotfixJudged', number: 20, sha, passed: false, failed: ['impact'] }
    const text = cardAfter(declared, linked, judged)
    expect(text).toContain('#20 does not pass yet at `abcdef0`: impact')
    expect(text).toContain('Bring the hotfix #20 through its rules')
    expect(cardAfter(declared)).toContain('none yet; its branch is named `hotfix/*`')
  })

  it('asks for the reason of a bypass before anything else', () => {
    const text = cardAfter(declared, {
      type: 'Bypassed',
      id: sha,
      branch: 'main',
      sha,
      how: 'commits were pushed directly',
      by: 'eve',
    })
    expect(text).toContain('1 bypass of the freeze, 1 without a reason')
    expect(text.indexOf('Explain 1 bypass')).toBeLessThan(text.indexOf('`/incident ack`'))
  })

  it('leads to the post-mortem', () => {
    expect(cardAfter(declared)).toContain('opens when a hotfix is merged')
    const opened: EntryBody = { type: 'PostmortemOpened', number: 40, url: 'https://github.test/acme/shop/issues/40' }
    const text = cardAfter(declared, { type: 'PostmortemRequested', effect: 'x' }, opened, {
      type: 'Resolved',
      summary: 'Fixed',
      how: 'command',
      at: start + 2 * hour,
    })
    expect(text).toContain('Finish the post-mortem #40')
    expect(text).toContain('took 2 h')
  })
})

describe("the card's timeline", () => {
  it('is in the order of what happened, the newest last', () => {
    const text = cardAfter(
      declared,
      { type: 'Acknowledged', by: 'dana' },
      {
        type: 'Noted',
        text: 'first alarm',
        happenedAt: start - hour,
        by: 'dana',
      },
    )
    const [alarm, declaration, acknowledgement] = ['first alarm', 'rob declared', 'dana acknowledged'].map((words) =>
      text.indexOf(words),
    )
    expect([alarm, declaration, acknowledgement]).toEqual(
      [alarm, declaration, acknowledgement].sort((a = 0, b = 0) => a - b),
    )
    expect(text).toContain('- 2026-11-20 19:30 UTC · Note by dana: first alarm (written 2026-11-20 20:32 UTC)')
  })

  it('keeps the newest forty lines and counts the others', () => {
    const notes = Array.from(
      { length: 60 },
      (_, index): EntryBody => ({ type: 'Noted', text: `n${index}.`, happenedAt: undefined }),
    )
    const text = cardAfter(declared, ...notes)
    expect(text).toContain('<summary>Timeline (61 lines)</summary>')
    expect(text).toContain('… 21 earlier lines left out')
    expect(text).not.toContain('n19.')
    expect(text).toContain('n20.')
    expect(text).toContain('n59.')
  })

  it('never makes the card larger than 60 KiB', () => {
    const wide = '🔥'.repeat(2_000)
    const notes = Array.from({ length: 60 }, (): EntryBody => ({ type: 'Noted', text: wide, happenedAt: undefined }))
    const many = Array.from({ length: 300 }, (_, index) => `${wide.slice(0, 200)}${index}`)
    const text = cardAfter(
      declared,
      { ...freezeRequested, type: 'FreezeRequested', branches: many, mode: 'locked', effect: 'x' },
      { type: 'FreezeIsAdvisory', reason: 'plan', commands: [wide.repeat(10)] },
      ...notes,
    )
    expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(60 * 1024)
    expect(text).toContain('`/incident help`')
  })
})
