import { expect, it } from 'vitest'
import { answering, receiver, signingKey } from '../notify/stage.ts'
import { configured, described, ordinary, scenes } from './stage.ts'

const raise = scenes()

const severity = { responders: ['maintainers'], 'update-every': '30m', 'resolve-within': '8h' }

/** Nothing frozen, one severity with a cadence, and what a test is about on top. */
const informing = (change: Readonly<Record<string, unknown>> = {}) => ({
  config: configured({ severities: { P1: severity }, ...change }),
})

/** Two channels on one server of this machine: the chat hears of the first step, the hook of the second. */
const channelled = (address: string, change: Readonly<Record<string, unknown>> = {}) => ({
  ...informing({
    channels: { chat: { type: 'slack', secret: 'CHAT' }, hook: { type: 'webhook', secret: 'HOOK' } },
    escalation: {
      policies: {
        default: {
          steps: [
            { notify: ['maintainers'], channels: ['chat'] },
            { after: '4h', notify: ['backup'], channels: ['hook'] },
          ],
        },
      },
    },
    ...change,
  }),
  channels: { CHAT: `${address}/chat`, HOOK: `${address}/hook ${signingKey}` },
})

it('channels hear of the escalation, the acknowledgement, updates and the end, and the card shows their receipts', async () => {
  const { url, received } = await receiver()
  const { world, seen, emergency, say } = await raise(channelled(url))
  const number = await emergency()
  const heard = (path: string): readonly string[] =>
    received.filter((one) => one.url.startsWith(path)).map(({ body }) => body)
  expect(heard('/chat')).toHaveLength(1)
  expect(heard('/chat')[0]).toContain('Everything is down')
  expect(heard('/hook')).toEqual([])
  expect(seen.card(number)).toMatch(/`chat` told at 2026-03-02 09:00 UTC/)
  await world.fastForward('4h')
  expect(heard('/hook')).toHaveLength(1)
  await say(number, '/incident ack')
  await say(number, '/incident update The broken query is found and is being taken out')
  expect(heard('/chat').at(-1)).toContain('The broken query is found')
  await say(number, '/incident resolve The query is gone')
  expect(heard('/hook').at(-1)).toContain('The query is gone')
  expect([heard('/chat').length, heard('/hook').length]).toEqual([4, 4])
  expect(seen.said(number, /not told/)).toEqual([])
})

it('a page that does not arrive is said aloud, and stands on the card until one does', async () => {
  let respond = answering(404, 'no_service')
  const { url, received } = await receiver((response, request) => respond(response, request))
  const { seen, emergency, say } = await raise(channelled(url))
  const number = await emergency()
  expect(received).not.toEqual([])
  expect(seen.comment(number, /was \*\*not told\*\* by the escalation/)).toContain('`chat`')
  expect(seen.card(number)).toMatch(/`chat` \*\*not told\*\*/)
  expect(seen.card(number)).toContain('**Not told**: `chat`')
  respond = answering(200, 'ok')
  await say(number, '/incident update The broken query is found and is being taken out')
  expect(seen.card(number)).not.toMatch(/not told\*\*:/i)
  expect(seen.card(number)).toMatch(/`chat` told at/)
})

it('a channel that the operator granted nobody is no channel, and that is said', async () => {
  const { seen, emergency } = await raise({ ...channelled('http://127.0.0.1:9'), channels: {} })
  const number = await emergency()
  expect(seen.comment(number, /`chat` was \*\*not told\*\*/)).toContain('another way')
})

it('a report pages nobody until it is confirmed, then it pages whom it should have', async () => {
  const { url, received } = await receiver()
  const { world, emergency, say } = await raise(channelled(url))
  const number = await emergency('[EMERGENCY] Trust me', 'mallory')
  await world.fastForward('5h')
  expect(received).toEqual([])
  await say(number, '/incident confirm')
  expect(received.map((one) => one.url.split('?')[0]).toSorted()).toEqual(['/chat', '/hook'])
})

const kickOff = [
  '🚨 {{ incident.severity }} INCIDENT DECLARED',
  '',
  'Incident Commander: @{{ incident.commander | default: "nobody yet" }}',
  'Status: {{ incident.phase | upcase }}, hour {{ incident.hour }}/{{ incident.response-hours }}',
  'Next update: {{ incident.next-update-at }}, then every {{ incident.update-every }}.',
  '- @bob: assess the blast radius',
].join('\n')

const over = [
  '✅ {{ incident.title }} is resolved.',
  'Total duration: {{ incident.durations.resolve }}',
  '{% for hotfix in hotfixes %}Hotfix: #{{ hotfix.number }} {{ hotfix.sha }}{% endfor %}',
  '{% if post-mortem.number %}Post-mortem: #{{ post-mortem.number }}{% endif %}',
].join('\n')

it('messages are posted at their moment from their templates, each once', async () => {
  const messages = {
    'kick-off': { title: 'Kick-off', on: 'declared', template: '.github/incident/kick-off.md' },
    over: { title: 'Resolution', on: 'resolved', template: over },
    review: { title: 'Review', on: 'post-mortem', template: 'Please complete this.\n' },
  }
  const { seen, emergency, pull, say, alice, settle, world } = await raise({
    ...informing({ updates: { messages }, hotfix: { branches: ['hotfix/*'], require: ['branch', 'incident'] } }),
    files: { '.github/incident/kick-off.md': kickOff },
  })
  const number = await emergency()
  const first = seen.comment(number, /### Kick-off/)
  expect(first).toContain('🚨 P1 INCIDENT DECLARED')
  expect(first).toContain('Status: CONTAINMENT, hour 1/8')
  expect(first).toContain('Next update: 2026-03-02 09:30 UTC, then every 30 minutes.')
  expect(first).toContain('- @bob: assess')
  const hotfix = await pull('hotfix/query', { body: described(number) })
  await world.fastForward('20m')
  alice.merge(hotfix)
  await settle()
  const [postmortem] = seen.issues(/^Post-mortem/)
  expect(seen.comment(postmortem?.number ?? 0, /### Review/)).toContain('Please complete this.')
  await say(number, '/incident resolve The query is gone')
  const last = seen.comment(number, /### Resolution/)
  expect(last).toContain('Total duration: 20 min')
  expect(last).toContain(`Hotfix: #${hotfix} `)
  expect(last).toContain(`Post-mortem: #${postmortem?.number}`)
  await say(number, '/incident reopen Not yet')
  await say(number, '/incident resolve Now it is')
  expect(seen.said(number, /### (?:Kick-off|Resolution)/)).toHaveLength(2)
  expect(seen.card(number)).toContain('The message "Resolution" was posted.')
})

it('a message whose template is missing or broken is posted all the same, and says what is wrong', async () => {
  const messages = {
    lost: { title: 'Lost', on: 'declared', template: '.github/incident/lost.md' },
    broken: { title: 'Broken', on: 'declared', template: 'One\n{% if %}' },
  }
  const { seen, emergency } = await raise(informing({ updates: { messages } }))
  const number = await emergency()
  const lost = seen.comment(number, /### Lost/)
  expect(lost).toContain('`.github/incident/lost.md` was not found on the default branch')
  expect(lost).toContain('Next update: 2026-03-02 09:30 UTC')
  expect(seen.comment(number, /### Broken/)).toMatch(/`updates.messages.broken.template` has an error in line 2/)
})

it('an update is asked for at the cadence with the form to copy, and a good one sets the clock back', async () => {
  const form = 'Status: {{ incident.phase }}\n{% for task in tasks.open %}- [ ] {{ task }}\n{% endfor %}Next milestone:'
  const { world, seen, emergency, say } = await raise(
    informing({
      updates: { template: form, 'minimum-words': 8 },
      checklists: { before: { title: 'Before', on: 'declared', items: ['Call ```everybody``` @mallory'] } },
    }),
  )
  const number = await emergency()
  expect(seen.card(number)).toContain('next one due at 2026-03-02 09:30 UTC (every 30 min)')
  await world.fastForward('30m')
  const asked = seen.comment(number, /an update on this incident/)
  expect(asked).toContain('@alice – an update on this incident (P1) is due. None was given in the 30 minutes')
  expect(asked).toContain('````\n/incident update\nStatus: containment\n- [ ] Call ```everybody``` @mallory')
  expect(seen.card(number)).toContain('**due** since 2026-03-02 09:30 UTC, asked for 1 time')
  const thin = await say(number, '/incident update Still working on it.')
  expect(seen.reactions(thin)).toEqual(['confused'])
  expect(seen.comment(number, /leaves people guessing/)).toContain('at least 8 are asked for')
  const good = await say(
    number,
    '/incident update\nStatus: remediation\n- [x] Everybody was called\n\nNext milestone: the query is out at ten',
  )
  expect(seen.reactions(good)).toEqual(['+1'])
  expect(seen.card(number)).toContain('next one due at 2026-03-02 10:00 UTC')
  await world.fastForward('29m')
  expect(seen.said(number, /an update on this incident/)).toHaveLength(1)
  await world.fastForward('1m')
  expect(seen.said(number, /an update on this incident/)).toHaveLength(2)
  await say(number, '/incident resolve Over')
  await world.fastForward('1d')
  expect(seen.said(number, /an update on this incident/)).toHaveLength(2)
})

it('reminders go on at the cadence, never together with the question whether anybody is there', async () => {
  const { world, seen, emergency, say } = await raise(
    informing({ roles: { maintainers: ['@bob'], backup: ['@carol'] } }),
  )
  const number = await emergency()
  await say(number, '/incident commander @alice')
  await say(number, '/incident ack')
  await world.fastForward('3h')
  const reminders = seen.said(number, /an update on this incident/)
  const silences = seen.said(number, /no update was given/)
  expect([reminders.length, silences.length]).toEqual([3, 3])
  expect(reminders.every((body) => body.startsWith('@alice –'))).toBe(true)
  await world.fastForward('30m')
  expect(seen.said(number, /reminder 4/)[0]).toMatch(/^@alice @bob –/)
})

it('whoever must have been told by a time is told before it, and those who know are left in peace', async () => {
  const deadlines = [
    { within: '15m', to: ['maintainers', 'backup'] },
    { within: '1h', to: ['board'] },
  ]
  const { world, seen, emergency, say } = await raise(
    informing({ roles: { ...ordinary.roles, board: ['@carol'] }, updates: { deadlines } }),
  )
  const number = await emergency()
  await world.fastForward('13m')
  expect(seen.said(number, /within 15 minutes/)).toEqual([])
  await world.fastForward('1m')
  const first = seen.comment(number, /within 15 minutes/)
  expect(first).toMatch(/^@bob – by this repository's procedure/)
  await say(number, '/incident resolve It was quick')
  await world.fastForward('1h')
  expect(seen.comment(number, /within 1 hour/)).toContain('It is resolved already')
  expect(seen.card(number)).toContain('not told before: carol')
})

it('a deadline that was missed because the App was down says so', async () => {
  const deadlines = [{ within: '15m', to: ['backup'] }]
  const { world, seen, emergency } = await raise(informing({ updates: { deadlines } }))
  const number = await emergency()
  await world.stop()
  await world.fastForward('2h')
  await world.restart()
  expect(seen.comment(number, /within 15 minutes/)).toContain('This comes 1 hour 45 minutes after that time.')
})
