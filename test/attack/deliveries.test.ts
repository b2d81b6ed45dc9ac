import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { webhookSecret } from '../harness/firebreak.ts'
import { configured, type Scene, scenes, shop } from '../scenario/stage.ts'
import { pictureOf, playIncident, wholeConfig } from '../scenario/whole-incident.ts'
import { post } from './post.ts'

const raise = scenes({ config: wholeConfig })

/** Sends everything again that GitHub ever sent, as it was. */
async function replay({ github, world, settle }: Scene, as: (guid: string) => string): Promise<void> {
  for (const { guid, event, payload } of [...github.deliveries])
    expect(await post(world.webhookUrl, { event, body: JSON.stringify(payload), guid: as(guid) })).toBe(200)
  await settle()
}

const writes = ({ github }: Scene) =>
  github.requests.filter(
    ({ method, path }) => method !== 'GET' && path !== '/graphql' && !path.endsWith('/access_tokens'),
  )

describe('a delivery that is not GitHub’s', () => {
  it('freezes nothing and leaves no trace, whatever it says and whoever it claims to be from', async () => {
    const { github, world, settle } = await raise()
    github.faults.deliveries.hold(1, { event: 'issues' })
    github.as('alice').in(shop).openIssue({ title: '[EMERGENCY] Everything is down' })
    const held = github.deliveries.find(({ event }) => event === 'issues')
    const body = JSON.stringify(held?.payload)
    const calls = github.requests.length
    const rows = world.rows()
    for (const secret of ['development', 'a guess', `${webhookSecret} `])
      expect(await post(world.webhookUrl, { event: 'issues', body, secret })).toBe(400)
    for (const headers of [
      { 'x-hub-signature-256': '' },
      { 'x-hub-signature-256': 'sha1=abc' },
      { 'x-github-event': '' },
    ])
      expect(await post(world.webhookUrl, { event: 'issues', body, headers })).toBe(400)
    await settle()
    expect(github.requests.length).toBe(calls)
    expect(world.rows()).toBe(rows)
    expect(world.log).toHaveLength(1)
    expect(world.log[0]).not.toContain('EMERGENCY')
  })

  it('is not made genuine by a signature of other bytes that mean the same', async () => {
    const { world } = await raise()
    const body = '{"action":"opened"}'
    const headers = {
      'x-hub-signature-256': `sha256=${createHmac('sha256', webhookSecret).update(`${body} `).digest('hex')}`,
    }
    expect(await post(world.webhookUrl, { event: 'issues', body, headers })).toBe(400)
  })
})

describe('a delivery of GitHub’s that somebody kept, and sends again when the incident is over', () => {
  it.each([
    ['under the same GUID', (guid: string) => guid],
    ['under a new GUID, which GitHub does not sign', (guid: string) => `again-${guid}`],
  ])('changes nothing: %s', async (_, as) => {
    const scene = await raise()
    await playIncident(scene)
    const before = pictureOf(scene)
    const written = writes(scene).length
    await replay(scene, as)
    await scene.world.fastForward('1h')
    expect(pictureOf(scene)).toEqual(before)
    expect(
      writes(scene)
        .slice(written)
        .map(({ method, path }) => `${method} ${path}`),
    ).toEqual([])
  })

  it('changes nothing as an event of another sort, whose name GitHub does not sign either', {
    timeout: 60_000,
  }, async () => {
    const scene = await raise()
    await playIncident(scene)
    const before = pictureOf(scene)
    const bodies = scene.github.deliveries.map(({ event, payload }) => ({ event, body: JSON.stringify(payload) }))
    const names = [...new Set(bodies.map(({ event }) => event))]
    for (const { event, body } of bodies)
      for (const name of names.filter((other) => other !== event))
        expect(await post(scene.world.webhookUrl, { event: name, body })).toBe(200)
    await scene.settle()
    expect(pictureOf(scene)).toEqual(before)
  })

  it('freezes and thaws nothing in the incident that goes on', async () => {
    const scene = await raise()
    const incident = await scene.emergency()
    await scene.say(incident, '/incident thaw', 'alice')
    expect(scene.seen.rulesets()).toEqual([])
    await scene.say(incident, '/incident freeze', 'alice')
    expect(scene.seen.rulesets()).toHaveLength(1)
    const before = pictureOf(scene)
    await replay(scene, (guid) => `again-${guid}`)
    expect(scene.seen.rulesets()).toHaveLength(1)
    expect(pictureOf(scene)).toEqual(before)
  })
})

it('what was switched off and on again is not let go of when the first is told again', async () => {
  const scene = await raise()
  const incident = await scene.emergency()
  const other = await scene.pull('other')
  const [ruleset] = scene.github.repository(shop).rulesets
  if (!ruleset) throw new Error('there is no ruleset')
  scene.alice.disableRuleset(ruleset.id)
  await scene.settle()
  scene.alice.editRuleset(ruleset.id, { enforcement: 'active' })
  await scene.settle()
  expect(scene.seen.card(incident), 'it is heard of at once').toContain('**on**')
  const [off] = scene.github.deliveries.filter(({ event }) => event === 'repository_ruleset').slice(-2)
  const body = JSON.stringify(off?.payload)
  expect(body).toContain('"enforcement":"disabled"')
  expect(await post(scene.world.webhookUrl, { event: 'repository_ruleset', body, guid: 'again' })).toBe(200)
  await scene.settle()
  expect(scene.mayMerge(other)).toBe(false)
  expect(scene.seen.card(incident)).toContain('**on**')
})

it('a label that was taken off since changes no severity when it is told again', async () => {
  const scene = await raise({
    config: configured({ severities: { P1: { freeze: 'hotfix-only' }, P2: {} }, 'default-severity': 'P1' }),
  })
  const incident = await scene.emergency()
  scene.alice.label(incident, 'severity/P2')
  await scene.settle()
  expect(scene.seen.card(incident)).toContain('Incident P2')
  await scene.say(incident, '/incident severity P1', 'alice')
  await scene.world.fastForward('10m')
  const before = pictureOf(scene)
  await replay(scene, (guid) => `again-${guid}`)
  expect(pictureOf(scene)).toEqual(before)
  expect(scene.seen.card(incident)).toContain('Incident P1')
})

describe('a delivery of a sort that nobody has heard of', () => {
  it.each(['star', 'ping', 'sponsorship', 'something_new', 'constructor', '__proto__', 'toString'])(
    '%s is answered with success and leaves no trace',
    async (event) => {
      const { github, world, settle } = await raise()
      const rows = world.rows()
      const calls = github.requests.length
      expect(await post(world.webhookUrl, { event, body: '{"action":"created"}' })).toBe(200)
      await settle()
      expect([world.rows(), github.requests.length]).toEqual([rows, calls])
    },
  )
})
