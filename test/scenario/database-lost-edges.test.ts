import { createHmac, randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { webhookSecret } from '../harness/firebreak.ts'
import { configured, ordinary, type Scene, scenes, shop } from './stage.ts'

type Delivery = Scene['github']['deliveries'][number]

const raise = scenes({ config: configured(), rebuilds: true })
const raiseBreaking = scenes({ config: configured(), rebuilds: true }, { breaksConfiguration: true })
const isAboutTheLoss = (comment: string): boolean => comment.includes('Firebreak lost its database')
const cards = ({ github }: Scene) =>
  github.repository(shop).comments.filter(({ body }) => body.includes('<!-- firebreak:card:'))

async function revive({ world }: Scene): Promise<void> {
  await world.restart()
  await world.fastForward('5s')
}

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

async function loseDatabase(scene: Scene): Promise<void> {
  await scene.world.loseDatabase()
  await revive(scene)
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

describe('a freeze whose card is gone', () => {
  it('goes on under an incident that is declared anew, where its emergency is still open', async () => {
    const scene = await raise()
    const number = await scene.emergency()
    const repository = scene.github.repository(shop)
    repository.comments.splice(0)
    await loseDatabase(scene)
    expect(scene.seen.rulesets()).toHaveLength(1)
    expect(cards(scene)).toHaveLength(1)
    await scene.say(number, '/incident thaw')
    expect(scene.seen.rulesets()).toEqual([])
  })

  it('is said aloud with the commands that lift it, where its issue is closed', async () => {
    const scene = await raise()
    const number = await scene.emergency()
    const repository = scene.github.repository(shop)
    repository.comments.splice(0)
    await scene.world.stop()
    scene.alice.close(number)
    await loseDatabase(scene)
    const [issue, ...more] = scene.seen.issues(/a freeze stands/)
    expect(issue?.body).toMatch(/gh api -X DELETE repos\/acme\/shop\/rulesets\/\d+/)
    expect(issue?.body).toContain('firebreak thaw --all acme/shop')
    await loseDatabase(scene)
    expect(more).toEqual([])
    expect(scene.seen.issues(/a freeze stands/)).toHaveLength(1)
  })

  it('says that its record is lost, and counts from when GitHub shows that it was made', async () => {
    const scene = await raise()
    const number = await scene.emergency()
    await scene.world.fastForward('3h')
    scene.github.repository(shop).comments.splice(0)
    await loseDatabase(scene)
    const said = scene.seen.comments(number).filter((comment) => comment.includes('begins anew'))
    expect(said).toHaveLength(2)
    expect(said[0], 'the timeline').toContain('and so was the card: the incident begins anew.')
    expect(said[1]).toMatch(/lost its database[\s\S]*Its clocks count from [\s\S]*called again/)
    await scene.world.fastForward('59m')
    expect(scene.seen.comments(number).join()).not.toContain('@bob')
    await scene.world.fastForward('1m')
    expect(scene.seen.comments(number).join()).toContain('@bob')
    await scene.say(number, '/incident thaw')
    expect(scene.seen.comment(number, /The freeze is lifted/)).toContain('The freeze lasted 4 hours')
  })

  it('asks a server whose list does not tell when the ruleset was made for that one', async () => {
    const scene = await raise()
    const number = await scene.emergency()
    await scene.world.fastForward('3h')
    const [ruleset] = scene.github.repository(shop).rulesets
    scene.github.repository(shop).comments.splice(0)
    const body = [
      { id: ruleset?.id, name: ruleset?.name, source: shop, source_type: 'Repository', enforcement: 'active' },
    ]
    scene.github.faults.answer({ method: 'GET', path: /\/rulesets$/, times: 1 }, { status: 200, body })
    await loseDatabase(scene)
    await scene.say(number, '/incident thaw')
    expect(scene.seen.comment(number, /The freeze is lifted/)).toContain('The freeze lasted 3 hours')
  })

  it.each(['hotfix-only', 'locked'])('goes on the same way on classic protection: %s', async (mode) => {
    const severities = { P1: { ...ordinary.severities.P1, freeze: mode } }
    const scene = await raise({ config: configured({ severities, freeze: { mechanism: 'branch-protection' } }) })
    const number = await scene.emergency()
    scene.github.repository(shop).comments.splice(0)
    await loseDatabase(scene)
    expect(cards(scene)).toHaveLength(1)
    expect(scene.seen.card(number)).toMatch(/Freeze.*\bon\b/)
    await scene.say(number, '/incident thaw')
    const [rule] = scene.github.repository(shop).classicRules
    expect(rule?.requiredStatusChecks?.checks ?? []).toEqual([])
    const said = scene.seen.comment(number, /The freeze is lifted/)
    expect(said).toContain('it is not known what stood before')
    expect(said).toContain('force pushes are forbidden')
    expect(said?.includes('it is locked')).toBe(mode === 'locked')
    expect(said).not.toContain('as before')
  })

  it('is said aloud on classic protection too, where its issue is closed', async () => {
    const scene = await raise({ config: configured({ freeze: { mechanism: 'branch-protection' } }) })
    const number = await scene.emergency()
    scene.github.repository(shop).comments.splice(0)
    await scene.world.stop()
    scene.alice.close(number)
    await loseDatabase(scene)
    const [issue] = scene.seen.issues(/a freeze stands/)
    expect(issue?.body).toContain(`- of incident \`${number}\`, on classic branch protection`)
  })

  it('is given back exactly when the loss came between the change of classic protection and the card', async () => {
    const severities = { P1: { ...ordinary.severities.P1, freeze: 'locked' } }
    const scene = await raise({ config: configured({ severities, freeze: { mechanism: 'branch-protection' } }) })
    const rules = () =>
      scene.github
        .repository(shop)
        .classicRules.map(({ id: _id, createdAt: _created, updatedAt: _updated, ...settings }) => settings)
    scene.alice.setProtection('main', {
      ...{
        required_status_checks: null,
        enforce_admins: true,
        required_pull_request_reviews: null,
        restrictions: null,
      },
      required_linear_history: true,
    })
    const before = structuredClone(rules())
    let stopping: Promise<void> | undefined
    scene.github.faults.afterRequest(({ method, path }) => {
      if (method === 'PUT' && path.endsWith('/protection')) stopping ??= scene.world.loseDatabase()
    })
    const number = await scene.emergency()
    await stopping
    scene.github.faults.clear()
    expect(cards(scene)).toEqual([])
    expect(rules()).not.toEqual(before)
    await revive(scene)
    expect(cards(scene)).toHaveLength(1)
    await scene.say(number, '/incident thaw')
    expect(rules()).toEqual(before)
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
