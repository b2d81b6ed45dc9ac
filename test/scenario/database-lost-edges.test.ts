import { createHmac, randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { webhookSecret } from '../harness/firebreak.ts'
import { cards, isAboutTheLoss, loseDatabase, raise, raiseBreaking, revive } from './database-lost-stage.ts'
import { configured, type Scene } from './stage.ts'

type Delivery = Scene['github']['deliveries'][number]

/** Sends what was delivered before as another delivery, as if the App had never seen it. */
async function deliverAnew({ world }: Scene, delivery: Delivery | undefined): Promise<void> {
  const body = JSON.stringify(delivery?.payload)
  const signature = createHmac('sha256', webhookSecret).update(body).digest('hex')
  const response = await fetch(world.webhookUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-github-delivery': randomUUID(),
      'x-github-event': delivery?.event ?? '',
      'x-hub-signature-256': `sha256=${signature}`,
    },
    body,
  })
  expect(response.status).toBeLessThan(300)
}

describe('before a repository was looked at', () => {
  it('a delivery has it looked at first, so that there is one incident and one card', async () => {
    const scene = await raise()
    const number = await scene.emergency()
    await scene.world.loseDatabase()
    scene.github.faults.answer({ path: /^\/app\/installations$/, times: 3 }, { status: 502 })
    await scene.world.restart()
    expect(scene.seen.comments(number).some(isAboutTheLoss)).toBe(false)
    scene.trudy.editIssue(number, { title: '[EMERGENCY] Everything is down, really' })
    await scene.settle()
    await scene.say(number, '/incident ack')
    expect(cards(scene)).toHaveLength(1)
    expect(scene.seen.card(number)).toContain('acknowledged')
    expect(scene.seen.comments(number).filter(isAboutTheLoss)).toHaveLength(1)
    await scene.world.fastForward('5m')
    expect(cards(scene)).toHaveLength(1)
    expect(scene.seen.rulesets()).toHaveLength(1)
  })

  it('a delivery that looks irrelevant is kept too', async () => {
    const scene = await raise()
    const number = await scene.emergency()
    await scene.world.loseDatabase()
    scene.github.faults.answer({ path: /^\/app\/installations$/, times: 3 }, { status: 502 })
    await scene.world.restart()
    const other = await scene.pull('other')
    expect(scene.seen.check(other, `firebreak/freeze-${number}`)?.conclusion).toBe('failure')
  })

  it('GitHub that cannot be asked keeps its deliveries waiting, and nothing begins twice', async () => {
    const scene = await raise()
    const number = await scene.emergency()
    await scene.world.loseDatabase()
    scene.github.faults.answer({ path: /\/issues\/comments$/, times: 4 }, { status: 502 })
    await scene.world.restart()
    await scene.say(number, '/incident ack')
    await scene.world.fastForward('10m')
    expect(cards(scene)).toHaveLength(1)
    expect(scene.seen.card(number)).toContain('acknowledged')
  })
})

describe('a command', () => {
  it('that was given while nothing ran is carried out once, also when it is delivered again', async () => {
    const scene = await raise({ sweeps: true })
    const number = await scene.emergency()
    await scene.world.loseDatabase()
    scene.alice.comment(number, '/incident update We are looking into it')
    await scene.settle()
    await revive(scene)
    await scene.world.fastForward('2h')
    const { deliveries } = scene.github
    expect(deliveries.length).toBeGreaterThan(0)
    const updates = scene.seen
      .card(number)
      .split('\n')
      .filter((line) => line.includes('We are looking into it'))
    expect(updates).toHaveLength(1)
  })

  it('that was answered before the loss is not carried out again when its delivery comes once more', async () => {
    const scene = await raise()
    const number = await scene.emergency()
    await scene.say(number, '/incident thaw')
    await scene.say(number, '/incident freeze')
    expect(scene.seen.rulesets()).toHaveLength(1)
    const again = scene.github.deliveries.find(({ payload }) => JSON.stringify(payload).includes('/incident thaw'))
    await loseDatabase(scene)
    await deliverAnew(scene, again)
    await scene.settle()
    expect(scene.seen.rulesets()).toHaveLength(1)
  })
})

describe('what somebody did to the card', () => {
  it.each([
    ['cut off', (body: string) => body.replace(/(sealed:1:.{100}).*? -->/u, '$1 -->')],
    ['changed', (body: string) => body.replace(/(sealed:1:.{50})./u, (_all, before) => `${before}${body.length % 2}`)],
  ])('that is %s is not believed: the incident begins anew, and the freeze is still lifted', async (_how, change) => {
    const scene = await raise()
    const number = await scene.emergency()
    await scene.say(number, '/incident ack')
    for (const card of cards(scene)) card.body = change(card.body)
    await loseDatabase(scene)
    expect(scene.world.log.join('\n')).toContain('does not open')
    expect(scene.seen.card(number)).not.toContain('acknowledged the incident')
    await scene.say(number, '/incident thaw')
    expect(scene.seen.rulesets()).toEqual([])
  })

  it('that is an older one put back is believed, and the label that says more is named, and goes with the next status', async () => {
    const scene = await raise()
    const number = await scene.emergency()
    await scene.say(number, '/incident update We are looking into it')
    const older = cards(scene)[0]?.body ?? ''
    await scene.say(number, '/incident ack')
    expect(scene.seen.labels(number)).toContain('incident/acknowledged')
    for (const card of cards(scene)) card.body = older
    await loseDatabase(scene)
    const [said] = scene.seen.comments(number).filter(isAboutTheLoss)
    expect(said).toContain('The label `incident/acknowledged` says more than the card')
    await scene.say(number, '/incident resolve')
    const ours = scene.seen.labels(number).filter((name) => name.startsWith('incident/'))
    expect(ours).toEqual(['incident/resolved'])
  })

  it('a seal of another incident, or in a comment of somebody else, is not taken for this one', async () => {
    const scene = await raise()
    const first = await scene.emergency()
    await scene.say(first, '/incident ack')
    const second = await scene.emergency('[EMERGENCY] Another thing')
    const [one, two] = cards(scene)
    const seal = /<!-- firebreak:sealed:1:\S+ -->/u.exec(one?.body ?? '')?.[0] ?? ''
    scene.mallory.comment(second, `Look:\n${seal}`)
    if (two) two.body = two.body.replace(/<!-- firebreak:sealed:1:\S+ -->/u, seal)
    await loseDatabase(scene)
    expect(scene.seen.card(second)).not.toContain('acknowledged the incident')
    expect(scene.seen.card(first)).toContain('acknowledged the incident')
  })
})

describe('a confidential incident', () => {
  const config = configured({ kinds: { security: { keywords: ['vulnerability'], confidential: true } } })
  const cause = 'quuxinjection'

  it('stays confidential, and what was written about it is there when it is disclosed', async () => {
    const scene = await raise({ config })
    const number = await scene.emergency(`[EMERGENCY] A vulnerability`)
    await scene.say(number, `/incident update It is a ${cause}`)
    await loseDatabase(scene)
    await scene.say(number, '/incident ack')
    const shown = () => scene.seen.comments(number).join('\n')
    expect(shown()).not.toContain(cause)
    expect(scene.seen.rulesets()).toHaveLength(1)
    await scene.say(number, '/incident resolve')
    expect(scene.seen.rulesets()).toEqual([])
    await scene.say(number, '/incident disclose')
    expect(scene.seen.card(number)).toContain(cause)
  })
})

it('an incident that is over is not touched, and a command still reopens it', async () => {
  const scene = await raise()
  const number = await scene.emergency()
  await scene.say(number, '/incident cancel A false alarm')
  const before = scene.seen.comments(number)
  await loseDatabase(scene)
  expect(scene.seen.comments(number)).toEqual(before)
  await scene.say(number, '/incident reopen It is back')
  expect(scene.seen.card(number)).toContain('reopened the incident')
  expect(cards(scene)).toHaveLength(1)
})

it('an issue about the configuration from before the loss is found again when there is something to say once more', async () => {
  const scene = await raiseBreaking()
  const { alice, seen, settle, world } = scene
  const push = (text: string) => alice.pushTo('main', { '.github/incident.yml': text })
  const actions = () => seen.issues(/^Action required: fix/)
  push('version: 9\n')
  await settle()
  await world.loseDatabase()
  // Nobody hears that it was mended, and nobody is asked.
  push(configured())
  await revive(scene)
  push('version: 8\n')
  await settle()
  expect(actions().map(({ state }) => state)).toEqual(['open'])
  push(configured())
  await settle()
  expect(actions().map(({ state }) => state)).toEqual(['closed'])
})

it('a repository without any incident costs two calls beside the reading of its configuration, once', async () => {
  const scene = await raise()
  await scene.world.loseDatabase()
  const before = scene.github.requests.length
  await revive(scene)
  const asked = scene.github.requests
    .slice(before)
    .map(({ method, path }) => `${method} ${path}`)
    .filter((call) => call.startsWith('GET /repos/'))
  expect(asked).toEqual([
    'GET /repos/acme/shop/contents/.github/incident.yml',
    'GET /repos/acme/shop/issues/comments',
    'GET /repos/acme/shop/rulesets',
  ])
  await scene.world.restart()
  expect(scene.github.requests.slice(before).filter(({ path }) => path === '/app/installations')).toHaveLength(1)
})
