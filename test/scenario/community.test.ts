import { expect, it } from 'vitest'
import { configured, ordinary, scenes } from './stage.ts'

const raise = scenes()

const cooling = (interactions?: string) => ({
  config: configured({ ...(interactions !== undefined && { cooldown: { interactions } }) }),
})

it('a heated conversation is locked with kind words, and opens again by itself', async () => {
  const { world, seen, emergency, say, mallory } = await raise()
  const number = await emergency()
  mallory.comment(number, 'You people never listen!')
  const asking = await say(number, '/incident cooldown 24h')
  expect(seen.reactions(asking)).toEqual(['+1'])
  expect(seen.locked(number)).toBe(true)
  const words = seen.comment(number, /locked until 2026-03-03 09:00 UTC/)
  expect(words).toMatch(/step back[\s\S]*assume good intent[\s\S]*focus on ideas, not people/)
  expect(() => mallory.comment(number, 'And another thing')).toThrow('locked')
  await world.fastForward('23h59m')
  expect(seen.locked(number)).toBe(true)
  await world.fastForward('1m')
  expect(seen.locked(number)).toBe(false)
  seen.comment(number, /open again/)
  mallory.comment(number, 'Sorry for that.')
  expect(seen.limitedTo()).toBeUndefined()
})

it('the procedure goes on in a locked conversation: card, reminders, commands', async () => {
  const { world, seen, emergency, say } = await raise()
  const number = await emergency()
  // Carol is no responder: whoever asks for calm has not taken the emergency on.
  await say(number, '/incident cooldown 24h', 'carol')
  await world.fastForward('4h')
  seen.comment(number, /@bob/)
  expect(seen.locked(number)).toBe(true)
  await say(number, '/incident ack', 'alice')
  expect(seen.card(number)).toMatch(/alice acknowledged the incident/)
  expect(seen.locked(number)).toBe(true)
})

it('what was due while the App was down is made up for, and says how late', async () => {
  const { world, seen, emergency, say } = await raise()
  const number = await emergency()
  await say(number, '/incident cooldown 1h')
  await world.stop()
  await world.fastForward('3h')
  expect(seen.locked(number)).toBe(true)
  await world.restart()
  expect(seen.locked(number)).toBe(false)
  seen.comment(number, /open again\*\* \(2 h late: Firebreak was not running\)/)
})

it('a second one moves the end, and an incident that is over keeps its cool-down', async () => {
  const { world, seen, emergency, say } = await raise()
  const number = await emergency()
  await say(number, '/incident cooldown 1h')
  await world.fastForward('30m')
  await say(number, '/incident cooldown 2h')
  seen.comment(number, /stays locked until 2026-03-02 11:30 UTC/)
  await say(number, '/incident cancel It was nothing')
  await world.fastForward('1h59m')
  expect(seen.locked(number)).toBe(true)
  await world.fastForward('1m')
  expect(seen.locked(number)).toBe(false)
})

it.each([
  ['PUT', /\/lock$/],
  ['DELETE', /\/lock$/],
  ['PUT', /interaction-limits$/],
  ['DELETE', /interaction-limits$/],
  ['POST', /\/comments$/],
  ['PATCH', /\/comments\/\d+$/],
])('lost replies to %s %s change nothing for those who look', async (method, path) => {
  const { world, seen, emergency, say, github } = await raise(cooling('collaborators-only'))
  const number = await emergency()
  github.faults.loseReply({ method, path, times: 2 })
  await say(number, '/incident cooldown 1h')
  await world.fastForward('30m')
  expect([seen.locked(number), seen.limitedTo()]).toEqual([true, 'collaborators_only'])
  seen.comment(number, /locked until/)
  await world.fastForward('1h')
  expect([seen.locked(number), seen.limitedTo()]).toEqual([false, undefined])
  seen.comment(number, /open again/)
})

it('a limit is set and taken away with the cool-down, and the timeline says when it was', async () => {
  const { world, seen, emergency, say, mallory } = await raise(cooling('contributors-only'))
  const number = await emergency()
  await say(number, '/incident cooldown 2d')
  expect(seen.limitedTo()).toBe('contributors_only')
  expect(() => mallory.openIssue({ title: 'Here then' })).toThrow('restricted')
  expect(seen.card(number)).toContain('Taking part in the repository was limited')
  await say(number, '/incident cooldown 2d')
  expect(seen.comment(number, /Taking part in the whole repository/)).toContain('those who have committed')
  const row =
    'this conversation, locked until 2026-03-04 09:00 UTC; in the whole repository, only those who have committed'
  expect(seen.card(number)).toContain(row)
  await world.fastForward('2d')
  expect(seen.limitedTo()).toBeUndefined()
  expect(seen.card(number)).not.toContain('Cooling off')
  expect(seen.card(number)).toContain('Everybody may take part in the repository again')
})

it('a limit that somebody else set is left, and only that is said', async () => {
  const { world, seen, emergency, say, github } = await raise(cooling('existing-users'))
  const number = await emergency()
  github.limitInteractions('acme', { group: 'collaborators_only', expiresAt: world.clock.now() + 86_400_000 })
  await say(number, '/incident cooldown 1h')
  expect(seen.comment(number, /Taking part in the whole repository/)).toContain('somebody else had set a limit before')
  expect(seen.said(number, /younger than a day/)).toEqual([])
})

it('a private repository has no limits, and without administration the refusal is said', async () => {
  const hidden = await raise({ ...cooling('contributors-only'), private: true })
  const first = await hidden.emergency()
  await hidden.say(first, '/incident cooldown 1h')
  hidden.seen.comment(first, /GitHub has such limits for public repositories alone/)
  const config = JSON.stringify({
    ...{
      ...ordinary,
      severities: { P1: { responders: ['maintainers'] } },
      cooldown: { interactions: 'existing-users' },
    },
  })
  const open = await raise({ config, grants: { administration: 'read' } })
  const second = await open.emergency()
  await open.say(second, '/incident cooldown 1h')
  expect(open.seen.locked(second)).toBe(true)
  open.seen.comment(second, /could not be limited\*\*: .*administration=write/)
})

it('what somebody had locked before stays locked', async () => {
  const { world, seen, emergency, say, alice } = await raise()
  const number = await emergency()
  alice.lock(number, 'off-topic')
  await say(number, '/incident cooldown 1h')
  const words = seen.comment(number, /cools off until/)
  expect(words).toContain('It was locked before, so it stays locked afterwards.')
  expect(words).not.toContain('opens again')
  await say(number, '/incident cooldown 2h')
  seen.comment(number, /moved the end.*stays locked afterwards/)
  await world.fastForward('2h')
  expect(seen.locked(number)).toBe(true)
  seen.comment(number, /stays locked, because somebody else had locked it/)
})

it('drafts are one comment for each kind, folded away and safe to copy', async () => {
  const drafts = [
    { title: 'To users', text: 'Dear @everyone,\n\n```\nwe are sorry\n```\n</details> #1' },
    { title: 'To partners', text: 'We are on it.' },
  ]
  const config = configured({ kinds: { outage: { keywords: ['down'], drafts }, conflict: { drafts } } })
  const { seen, emergency, say } = await raise({ config })
  const number = await emergency()
  const words = seen.comment(number, /Drafts/)
  expect(words.match(/<details>/g)).toHaveLength(2)
  expect(words).toContain('````\nDear @everyone,\n\n```\nwe are sorry\n```\n</details> #1\n````')
  await say(number, '/incident kind conflict')
  await say(number, '/incident kind outage')
  expect(seen.said(number, /Drafts/)).toHaveLength(2)
  expect(seen.card(number)).toContain('Drafts for the kind `outage` were posted.')
})
