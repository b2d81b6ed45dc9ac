import { describe, expect, it } from 'vitest'
import type { EffectOutcome, EffectResult, PutEffect } from '../../../src/incident/effect.ts'
import type { Decision } from '../../../src/incident/plan.ts'
import type { InteractionLimit, Policy } from '../../../src/policy/policy.ts'
import { policyWith } from '../policies.ts'
import { repository } from '../procedure.ts'
import { answerTo, effectsOf, entriesOf, hours, isQuiet, messagesOf, Story, said } from '../story.ts'

const day = hours(24)
const limited = (interactions: InteractionLimit): Policy => policyWith(() => ({ cooldown: { interactions } }))

const put = ({ effects }: Decision, type: PutEffect['effect']['type']): PutEffect => {
  const found = effects.find(({ effect }) => effect.type === type)
  if (!found) throw new Error(`no ${type} was asked for`)
  return found
}
const done = (result: EffectResult): EffectOutcome => ({ succeeded: true, result })
const seen = (locked: boolean) => done({ type: 'LockSeen', locked })
const refused: EffectOutcome = { succeeded: false, reason: 'GitHub says no' }

/** A declared incident whose conversation was asked to cool off. */
function asked(duration = '24h', under?: Policy) {
  const story = new Story(under)
  story.opens()
  const begin = story.now
  return { story, begin, lock: put(story.comments(`/incident cooldown ${duration}`, 'carol'), 'LockThread') }
}

function locked(duration?: string, under?: Policy) {
  const { story, begin, lock } = asked(duration, under)
  return { story, begin, lock, decision: story.settles(lock, seen(true)) }
}

describe('a cool-down', () => {
  it('is announced when the conversation was seen to be locked, and not before', () => {
    const { story, begin, lock } = asked()
    expect(lock.effect).toMatchObject({ thread: 12, locked: true })
    expect(entriesOf(story.decides({ type: 'EffectSettled', put: lock, outcome: refused }), 'CooldownBegun')).toEqual(
      [],
    )
    const decision = story.settles(lock, seen(true))
    expect(entriesOf(decision, 'CooldownBegun')).toMatchObject([{ thread: 12, until: begin + day, by: 'carol' }])
    expect(messagesOf(decision, 'CooldownBegun')).toMatchObject([{ until: begin + day, by: 'carol', moved: false }])
    expect(story.timers()).toContainEqual({ name: 'cooldown/12', at: begin + day })
    expect(effectsOf(decision, 'LimitInteractions')).toEqual([])
  })

  it.each(['', 'soon', '0s', '31d'])('of "%s" is refused', (duration) => {
    const story = new Story()
    story.opens()
    const decision = story.comments(`/incident cooldown ${duration}`, 'carol')
    expect(answerTo(decision).reaction).toBe('confused')
    expect(effectsOf(decision, 'LockThread')).toEqual([])
  })

  it('is for another conversation of the repository where its number is given', () => {
    const { story, begin, decision } = locked('24h #7')
    expect(said(decision)).toEqual([[7, 'CooldownBegun']])
    expect(story.timers()).toContainEqual({ name: 'cooldown/7', at: begin + day })
    expect(put(story.fires('cooldown/7'), 'LockThread').effect).toMatchObject({ thread: 7, locked: false })
  })

  it('of something that is no number is refused', () => {
    const story = new Story()
    story.opens()
    const decision = story.comments('/incident cooldown 24h now please', 'carol')
    expect(answerTo(decision).refusals).toMatchObject([{ type: 'usage' }])
    expect(effectsOf(decision, 'LockThread')).toEqual([])
  })

  it('takes write access', () => {
    const story = new Story()
    story.opens()
    expect(answerTo(story.comments('/incident cooldown 1h', 'trudy')).refusals).toMatchObject([{ type: 'permission' }])
  })

  it('is over when the conversation was seen to be open, and says how late', () => {
    const { story } = locked()
    const fired = story.fires('cooldown/12', 12, hours(2))
    expect(said(fired)).toEqual([])
    expect(story.timers()).not.toContainEqual(expect.objectContaining({ name: 'cooldown/12' }))
    const decision = story.settles(put(fired, 'LockThread'), seen(false))
    expect(messagesOf(decision, 'CooldownOver')).toMatchObject([{ late: hours(2), stillLocked: false }])
    expect(story.incident().cooldowns).toEqual([])
  })

  it('says that a conversation which somebody had locked before stays locked', () => {
    const { story } = locked()
    const decision = story.settles(put(story.fires('cooldown/12'), 'LockThread'), seen(true))
    expect(messagesOf(decision, 'CooldownOver')).toMatchObject([{ stillLocked: true }])
  })

  it('asked for once more moves its end; what was asked first does not count any more', () => {
    const { story, lock } = locked()
    story.now += hours(1)
    const again = put(story.comments('/incident cooldown 48h', 'carol'), 'LockThread')
    expect(again.effect).toMatchObject({ firstKey: lock.key })
    expect(isQuiet(story.decides({ type: 'EffectSettled', put: lock, outcome: seen(true) }))).toBe(true)
    const until = story.now + 2 * day
    expect(messagesOf(story.settles(again, seen(true)), 'CooldownBegun')).toMatchObject([{ until, moved: true }])
    expect(story.timers()).toContainEqual({ name: 'cooldown/12', at: until })
  })

  it('whose end cannot be moved ends as it would have', () => {
    const { story, begin } = locked()
    const again = put(story.comments('/incident cooldown 48h', 'carol'), 'LockThread')
    expect(messagesOf(story.settles(again, refused), 'CooldownFailed')).toMatchObject([{ what: 'lock' }])
    expect(story.timers()).toContainEqual({ name: 'cooldown/12', at: begin + day })
  })

  it('asked for while it is being ended goes on, and nothing opens the conversation after it', () => {
    const { story } = locked()
    const ending = put(story.fires('cooldown/12'), 'LockThread')
    const decision = story.comments('/incident cooldown 1h', 'carol')
    expect(decision.cancelled).toContain(ending.key)
    story.settles(put(decision, 'LockThread'), seen(true))
    expect(isQuiet(story.decides({ type: 'EffectSettled', put: ending, outcome: seen(false) }))).toBe(true)
    expect(story.incident().cooldowns).toMatchObject([{ thread: 12, ending: undefined }])
  })

  it('that cannot be locked is none, and one that cannot be opened is said aloud; neither is waited for', () => {
    const { story, lock } = asked()
    expect(messagesOf(story.settles(lock, refused), 'CooldownFailed')).toMatchObject([
      { what: 'lock', reason: 'GitHub says no' },
    ])
    expect(story.incident().cooldowns).toEqual([])
    const second = locked().story
    const fired = put(second.fires('cooldown/12'), 'LockThread')
    expect(messagesOf(second.settles(fired, refused), 'CooldownFailed')).toMatchObject([{ what: 'unlock' }])
    expect(second.incident().cooldowns).toEqual([])
  })

  it('that ends before GitHub let anybody lock is not begun any more', () => {
    const { story, lock } = asked('30m')
    const fired = story.fires('cooldown/12')
    expect(fired.cancelled).toContain(lock.key)
    expect(isQuiet(story.decides({ type: 'EffectSettled', put: lock, outcome: seen(true) }))).toBe(true)
  })

  it('outlives its incident', () => {
    const { story } = locked()
    story.comments('/incident cancel false alarm', 'carol')
    expect(story.incident().status).toBe('cancelled')
    const fired = put(story.fires('cooldown/12'), 'LockThread')
    expect(messagesOf(story.settles(fired, seen(false)), 'CooldownOver')).toHaveLength(1)
  })
})

describe('a limit for the whole repository', () => {
  const under = limited('collaborators-only')

  it('is asked for with the lock, taken away with it, and on record when it was seen', () => {
    const { story, decision } = locked('24h', under)
    const limit = put(decision, 'LimitInteractions')
    expect(limit.effect).toMatchObject({ limit: 'collaborators-only', lasts: day })
    const noted = story.settles(limit, done({ type: 'InteractionsLimited', ours: true }))
    expect(entriesOf(noted, 'InteractionsLimited')).toMatchObject([{ limit: 'collaborators-only', ours: true }])
    const over = story.settles(put(story.fires('cooldown/12'), 'LockThread'), seen(false))
    expect(effectsOf(over, 'LimitInteractions')).toMatchObject([{ limit: undefined }])
  })

  it("is not taken away where it is somebody else's", () => {
    const { story, decision } = locked('24h', under)
    story.settles(put(decision, 'LimitInteractions'), done({ type: 'InteractionsLimited', ours: false }))
    const over = story.settles(put(story.fires('cooldown/12'), 'LockThread'), seen(false))
    expect(effectsOf(over, 'LimitInteractions')).toEqual([])
  })

  it('that comes when the cool-down is over is taken away at once', () => {
    const { story, decision } = locked('24h', under)
    story.settles(put(story.fires('cooldown/12'), 'LockThread'), seen(false))
    const late = story.settles(put(decision, 'LimitInteractions'), done({ type: 'InteractionsLimited', ours: true }))
    expect(effectsOf(late, 'LimitInteractions')).toMatchObject([{ limit: undefined }])
  })

  it('stays until the last cool-down that asked for it is over, though its incident is', () => {
    const unfrozen = policyWith(({ severities }) => ({
      cooldown: under.cooldown,
      severities: severities.map((severity) => ({ ...severity, freeze: false })),
    }))
    const { story, decision } = locked('24h', unfrozen)
    story.settles(put(decision, 'LimitInteractions'), done({ type: 'InteractionsLimited', ours: true }))
    story.opens({ number: 30 })
    const other = put(story.comments('/incident cooldown 48h', 'carol', { number: 30 }), 'LockThread')
    const limit = put(story.settles(other, seen(true)), 'LimitInteractions')
    story.settles(limit, done({ type: 'InteractionsLimited', ours: true }))
    story.comments('/incident cancel false alarm', 'carol', { number: 30 })
    const first = story.settles(put(story.fires('cooldown/12'), 'LockThread'), seen(false))
    expect(effectsOf(first, 'LimitInteractions')).toEqual([])
    const last = story.settles(put(story.fires('cooldown/30', 30), 'LockThread'), seen(false))
    expect(effectsOf(last, 'LimitInteractions')).toMatchObject([{ limit: undefined }])
  })

  it('that is refused is said aloud, and the cool-down goes on', () => {
    const { story, decision } = locked('24h', under)
    const failed = story.settles(put(decision, 'LimitInteractions'), refused)
    expect(messagesOf(failed, 'CooldownFailed')).toMatchObject([{ what: 'limit', reason: 'GitHub says no' }])
    expect(story.incident().cooldowns).toHaveLength(1)
  })

  it('does not exist for private repositories, and that is said', () => {
    const { story, lock } = asked('24h', under)
    const event = { type: 'EffectSettled', put: lock, outcome: seen(true) } as const
    Object.assign(story, { situation: inPrivate(story) })
    const decision = story.happens(event)
    expect(effectsOf(decision, 'LimitInteractions')).toEqual([])
    expect(messagesOf(decision, 'CooldownBegun')).toMatchObject([{ cannotLimit: true }])
  })
})

function inPrivate(story: Story) {
  const open = story.situation.bind(story)
  return () => ({ ...open(), repository: { ...repository, private: true } })
}

describe('drafts', () => {
  const drafts = [{ title: 'To users', text: 'We are sorry.' }]
  const under = policyWith(({ kinds }) => ({
    kinds: Object.fromEntries(Object.entries(kinds).map(([id, kind]) => [id, { ...kind, drafts }])),
  }))

  it('are posted with the declaration, and on record when they were seen', () => {
    const story = new Story(under)
    const decision = story.opens({ title: '[EMERGENCY] A vulnerability' })
    expect(messagesOf(decision, 'Drafts')).toMatchObject([{ kind: 'security', drafts }])
    const comment = decision.effects.find(
      ({ effect }) => effect.type === 'PostComment' && effect.message.type === 'Drafts',
    )
    if (!comment) throw new Error('no drafts')
    const noted = story.settles(comment, done({ type: 'Commented', commentId: 5, url: 'https://github.test/5' }))
    expect(entriesOf(noted, 'DraftsPosted')).toMatchObject([{ kind: 'security' }])
  })

  it('are posted when the kind is set later, under one key however often', () => {
    const story = new Story(under)
    story.opens()
    const keyed = (body: string) =>
      story
        .comments(body)
        .effects.flatMap(({ key, effect }) =>
          effect.type === 'PostComment' && effect.message.type === 'Drafts' ? [key] : [],
        )
    expect(keyed('/incident kind security')).toEqual(['7#12/drafts/security'])
  })
})
