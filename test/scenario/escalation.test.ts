import { expect, it } from 'vitest'
import { configured, described, ordinary, scenes } from './stage.ts'

const raise = scenes()

const steps = [{ notify: ['maintainers'] }, { after: '1h', notify: ['backup'] }, { after: '3h', notify: ['board'] }]

/** Three steps, nothing frozen. */
const escalating = (policy: object = {}, change: object = {}) => ({
  config: configured({
    roles: { maintainers: ['@alice'], backup: ['@bob'], board: ['@carol'] },
    severities: {
      P1: { responders: ['maintainers'], 'respond-within': '30m', ...('update-every' in change && change) },
    },
    escalation: { policies: { default: { steps, ...policy } }, ...('response' in change && change) },
  }),
})

it('each step is told when it is due, once, and the last one again as often as asked', async () => {
  const { world, seen, emergency } = await raise(escalating({ repeat: { every: '1h', times: 2 } }))
  const number = await emergency()
  const told = (login: string) => seen.said(number, new RegExp(`@${login}`)).length
  expect(seen.card(number)).toContain('@alice')
  await world.fastForward('59m')
  expect([told('bob'), told('carol')]).toEqual([0, 0])
  await world.fastForward('1m')
  expect([told('bob'), told('carol')]).toEqual([1, 0])
  await world.fastForward('2h')
  expect([told('bob'), told('carol')]).toEqual([1, 1])
  await world.fastForward('1h')
  await world.fastForward('1h')
  expect([told('bob'), told('carol')]).toEqual([1, 3])
  await world.fastForward('10d')
  expect([told('bob'), told('carol')]).toEqual([1, 3])
  expect(seen.card(number)).toContain('**overdue** since 2026-03-02 09:30 UTC')
})

it('in working hours alone: what begins on Friday evening goes on on Monday', async () => {
  const hours = { timezone: 'Europe/Berlin', days: 'Mon-Fri', from: '09:00', to: '18:00' }
  // Friday, 17:30 in Berlin.
  const { world, seen, emergency } = await raise({ ...escalating({ hours }), start: '2026-03-06T16:30:00Z' })
  const number = await emergency()
  await world.fastForward('2d')
  expect(seen.said(number, /@bob/)).toEqual([])
  // Monday, 09:30 in Berlin: half an hour of Friday and half an hour of Monday.
  await world.fastForward('15h59m')
  expect(seen.said(number, /@bob/)).toEqual([])
  await world.fastForward('1m')
  seen.comment(number, /@bob/)
})

it('a comment of a responder is a response; one of somebody else is none', async () => {
  const { world, seen, emergency, say } = await raise(escalating())
  const number = await emergency()
  await say(number, 'Me too', 'mallory')
  await say(number, 'I see it as well', 'trudy')
  expect(seen.card(number)).toContain('step 2 at')
  await say(number, 'Looking', 'alice')
  expect(seen.card(number)).toContain('stopped, because somebody responded')
  await world.fastForward('1d')
  expect(seen.said(number, /@bob/)).toEqual([])
  expect(seen.labels(number)).toContain('incident/declared')
})

it('where only an acknowledgement counts, a comment stops nothing', async () => {
  const { world, seen, emergency, say } = await raise(escalating({}, { response: 'acknowledge' }))
  const number = await emergency()
  await say(number, 'Looking', 'alice')
  await world.fastForward('1h')
  seen.comment(number, /@bob/)
  await say(number, '/incident ack', 'bob')
  await world.fastForward('1d')
  expect(seen.said(number, /@carol/)).toEqual([])
  expect(seen.labels(number)).toContain('incident/acknowledged')
})

it('whoever a step told is a responder from then on, and so is a team', async () => {
  const scene = await raise({
    config: configured({
      roles: { maintainers: ['@acme/first'], backup: ['@acme/second'] },
      severities: { P1: { responders: ['maintainers'] } },
    }),
  })
  const { world, seen, emergency, say, github } = scene
  github.addTeam('acme', 'first', ['dana'])
  github.addTeam('acme', 'second', ['erin'])
  const number = await emergency()
  expect(seen.card(number)).toContain('@acme/first')
  await say(number, 'Can I help?', 'erin')
  await world.fastForward('4h')
  seen.comment(number, /@acme\/second/)
  expect(seen.card(number)).toContain('nothing more to come')
  await say(number, 'On it', 'erin')
  expect(seen.card(number)).toContain('stopped, because somebody responded')
})

it('a responder’s hotfix, review and assignment are responses', async () => {
  const { seen, emergency, pull, alice, settle } = await raise(escalating())
  const first = await emergency()
  await pull('hotfix/one', { body: described(first), login: 'alice' })
  expect(seen.card(first)).toContain('stopped, because somebody responded')
  const second = await emergency('[EMERGENCY] Two')
  const hotfix = await pull('hotfix/two', { body: described(second) })
  expect(seen.card(second)).toContain('step 2 at')
  alice.review(hotfix, 'COMMENTED')
  await settle()
  expect(seen.card(second)).toContain('stopped, because somebody responded')
  const third = await emergency('[EMERGENCY] Three')
  alice.assign(third, 'bob')
  await settle()
  expect(seen.card(third)).toContain('stopped, because somebody responded')
})

it('a snooze moves the next step and is no response; an escalation by hand tells it at once', async () => {
  const { world, seen, emergency, say } = await raise(escalating())
  const number = await emergency()
  await say(number, '/incident snooze 2h', 'alice')
  expect(seen.card(number)).toContain('step 2 at 2026-03-02 11:00 UTC (snoozed)')
  await world.fastForward('1h59m')
  expect(seen.said(number, /@bob/)).toEqual([])
  await say(number, '/incident escalate All hands', 'trudy')
  expect(seen.comment(number, /@bob/)).toContain('Reason: All hands')
  await say(number, '/incident ack', 'alice')
  await say(number, '/incident escalate Not enough', 'alice')
  expect(seen.comment(number, /@carol/)).toContain('Not enough')
})

it('an acknowledgement goes stale: silent past two updates, those told last are asked again', async () => {
  const { world, seen, emergency, say } = await raise(escalating({}, { 'update-every': '30m' }))
  const number = await emergency()
  await say(number, '/incident ack', 'alice')
  await world.fastForward('59m')
  expect(seen.said(number, /no update was given/)).toEqual([])
  await say(number, '/incident update We found it', 'alice')
  await world.fastForward('59m')
  expect(seen.said(number, /no update was given/)).toEqual([])
  await world.fastForward('1m')
  expect(seen.comment(number, /no update was given for 1 h\./)).toContain('@alice')
})

it('a restart in the middle loses no step and tells none twice', async () => {
  const { world, seen, emergency } = await raise(escalating())
  const number = await emergency()
  await world.fastForward('30m')
  await world.restart()
  await world.fastForward('30m')
  await world.restart()
  seen.comment(number, /@bob/)
  await world.fastForward('2h')
  seen.comment(number, /@carol/)
  seen.comment(number, /@bob/)
})

it('after hours of being down a step is told once, and says that it is late', async () => {
  const { world, seen, emergency } = await raise(escalating({ repeat: { every: '1h', times: 3 } }))
  const number = await emergency()
  await world.stop()
  await world.fastForward('2h30m')
  expect(seen.said(number, /@bob/)).toEqual([])
  await world.restart()
  expect(seen.comment(number, /@bob/)).toMatch(/This reminder is 1 h(our)?s? 30 min\w* late/)
  expect(seen.said(number, /@carol/)).toEqual([])
  await world.fastForward('30m')
  expect(seen.comment(number, /@carol/)).not.toContain('This reminder is')
})

it('a rotation is asked who is on call at the moment of the step', async () => {
  const rotation = { every: '1w', starts: '2026-03-02T10:00', timezone: 'UTC', members: ['@alice', '@bob'] }
  const policies = { default: { steps: [{ notify: ['primary'] }, { after: '2h', notify: ['primary'] }] } }
  const roles = { ...ordinary.roles, primary: { rotation } }
  const config = configured({ roles, severities: { P1: {} }, escalation: { policies } })
  const { world, seen, emergency } = await raise({ config, start: '2026-03-16T09:00:00Z' })
  const number = await emergency()
  expect(seen.card(number)).toContain('@bob')
  await world.fastForward('2h')
  expect(seen.comment(number, /nobody has responded/)).toContain('@alice')
})

it('a reported incident escalates too, and only to people', async () => {
  const { world, seen, emergency, say } = await raise(escalating())
  const number = await emergency('[EMERGENCY] Trust me', 'mallory')
  await world.fastForward('1h')
  seen.comment(number, /@bob/)
  expect(seen.reactions(await say(number, '/incident ack', 'bob'))).toEqual(['confused'])
  await say(number, '/incident cancel Spam', 'bob')
  await world.fastForward('1d')
  expect(seen.said(number, /@carol/)).toEqual([])
})

it('a checklist that is due asks for what is open, once', async () => {
  const checklists = { before: { title: 'Before', on: 'declared', items: ['One', 'Two'], due: '1h' } }
  const { world, seen, emergency, github, alice, settle } = await raise({
    config: configured({ checklists, severities: { P1: { responders: ['maintainers'] } } }),
  })
  const number = await emergency()
  const list = github.state.repositories[0]?.comments.find(({ body }) => body.includes('### Before'))
  alice.tick(list?.id ?? 0, 'One')
  await settle()
  await world.fastForward('3h')
  const reminder = seen.comment(number, /is due, and 1 item is open/)
  expect(reminder).toContain('@alice')
  expect(reminder).not.toContain('One')
})
