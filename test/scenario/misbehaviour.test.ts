import { describe, expect, it } from 'vitest'
import { Harness } from '../harness/firebreak.ts'
import { type Scene, sceneOf, scenes, shop } from './stage.ts'
import { pictureOf, playIncident, wholeConfig } from './whole-incident.ts'

const raise = scenes({ config: wholeConfig })

/** The run that nothing disturbs: what it leaves, the calls it makes, and how many deliveries each act causes. */
const undisturbed = await (async () => {
  const world = await Harness.start({ config: wholeConfig })
  const scene = sceneOf(world)
  const deliveries: number[] = []
  const from = world.github.requests.length
  await playIncident(scene, async (act, index) => {
    const before = world.github.deliveries.length
    act()
    deliveries[index] = world.github.deliveries.length - before
  })
  const calls = world.github.requests.slice(from).map(({ method, path }) => ({ method, path }))
  const picture = pictureOf(scene)
  await world.close()
  return { picture, calls, deliveries }
})()

const creating = undisturbed.calls.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/access_tokens'))

it('the undisturbed run is a whole incident', () => {
  const [, incident, hotfix, postmortem] = undisturbed.picture.issues
  expect(incident?.labels).toContain('incident/closed')
  expect(hotfix?.state).toBe('closed')
  expect(postmortem?.title).toContain('Post-mortem')
  expect(undisturbed.picture.rulesets).toEqual([])
  expect(creating.length).toBeGreaterThan(30)
})

describe('deliveries', () => {
  it('that arrive twice change nothing', async () => {
    const scene = await raise()
    scene.github.faults.deliveries.duplicate(10_000)
    await playIncident(scene)
    expect(pictureOf(scene)).toEqual(undisturbed.picture)
  })

  it('that arrive newest first change nothing', async () => {
    const scene = await raise()
    await playIncident(scene, async (act, index) => {
      scene.github.faults.deliveries.reorder(undisturbed.deliveries[index] ?? 0)
      act()
    })
    expect(pictureOf(scene)).toEqual(undisturbed.picture)
  })

  it('that arrive late change nothing', async () => {
    const scene = await raise()
    await playIncident(scene, async (act, index) => {
      scene.github.faults.deliveries.hold(undisturbed.deliveries[index] ?? 0)
      act()
      await scene.world.fastForward('3m')
      scene.github.faults.deliveries.release()
    })
    expect(pictureOf(scene)).toEqual(undisturbed.picture)
  })
})

/** Loses the reply of the call at a place of the list of creating calls. */
function loseReplyAt({ github }: Scene, place: number): void {
  const planned = creating[place]
  if (!planned) return
  const path = new RegExp(`^${planned.path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`)
  let begun = 0
  if (place === 0) github.faults.loseReply({ method: planned.method, path })
  // A plan is looked up before a call's hook is run: the one before sets it up.
  github.faults.beforeRequest(({ method, path: called }) => {
    if (method === 'GET' || called.endsWith('/access_tokens')) return
    begun += 1
    if (begun === place) github.faults.loseReply({ method: planned.method, path })
  })
}

it.each(creating.map(({ method, path }, place) => ({ place, method, path })))(
  'a reply that is lost is no second try: $place, $method $path',
  async ({ place }) => {
    const scene = await raise()
    loseReplyAt(scene, place)
    await playIncident(scene)
    expect(scene.github.requests.filter(({ replyLost }) => replyLost)).toHaveLength(1)
    expect(pictureOf(scene)).toEqual(undisturbed.picture)
  },
)

const stride = 10

it.each(Array.from({ length: stride }, (_, offset) => offset))(
  'every call that fails once with a 502 is made again (calls %i, and each tenth after it)',
  async (offset) => {
    const scene = await raise()
    const { github } = scene
    let calls = 0
    let failed = 0
    let isRetry = false
    github.faults.beforeRequest(() => {
      calls += 1
      if (isRetry) isRetry = false
      else if (calls % stride === offset) {
        isRetry = true
        failed += 1
        github.faults.answer({}, { status: 502, body: { message: 'Server Error' } })
      }
    })
    await playIncident(scene)
    expect(failed).toBeGreaterThan(6)
    expect(pictureOf(scene)).toEqual(undisturbed.picture)
  },
)

it('secondary limits are waited for, and nothing is lost or done twice', async () => {
  const scene = await raise()
  const { faults, requests } = scene.github
  for (const path of [/\/rulesets$/, /\/comments$/, /\/check-runs$/, /\/labels$/, /\/issues$/])
    faults.secondaryLimit({ method: 'POST', path }, 90)
  faults.tooManyRequests({ method: 'GET', path: /permission$/ }, 120)
  await playIncident(scene)
  expect(requests.filter(({ status }) => status === 403 || status === 429)).toHaveLength(6)
  expect(pictureOf(scene)).toEqual(undisturbed.picture)
})

it('pages of two hide nothing', async () => {
  const scene = await raise({ maxPageSize: 2 })
  await playIncident(scene)
  expect(pictureOf(scene)).toEqual(undisturbed.picture)
})

it('a restart between any two steps changes nothing', async () => {
  const scene = await raise()
  await playIncident(scene, async (act) => {
    await scene.world.restart()
    act()
    await scene.github.settle()
    await scene.world.restart()
  })
  expect(pictureOf(scene)).toEqual(undisturbed.picture)
})

it('a flood of what does not matter costs no call and no row', async () => {
  const scene = await raise()
  const { alice, carol, mallory, github, world, emergency, say, settle } = scene
  await say(await emergency(), '/incident cancel No')
  const rows = world.rows()
  const requests = github.requests.length
  const before = github.deliveries.length
  for (let round = 0; github.deliveries.length - before < 300; round++) {
    const { number } = mallory.openIssue({ title: `Question ${round}` })
    mallory.comment(number, 'Emergency? incident? No.')
    alice.createLabel({ name: `label-${round}`, color: '000000', description: 'x' })
    alice.label(number, `label-${round}`)
    const pull = carol.openPull({ title: `Change ${round}`, head: `branch-${round}`, files: { [`${round}.ts`]: 'x' } })
    alice.review(pull.number, 'APPROVED')
    carol.reportCheck({ name: 'ci', ref: `branch-${round}`, conclusion: 'success' })
    carol.merge(pull.number)
    mallory.close(number)
  }
  await settle()
  expect(github.requests.slice(requests)).toEqual([])
  expect(world.rows()).toBe(rows)
  expect(github.repository(shop).issues.length).toBeGreaterThan(40)
})
