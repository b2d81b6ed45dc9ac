import { afterEach, describe, expect, it } from 'vitest'
import { Harness } from '../harness/firebreak.ts'
import { readGitHub } from '../harness/read.ts'

/** The least that a team has to say: one person who may let a hotfix pass; and none of the checklists. */
const config = `version: 1
roles: { maintainers: ["@alice"] }
severities:
  sev1:
    name: Outage
    freeze: hotfix-only
    responders: [maintainers]
    approvals: { required: 1, from: [maintainers] }
freeze: { lift: hotfix-merged }
hotfix: { require: [approvals] }
post-mortem: { open: resolved }
checklists: {}
`

const shop = 'acme/shop'

let world: Harness
afterEach(() => world.close())

/** What was asked of GitHub since the last call, by phase; tokens are minted once an hour whatever happens. */
class Calls {
  readonly #phases: { readonly name: string; readonly calls: readonly string[] }[] = []
  #free = 0
  #seen = world.github.requests.length

  async end(phase: string): Promise<readonly string[]> {
    await world.settle()
    const asked = world.github.requests.slice(this.#seen).filter(({ path }) => !path.endsWith('/access_tokens'))
    this.#free += asked.filter(({ status }) => status === 304).length
    const calls = asked.map(({ method, path, query }) =>
      `${method} ${path.replace('/repos/acme/shop', '')} ${new URLSearchParams(query)}`.trim(),
    )
    this.#seen = world.github.requests.length
    this.#phases.push({ name: phase, calls })
    return calls
  }

  get total(): number {
    return this.#phases.reduce((sum, { calls }) => sum + calls.length, 0)
  }

  /** Reads to which GitHub said that nothing changed since the last one: they count against no budget. */
  get free(): number {
    return this.#free
  }

  /** For people: every call, phase by phase. */
  toString(): string {
    return this.#phases.map(({ name, calls }) => `${name}: ${calls.length}\n  ${calls.join('\n  ')}`).join('\n')
  }
}

/** One emergency with one hotfix, from the report to the last word. */
async function playIncident(round: number, acknowledges: boolean): Promise<Calls> {
  const [alice, carol] = ['alice', 'carol'].map((login) => world.github.as(login).in(shop))
  if (!alice || !carol) throw new Error('nobody is there')
  const seen = readGitHub(world.github)
  const calls = new Calls()
  const { number } = carol.openIssue({ title: `[EMERGENCY] Everything is down, round ${round}` })
  await calls.end('declared and frozen')
  if (acknowledges) {
    alice.comment(number, '/incident ack')
    await calls.end('acknowledged')
  }
  const hotfix = carol.openPull({
    title: '[EMERGENCY] Repair',
    body: `Incident: #${number}`,
    head: `hotfix/repair-${round}`,
    files: { 'b.ts': `round ${round}` },
  }).number
  await calls.end('hotfix opened')
  alice.review(hotfix, 'APPROVED')
  await calls.end('hotfix approved')
  expect(carol.merge(hotfix).merged, `the hotfix is merged\n${calls}`).toBe(true)
  await calls.end('hotfix merged, thawed')
  alice.comment(number, '/incident resolve It was the cache')
  await calls.end('resolved, post-mortem opened')
  const postmortem = seen.issues(/^Post-mortem/).find(({ state }) => state === 'open')
  alice.close(postmortem?.number ?? 0)
  await calls.end('post-mortem closed')
  expect(seen.labels(number)).toContain('incident/closed')
  expect(seen.rulesets()).toEqual([])
  return calls
}

const creations = (calls: readonly string[]) =>
  calls.filter((call) => /^(POST|PUT) .*\/?(rulesets|check-runs|statuses|protection)/.test(call))

describe('the calls of an incident', () => {
  it.each([
    { how: 'without a word', acknowledges: false, most: [44, 35], free: [1, 4] },
    { how: 'with an acknowledgement', acknowledges: true, most: [50, 40], free: [2, 5] },
  ])('are few for the first of a repository and fewer for the next, $how', async ({ acknowledges, most, free }) => {
    world = await Harness.start({ config })
    for (const [round, limit] of most.entries()) {
      const calls = await playIncident(round, acknowledges)
      expect(calls.total, String(calls)).toBeLessThanOrEqual(limit)
      expect(calls.free, String(calls)).toBeGreaterThanOrEqual(free[round] ?? 0)
    }
  })

  it('that repeat a read are not counted by GitHub, and see what changed all the same', async () => {
    world = await Harness.start({ config })
    const { github } = world
    const alice = github.as('alice').in(shop)
    const { number } = alice.openIssue({ title: '[EMERGENCY] Everything is down' })
    await world.settle()
    const used = (): number => Number(github.requests.at(-1)?.responseHeaders['x-ratelimit-used'])
    const ask = async (words: string) => {
      const from = github.requests.length
      github.as('trudy').in(shop).comment(number, words)
      await world.settle()
      const asked = github.requests.slice(from).find(({ path }) => path.endsWith('/trudy/permission'))
      return { status: asked?.status, etag: asked?.responseHeaders.etag }
    }
    const first = await ask('/incident status')
    expect(first.status).toBe(200)
    const before = used()
    const from = github.requests.length
    expect(await ask('/incident status')).toEqual({ status: 304, etag: first.etag })
    // All calls but that one.
    expect(used() - before).toBe(github.requests.length - from - 1)
    github.repository(shop).collaborators.trudy = 'read'
    expect((await ask('/incident status')).status).toBe(200)
  })

  it.each([0, 40])('to freeze are one that creates, with %i pull requests open', async (open) => {
    world = await Harness.start({ config })
    const carol = world.github.as('carol').in(shop)
    for (let pull = 1; pull <= open; pull++)
      carol.openPull({ title: `Change ${pull}`, head: `change-${pull}`, files: { [`${pull}.ts`]: 'x' } })
    await world.settle()
    const calls = new Calls()
    carol.openIssue({ title: '[EMERGENCY] Everything is down' })
    const asked = await calls.end('declared and frozen')
    expect(creations(asked), String(calls)).toEqual(['POST /rulesets'])
  })
})
