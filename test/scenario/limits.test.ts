import { afterEach, describe, expect, it } from 'vitest'
import type { Harness } from '../harness/firebreak.ts'
import { readGitHub } from '../harness/read.ts'
import { randomFrom } from '../process/random.ts'
import { busy, declare, elsewhere, installationOf, openTown, pictureOf, playEverywhere } from './limits-stage.ts'

let world: Harness
afterEach(() => world.close())

const everywhere = [...busy, elsewhere]

/** What was asked since a moment, without tokens: `POST /repos/acme/shop/rulesets`. */
function askedSince(from: number, status?: number): string[] {
  return world.github.requests
    .slice(from)
    .filter((request) => !request.path.endsWith('/access_tokens') && (!status || request.status === status))
    .map(({ method, path }) => `${method} ${path}`)
}

const isWrite = (call: string): boolean => !call.startsWith('GET ')
const isFreeze = (call: string): boolean => call.endsWith('/rulesets')
const frozen = (repository: string): boolean => readGitHub(world.github, repository).rulesets().length === 1

describe('an installation that GitHub told to slow down', () => {
  it('is quiet in all its repositories, and others go on', async () => {
    world = await openTown()
    const { github } = world
    github.limits.slowDown(installationOf(github, 'acme'), 300)
    for (const repository of everywhere) declare(github, repository)
    await world.settle()
    await world.fastForward('4m')
    // One call in each repository was on its way when the first answer came.
    expect(askedSince(0, 403).length).toBeLessThanOrEqual(busy.length)
    expect(busy.filter(frozen)).toEqual([])
    expect(frozen(elsewhere)).toBe(true)
  })

  it('freezes first when the time is over, and goes on with what else there is to say afterwards', async () => {
    world = await openTown()
    const { github } = world
    const unhook = github.faults.beforeRequest(({ path }) => {
      if (!path.endsWith('/labels')) return
      github.limits.slowDown(installationOf(github, 'acme'), 300)
      unhook()
    })
    declare(github, 'acme/shop')
    await world.settle()
    expect(readGitHub(github).labels(1)).toEqual([])
    for (const repository of ['acme/till', 'acme/depot']) declare(github, repository)
    await world.settle()
    const from = github.requests.length
    await world.fastForward('10m')
    expect(busy.filter(frozen)).toEqual([...busy])
    expect(readGitHub(github).labels(1)).toContain('incident/declared')
    const writes = askedSince(from).filter(isWrite)
    expect(writes.findLastIndex(isFreeze)).toBeLessThan(writes.findIndex((call) => call.endsWith('/labels')))
  })

  it('freezes first however often the freeze itself met the limit', async () => {
    world = await openTown()
    const { github } = world
    const acme = installationOf(github, 'acme')
    let met = 0
    github.faults.beforeRequest(({ method, path }) => {
      if (method === 'POST' && isFreeze(path) && path.includes('/acme/') && met++ < 12) github.limits.slowDown(acme, 8)
    })
    for (const repository of busy) declare(github, repository)
    await world.settle()
    await world.fastForward('10m')
    expect(busy.filter(frozen)).toEqual([...busy])
    const writes = askedSince(0).filter(isWrite)
    const chatter = writes.findIndex((call) => call.endsWith('/comments'))
    expect(writes.slice(0, chatter).filter(isFreeze).length).toBeGreaterThanOrEqual(met)
  })

  it('makes one call to learn that it is not over yet', async () => {
    world = await openTown()
    const { github } = world
    const acme = installationOf(github, 'acme')
    for (const repository of busy) declare(github, repository)
    await world.settle()
    for (let round = 0; round < 4; round++) {
      github.limits.slowDown(acme, 60)
      for (const repository of busy) github.as('alice').in(repository).comment(1, '/incident ack')
      await world.settle()
      const from = github.requests.length
      // GitHub extends it just before it ends.
      await world.fastForward('59s')
      github.limits.slowDown(acme, 60)
      await world.fastForward('30s')
      expect(askedSince(from, 403).length, `in round ${round}`).toBeLessThanOrEqual(1)
      await world.fastForward('10m')
    }
    for (const repository of busy) expect(readGitHub(github, repository).labels(1)).toContain('incident/acknowledged')
  })
})

describe('an hour’s calls', () => {
  it('are kept for emergencies when they run low: what can wait waits for the next hour', async () => {
    world = await openTown()
    const { github } = world
    github.limits.leave(installationOf(github, 'acme'), 503)
    declare(github, 'acme/till')
    await world.settle()
    expect(frozen('acme/till')).toBe(true)
    const till = readGitHub(github, 'acme/till')
    expect(till.card(1)).toContain('declared')
    expect(till.labels(1)).toEqual([])
    await world.fastForward('1h')
    expect(till.labels(1)).toContain('incident/declared')
    expect(askedSince(0, 403)).toEqual([])
  })

  it('that are used up are waited for in peace, and then the freeze comes first', async () => {
    world = await openTown()
    const { github } = world
    for (const account of ['acme', 'globex']) github.limits.leave(installationOf(github, account), 2)
    for (const repository of everywhere) declare(github, repository)
    await world.settle()
    // What was on its way: a freeze asks two things at once.
    expect(askedSince(0, 403).length).toBeLessThanOrEqual(2 * everywhere.length)
    const refused = askedSince(0, 403).length
    await world.fastForward('59m')
    expect(askedSince(0, 403)).toHaveLength(refused)
    await world.fastForward('2m')
    expect(everywhere.filter(frozen)).toEqual(everywhere)
  })
})

it('a call that hangs is given up, and made again', async () => {
  world = await openTown({ timeoutMs: 1500 })
  const { faults } = world.github
  for (const path of [/access_tokens$/, /permission$/, /rulesets$/, /comments$/]) faults.hang({ path })
  declare(world.github, 'acme/shop')
  await world.settle()
  await world.fastForward('5m')
  expect(frozen('acme/shop')).toBe(true)
  expect(readGitHub(world.github).card(1)).toContain('| **Freeze** | **on**')
})

/** What an incident leaves that nothing disturbs. */
const undisturbed = await (async () => {
  const calm = await openTown()
  await playEverywhere(calm, ['acme/shop'])
  const picture = pictureOf(calm.github, 'acme/shop')
  await calm.close()
  return picture
})()

/** What GitHub may answer in place of doing anything, or after it. */
function misbehave(random: () => number): void {
  const { faults, limits } = world.github
  const limited = new Set<string>()
  faults.beforeRequest(({ method, path }) => {
    const kind = `${method} ${path.replace(/\/repos\/[^/]+\/[^/]+/, '').replace(/\d+|[0-9a-f]{40}/g, 'N')}`
    // Each kind of call meets a limit once, and a fifth of all something worse.
    if (!limited.has(kind)) {
      limited.add(kind)
      faults.secondaryLimit({}, 30 + Math.floor(random() * 60))
      return
    }
    const drawn = random()
    if (drawn < 0.1) faults.answer({}, { status: 502, body: { message: 'Server Error' } })
    else if (drawn < 0.15) faults.answer({}, { status: 503, headers: { 'retry-after': '20' } })
    else if (drawn < 0.2) faults.loseReply()
    else if (drawn < 0.22) limits.slowDown(installationOf(world.github, 'acme'), 60)
  })
}

describe('a storm of limits, errors and lost replies', () => {
  // Four incidents, most of whose calls are made twice.
  const enough = { timeout: 90_000 }

  it.each([1, 2, 3])('ends as if nothing had been: seed %i', enough, async (seed) => {
    expect(undisturbed.issues[0]?.labels).toContain('incident/resolved')
    world = await openTown()
    misbehave(randomFrom(seed))
    await playEverywhere(world, everywhere)
    world.github.faults.clear()
    await world.fastForward('4h')
    for (const repository of everywhere) expect(pictureOf(world.github, repository), repository).toEqual(undisturbed)
    expect(world.github.requests.filter(({ status }) => status === 403).length).toBeGreaterThan(10)
  })
})
