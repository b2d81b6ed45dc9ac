import { describe, expect, it } from 'vitest'
import { withoutFile } from '../../../src/policy/resolve-policy.ts'
import { policyWith } from '../policies.ts'
import { self } from '../procedure.ts'
import { effectsOf, entriesOf, isQuiet, Story, said } from '../story.ts'

describe('a trusted person opens an emergency', () => {
  it('declares it: freeze asked for, checklist posted, the first people told by the card', () => {
    const story = new Story()
    const decision = story.opens()
    expect(story.incident()).toMatchObject({ status: 'declared', severity: 'P1', reporter: 'alice' })
    expect(effectsOf(decision, 'ApplyFreeze')).toMatchObject([
      { mode: 'hotfix-only', branches: ['~DEFAULT_BRANCH', 'release/*'], checkName: 'firebreak/freeze-12' },
    ])
    expect(said(decision)).toEqual([[12, 'Checklist']])
    expect(entriesOf(decision, 'StepReached')).toMatchObject([{ step: 0, members: ['@alice'], why: 'declared' }])
    expect(effectsOf(decision, 'SyncCard')).toHaveLength(1)
  })

  it('says nothing of a freeze before it was seen to hold', () => {
    const story = new Story()
    story.opens()
    expect(story.incident().freeze?.status).toBe('applying')
    story.freezeHolds()
    expect(story.incident().freeze).toMatchObject({ status: 'on', applied: { verified: ['main'] } })
  })

  it('freezes nothing where the severity asks for no freeze', () => {
    const story = new Story()
    expect(effectsOf(story.opens({ labels: ['severity/P2'] }), 'ApplyFreeze')).toEqual([])
  })

  it('takes severity and kind from the issue form, and the severity of the kind where the form names none', () => {
    const story = new Story()
    story.opens({ number: 12, body: '### Severity\n\nP2\n\n### Kind\n\nSecurity\n' })
    story.opens({ number: 13, body: 'A vulnerability' })
    expect(story.incident(12)).toMatchObject({ severity: 'P2', kind: 'security' })
    expect(story.incident(13)).toMatchObject({ severity: 'P0', kind: 'security' })
  })
})

describe('without a configuration', () => {
  it('an emergency gets its card and checklist, nobody is mentioned and nothing is frozen', () => {
    const story = new Story(withoutFile())
    const decision = story.opens()
    expect(story.incident().status).toBe('declared')
    expect(entriesOf(decision, 'StepReached').flatMap(({ members }) => members)).toEqual([])
    expect(effectsOf(decision, 'ApplyFreeze')).toEqual([])
    expect(effectsOf(decision, 'SyncCard')).toHaveLength(1)
  })
})

describe('somebody below the trust level opens an emergency', () => {
  it('only reports it: card, checklist and the first mention, no freeze and no channel', () => {
    const pagesAtOnce = policyWith(({ escalation }) => ({
      escalation: {
        ...escalation,
        policies: {
          default: {
            steps: [{ notify: ['maintainers'], after: 0, channels: ['pager'] }],
            repeat: undefined,
            hours: undefined,
          },
        },
      },
    }))
    const story = new Story(pagesAtOnce)
    const decision = story.opens({}, 'mallory')
    expect(story.incident().status).toBe('reported')
    expect(entriesOf(decision, 'StepReached')).toMatchObject([{ members: ['@alice'], channels: [] }])
    expect(said(decision)).toEqual([[12, 'Checklist']])
    expect(effectsOf(decision, 'ApplyFreeze')).toEqual([])
  })

  it('has it escalate by the clock of the report, without channels', () => {
    const story = new Story()
    story.opens({}, 'mallory')
    expect(entriesOf(story.fires('escalation'), 'StepReached')).toMatchObject([{ step: 1, channels: [] }])
  })

  it('cannot confirm it', () => {
    const story = new Story()
    story.opens({}, 'mallory')
    story.comments('/incident confirm', 'mallory')
    expect(story.incident().status).toBe('reported')
  })
})

describe('trust is the actor’s', () => {
  it('who edits the mark into the title of an outsider’s issue declares it', () => {
    const story = new Story()
    expect(isQuiet(story.opens({ title: 'Shop is down' }, 'mallory'))).toBe(true)
    story.changesIssue('edited', 'trudy', { author: 'mallory' })
    expect(story.incident()).toMatchObject({ status: 'declared', reporter: 'mallory' })
  })

  it('an outsider who edits the mark into a maintainer’s issue only reports it', () => {
    const story = new Story()
    story.changesIssue('edited', 'mallory', { author: 'alice' })
    expect(story.incident().status).toBe('reported')
  })

  it('who labels an outsider’s report declares it', () => {
    const story = new Story()
    story.opens({}, 'mallory')
    const decision = story.changesIssue('labelled', 'trudy', { labels: ['emergency'] }, { label: 'emergency' })
    expect(story.incident().status).toBe('declared')
    expect(effectsOf(decision, 'ApplyFreeze')).toHaveLength(1)
    expect(said(decision)).toEqual([[12, 'Confirmed']])
  })

  it('who edits the title of an outsider’s report and leaves the mark declares it', () => {
    const story = new Story()
    story.opens({}, 'mallory')
    story.changesIssue('edited', 'trudy', { title: '[EMERGENCY] The whole shop is down' })
    expect(story.incident().status).toBe('declared')
  })

  it('editing the text alone confirms nothing', () => {
    const story = new Story()
    story.opens({}, 'mallory')
    story.changesIssue('edited', 'trudy', { body: 'Now with details' })
    expect(story.incident().status).toBe('reported')
  })

  it('the label that the App itself puts there confirms nothing', () => {
    const story = new Story()
    story.opens({}, 'mallory')
    story.facts.permission = () => 'admin'
    expect(isQuiet(story.changesIssue('labelled', self, { labels: ['emergency'] }, { label: 'emergency' }))).toBe(true)
    expect(story.incident().status).toBe('reported')
  })
})

describe('confirming', () => {
  it('declares: freezes, tells the responders, and posts no checklist twice', () => {
    const story = new Story()
    story.opens({}, 'mallory')
    const decision = story.comments('/incident confirm', 'trudy')
    expect(effectsOf(decision, 'ApplyFreeze')).toHaveLength(1)
    expect(said(decision)).toEqual([[12, 'Confirmed']])
    expect(story.incident()).toMatchObject({ status: 'declared', times: { declared: story.now } })
  })

  it('takes the trust level, however little the command itself takes', () => {
    const story = new Story(policyWith(({ detection }) => ({ detection: { ...detection, trust: 'maintain' } })))
    story.opens({}, 'carol')
    story.comments('/incident confirm', 'carol')
    expect(story.incident().status).toBe('reported')
    story.comments('/incident confirm', 'bob')
    expect(story.incident().status).toBe('declared')
  })
})

describe('nothing begins', () => {
  it.each(['assigned', 'unlabelled', 'closed', 'deleted'] as const)('when a marked issue is %s', (change) => {
    expect(isQuiet(new Story().changesIssue(change, 'alice'))).toBe(true)
  })

  it('at a closed issue', () => {
    expect(isQuiet(new Story().changesIssue('edited', 'alice', { state: 'closed' }))).toBe(true)
  })

  it('at an issue that the App itself opened, whoever labels it', () => {
    const own = { author: 'firebreak[bot]', authorType: 'Bot', labels: ['emergency'] } as const
    expect(isQuiet(new Story().changesIssue('labelled', 'alice', own, { label: 'emergency' }))).toBe(true)
  })

  it('twice at one issue', () => {
    const story = new Story()
    story.opens()
    story.changesIssue('edited', 'alice', { title: '[EMERGENCY] Shop is quite down' })
    expect(story.incidents).toHaveLength(1)
    expect(story.incident().anchor.title).toBe('[EMERGENCY] Shop is quite down')
  })
})

it('a monitoring bot with the trust level declares as anybody does', () => {
  const story = new Story(undefined, { permission: () => 'write' })
  story.changesIssue('opened', { login: 'watchdog[bot]', type: 'Bot', isSelf: false }, { author: 'watchdog[bot]' })
  expect(story.incident().status).toBe('declared')
})
