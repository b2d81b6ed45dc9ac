import { expect, it } from 'vitest'
import { configured, described, type Scene, scenes } from './stage.ts'

const raise = scenes({ config: configured({ freeze: { lift: 'hotfix-merged' } }), sweeps: true })
const log = '/app/hook/deliveries'

/** GUIDs in the order in which they first succeeded. */
const arrived = ({ github }: Scene, since: number): string[] =>
  github.deliveries
    .slice(since)
    .flatMap(({ guid, attempts }) => attempts.filter(({ status }) => status === 'OK').map(({ id }) => ({ guid, id })))
    .sort((one, other) => one.id - other.id)
    .map(({ guid }) => guid)

const refusal = { message: 'Validation Failed', documentation_url: 'https://docs.github.com/rest' }

const redeliveries = ({ github }: Scene): number =>
  github.requests.filter(({ method, path }) => method === 'POST' && path.startsWith(log)).length

/** An emergency from the report to the merged hotfix, with a command at its end. Nobody stops the merge: no freeze is on. */
async function emergencyWithoutTheApp(scene: Scene): Promise<{ incident: number; hotfix: number; command: number }> {
  const { trudy, carol, alice, bob, github, world } = scene
  const act = async (): Promise<void> => {
    await github.settle()
    await world.clock.advance(60_000, github.settle)
  }
  const incident = trudy.openIssue({ title: '[EMERGENCY] Everything is down' }).number
  await act()
  const head = { head: 'hotfix/one', files: { 'repair.ts': 'repaired' } }
  const hotfix = carol.openPull({ ...head, title: '[EMERGENCY] Repair', body: described(incident) }).number
  await act()
  alice.review(hotfix, 'APPROVED')
  await act()
  expect(carol.merge(hotfix).merged).toBe(true)
  await act()
  const command = bob.comment(incident, '/incident commander @bob').id
  await act()
  return { incident, hotfix, command }
}

/** Everything of the emergency is on GitHub, and each thing once. */
function expectDoneOnce({ seen }: Scene, { incident, command }: { incident: number; command: number }): void {
  expect(seen.comments(incident).filter((body) => body.includes('<!-- firebreak:card:'))).toHaveLength(1)
  expect(seen.labels(incident)).toContain('incident/mitigated')
  seen.comment(incident, /Hotfix #2 is merged/)
  expect(seen.card(incident)).toMatch(/\*\*Commander\*\* \| bob/)
  expect(seen.reactions(command)).toHaveLength(1)
  expect(seen.issues(/^Post-mortem/)).toHaveLength(1)
  expect(seen.rulesets()).toEqual([])
}

it('what happened while the App was down is done at the start, once and in its order', async () => {
  const scene = await raise({ maxPageSize: 2 })
  const { github, world } = scene
  const before = github.deliveries.length
  await world.stop()
  const done = await emergencyWithoutTheApp(scene)
  const missed = github.deliveries.slice(before).filter(({ event }) => event !== 'label')
  expect(missed.length).toBeGreaterThan(5)
  const asked = redeliveries(scene)
  await world.restart()
  await world.fastForward('1m')
  expect(redeliveries(scene) - asked).toBe(missed.length)
  const guids = missed.map(({ guid }) => guid)
  expect(arrived(scene, before).filter((guid) => guids.includes(guid))).toEqual(guids)
  expectDoneOnce(scene, done)
  await world.fastForward('3h')
  await world.restart()
  expect(redeliveries(scene) - asked).toBe(missed.length)
  expectDoneOnce(scene, done)
})

it('an outage of hours changes nothing of that, and what was over before anybody heard of it begins nothing', async () => {
  const scene = await raise()
  const { github, world, trudy, seen } = scene
  await world.stop()
  const done = await emergencyWithoutTheApp(scene)
  const mistaken = trudy.openIssue({ title: '[EMERGENCY] A false alarm' }).number
  trudy.close(mistaken)
  const open = trudy.openIssue({ title: '[EMERGENCY] The search is down' }).number
  await world.clock.advance(20 * 3_600_000, github.settle)
  await world.restart()
  await world.fastForward('5m')
  expect(seen.labels(open)).toContain('incident/declared')
  expect(seen.labels(mistaken)).toEqual([])
  expect(seen.rulesets()).toHaveLength(1)
  expect(seen.labels(done.incident)).toContain('incident/mitigated')
  expect(seen.reactions(done.command)).toHaveLength(1)
  expect(seen.card(done.incident)).toMatch(/\*\*Commander\*\* \| bob/)
  expect(seen.said(done.incident, /past the freeze/i)).toEqual([])
})

it('a restart in the middle of a sweep loses nothing and does nothing twice', async () => {
  const scene = await raise()
  const { world } = scene
  await world.stop()
  const done = await emergencyWithoutTheApp(scene)
  for (let start = 0; start < 4; start++) {
    await world.restart()
    await world.fastForward('2s')
  }
  await world.fastForward('1m')
  expectDoneOnce(scene, done)
})

it('a delivery that something in front of the App refused is fetched within the hour', async () => {
  const scene = await raise()
  const { github, world, seen, emergency } = scene
  github.faults.deliveries.refuse(1, 502, { event: 'issues', action: 'opened' })
  const incident = await emergency()
  expect(seen.card(incident)).toBe('')
  await world.fastForward('1h')
  expect(seen.labels(incident)).toContain('emergency')
  expect(seen.card(incident)).not.toBe('')
})

it('what was answered with success is left alone, and so is what nobody reads', async () => {
  const scene = await raise()
  const { github, world, alice, emergency } = scene
  const asked = redeliveries(scene)
  github.faults.deliveries.drop(100, { event: 'label' })
  alice.createLabel({ name: 'new' })
  await emergency()
  await world.restart()
  await world.fastForward('2h')
  expect(github.deliveries.filter(({ attempts }) => attempts.some(({ status }) => status !== 'OK')).length).not.toBe(0)
  expect(redeliveries(scene)).toBe(asked)
})

it('an emergency that arrives only at its third redelivery is declared all the same', async () => {
  const scene = await raise()
  const { github, world, seen, emergency } = scene
  github.faults.deliveries.refuse(3, 503, { event: 'issues', action: 'opened' })
  const incident = await emergency()
  await world.fastForward('16h')
  expect(seen.card(incident)).not.toBe('')
  expect(world.log.join('')).not.toContain('GIVEN UP')
})

it('one that never arrives is given up after three, which is logged once, and holds up nothing', async () => {
  const scene = await raise()
  const { github, world, seen, emergency, pull } = scene
  github.faults.deliveries.refuse(100, 503, { event: 'issues', action: 'opened' })
  const lost = await emergency()
  const [delivery] = github.deliveries.filter(({ event, action }) => event === 'issues' && action === 'opened')
  github.faults.deliveries.drop(1, { event: 'pull_request' })
  const other = await pull('hotfix/two', { title: '[EMERGENCY] Another' })
  await world.fastForward('3d')
  await world.restart()
  await world.fastForward('2h')
  expect(delivery?.attempts.map(({ statusCode }) => statusCode)).toEqual([503, 503, 503, 503])
  expect(world.log.filter((line) => line.includes('A MISSED DELIVERY WAS GIVEN UP'))).toHaveLength(1)
  expect([seen.card(lost) === '', seen.card(other) === '']).toEqual([true, false])
})

it('a redelivery that GitHub refuses holds up nothing and is asked for again', async () => {
  const scene = await raise()
  const { github, world, seen, trudy } = scene
  await world.stop()
  const first = trudy.openIssue({ title: '[EMERGENCY] One' }).number
  const second = trudy.openIssue({ title: '[EMERGENCY] Two' }).number
  await github.settle()
  github.faults.answer({ method: 'POST', path: /\/attempts$/ }, { status: 422, body: refusal })
  await world.restart()
  await world.fastForward('1m')
  expect([seen.card(first) === '', seen.card(second) === '']).toEqual([true, false])
  await world.fastForward('1h')
  expect(seen.card(first)).not.toBe('')
})

it('an outage of the log stops nothing, and the log is read later', async () => {
  const scene = await raise()
  const { github, world, seen, trudy, emergency } = scene
  await world.stop()
  const missed = trudy.openIssue({ title: '[EMERGENCY] Unheard' }).number
  await github.settle()
  const outage = { status: 503, body: { message: 'Server Error' } }
  // The client tries a second time.
  for (let tries = 0; tries < 2; tries++) github.faults.answer({ method: 'GET', path: /\/hook\/deliveries$/ }, outage)
  await world.restart()
  expect(seen.card(await emergency('[EMERGENCY] Heard'))).not.toBe('')
  expect(seen.card(missed)).toBe('')
  expect(world.log.join('')).toContain('Missed deliveries could not be fetched')
  await world.fastForward('5m')
  expect(seen.card(missed)).not.toBe('')
})
