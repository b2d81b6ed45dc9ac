import { describe, expect, it } from 'vitest'
import type { Decision } from '../../../src/incident/plan.ts'
import { advisorySeverity } from '../../../src/incident/steps/disclosure.ts'
import type { Policy } from '../../../src/policy/policy.ts'
import { policy, policyWith } from '../policies.ts'
import { answerTo, effectsOf, entriesOf, messagesOf, Story } from '../story.ts'

const vault = 'acme/vault'

const confidential = (
  change: Partial<Policy['confidential']> = {},
  postmortem: Partial<Policy['postmortem']> = {},
): Policy =>
  policyWith(({ kinds, confidential: before, postmortem: usual }) => ({
    kinds: Object.fromEntries(Object.entries(kinds).map(([id, kind]) => [id, { ...kind, confidential: true }])),
    confidential: { ...before, ...change },
    postmortem: { ...usual, ...postmortem },
  }))

const title = '[EMERGENCY] A vulnerability in the shop'
const opened = { type: 'AdvisoryOpened', ghsa: 'GHSA-1', url: 'https://github.test/GHSA-1' } as const
const issue = { type: 'IssueOpened', number: 40, url: 'https://github.test/acme/vault/issues/40' } as const

/** A declared secret. */
function secretStory(under: Policy = confidential()): Story {
  const story = new Story(under)
  story.opens({ title })
  return story
}

const openedIssues = (decision: Decision) =>
  effectsOf(decision, 'OpenIssue').map(({ message, repository, secret }) => ({
    type: message.type,
    repository,
    secret,
  }))

describe('the place for the details', () => {
  it('is asked for once, however often the incident is classified', () => {
    const story = secretStory()
    story.comments('/incident kind security')
    story.comments('/incident severity P2')
    const keys = story.effects.filter(({ effect }) => effect.type === 'OpenAdvisory').map(({ key }) => key)
    expect([...new Set(keys)]).toEqual(['7#12/details'])
    story.succeeds('OpenAdvisory', opened)
    expect(story.incident().disclosure).toMatchObject({ tracking: 'SEC-2026-12', details: { ghsa: 'GHSA-1' } })
  })

  it('is told when it was seen, and not before', () => {
    const story = new Story(confidential())
    const begun = story.opens({ title })
    expect(messagesOf(begun, 'DetailsPlace')).toEqual([])
    expect(messagesOf(story.succeeds('OpenAdvisory', opened), 'DetailsPlace')).toMatchObject([{ url: opened.url }])
  })

  it('is the private repository when there can be no draft, and nowhere when that refuses too', () => {
    const story = secretStory(confidential({ repository: vault }))
    const refused = story.givesUp('OpenAdvisory', 'not granted')
    expect(openedIssues(refused)).toEqual([{ type: 'Details', repository: vault, secret: true }])
    expect(messagesOf(refused, 'DetailsPlace')).toEqual([])
    const none = story.givesUp('OpenIssue', 'it is public')
    expect(messagesOf(none, 'DetailsPlace')).toMatchObject([{ url: undefined, reason: 'it is public' }])
    expect(entriesOf(none, 'EffectGivenUp')).toEqual([])
  })
})

it("GitHub's word for a severity follows from its place in the scale", () => {
  const words = policy.severities.map(({ id }) => advisorySeverity({ policy, severity: id, timeline: [] }))
  expect(words).toEqual(['critical', 'high', 'medium'])
})

describe('the post-mortem of a secret', () => {
  it('goes to the repository for details, else to that of post-mortems, and always as a secret', () => {
    const cases = [
      [confidential({ repository: vault }, { repository: 'acme/lessons' }), vault],
      [confidential({}, { repository: 'acme/lessons' }), 'acme/lessons'],
    ] as const
    for (const [under, repository] of cases) {
      const story = secretStory(under)
      story.freezeHolds()
      story.comments('/incident resolve')
      expect(openedIssues(story.thawHolds())).toEqual([{ type: 'Postmortem', repository, secret: true }])
    }
  })

  it('of an incident that is disclosed before it is due is an ordinary one', () => {
    const story = secretStory(confidential({ repository: vault }))
    story.freezeHolds()
    story.comments('/incident disclose')
    story.comments('/incident resolve')
    expect(openedIssues(story.thawHolds())).toEqual([{ type: 'Postmortem', repository: undefined, secret: undefined }])
  })

  it('is published as soon as it is there, when the disclosure came first', () => {
    const story = secretStory(confidential({ repository: vault }))
    story.freezeHolds()
    story.comments('/incident resolve')
    story.thawHolds()
    const put = story.newest('OpenIssue')
    expect(openedIssues(story.comments('/incident disclose'))).toEqual([])
    story.facts['issue-elsewhere'] = () => undefined
    const seen = story.settles(put, { succeeded: true, result: issue })
    expect(openedIssues(seen)).toEqual([{ type: 'Postmortem', repository: undefined, secret: undefined }])
  })

  it('that was refused elsewhere is opened here with the disclosure', () => {
    const story = secretStory(confidential({ repository: vault }))
    story.freezeHolds()
    story.comments('/incident resolve')
    story.thawHolds()
    const refused = story.givesUp('OpenIssue', 'it is public')
    expect(messagesOf(refused, 'PostmortemWaits')).toMatchObject([{ repository: vault, reason: 'it is public' }])
    expect(openedIssues(story.comments('/incident disclose'))).toEqual([
      { type: 'Postmortem', repository: undefined, secret: undefined },
    ])
  })
})

describe('/incident disclose', () => {
  it('works on an incident that is closed', () => {
    const story = secretStory(confidential({}, { open: false }))
    story.freezeHolds()
    story.comments('/incident resolve')
    story.thawHolds()
    expect(story.incident().status).toBe('closed')
    const disclosed = story.comments('/incident disclose')
    expect(answerTo(disclosed)).toEqual({ reaction: '+1', refusals: [] })
    expect(effectsOf(disclosed, 'SyncCard')).toHaveLength(1)
    expect(openedIssues(disclosed)).toEqual([])
  })

  it('is refused for what is no secret, and the second time', () => {
    const story = new Story()
    story.opens()
    expect(answerTo(story.comments('/incident disclose')).refusals).toMatchObject([{ type: 'nothing-to-do' }])
    const secret = secretStory()
    expect(answerTo(secret.comments('/incident disclose', 'carol')).refusals).toMatchObject([{ type: 'permission' }])
    secret.comments('/incident disclose')
    expect(answerTo(secret.comments('/incident disclose')).refusals).toMatchObject([{ type: 'already' }])
  })
})

it('a closed post-mortem elsewhere closes its incident only under the number it has', () => {
  const story = secretStory(confidential({ repository: vault }))
  story.freezeHolds()
  story.comments('/incident resolve')
  story.thawHolds()
  story.succeeds('OpenIssue', issue)
  const actor = { login: 'carol', type: 'User', isSelf: false } as const
  const closes = (number: number) =>
    story.happens({ type: 'PostmortemClosedElsewhere', actor, incident: '7#12', home: 7, number })
  closes(41)
  expect(story.incident().status).toBe('resolved')
  closes(40)
  expect(story.incident().status).toBe('closed')
})
