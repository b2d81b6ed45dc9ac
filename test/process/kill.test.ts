import { beforeAll, describe, expect, it, vi } from 'vitest'
import { playIncident } from './incident-script.ts'
import { isAtRest, outcomeOf } from './outcome.ts'
import { Reaper, type ReaperOptions } from './reaper.ts'
import { ProcessWorld, shop } from './world.ts'

type Outcome = ReturnType<typeof outcomeOf>
interface Run {
  readonly outcome: Outcome
  readonly calls: number
  readonly kills: number
}

/** One whole incident with the server dying as told. */
async function incident(options: ReaperOptions): Promise<Run> {
  const world = await ProcessWorld.open()
  try {
    const reaper = new Reaper(world, options)
    await reaper.alive()
    await world.github.settle()
    await playIncident(world, { ready: () => reaper.alive() })
    await vi.waitFor(() => expect(isAtRest(world)).toBe(true), { timeout: 60_000 })
    expect(await reaper.stop()).toBe(0)
    expect(world.github.unknownRequests).toEqual([])
    return { outcome: outcomeOf(world.github, shop), calls: reaper.calls, kills: reaper.kills }
  } finally {
    await world.close()
  }
}

/**
 * A few lives of many deaths, because a start takes longer than an incident. `FIREBREAK_KILL=every` kills once at each
 * single call instead: some 120 incidents, which take twenty minutes and more (see docs/performance.md).
 */
const isFull = process.env.FIREBREAK_KILL === 'every'
const stride = 19
const offsets = [6, 13]

describe('a server that is killed at any moment', { timeout: isFull ? 3_600_000 : 120_000 }, () => {
  let undisturbed: Run
  beforeAll(async () => {
    undisturbed = await incident({ when: 'before', at: () => false })
  }, 120_000)

  it('leaves the whole of an incident when it is not', () => {
    const { outcome } = undisturbed
    expect(outcome.rulesets).toEqual([])
    expect(outcome.issues.map(({ title, state }) => `${title} ${state}`)).toEqual([
      '[EMERGENCY] Everything is down open',
      '[EMERGENCY] Repair closed',
      'Post-mortem: [EMERGENCY] Everything is down closed',
    ])
    expect(outcome.issues[0]?.labels).toContain('incident/closed')
    expect(outcome.checks).toHaveLength(2)
  })

  for (const when of ['before', 'after'] as const) {
    if (isFull) {
      it(`loses nothing and does nothing twice, dead ${when} each single call`, async () => {
        // One call more or less is made when two things happen at once, so the end is where nobody died any more.
        let doomed = 1
        for (let kills = 1; kills > 0; doomed++) {
          const run = await incident({ when, at: (call) => call === doomed })
          kills = run.kills
          expect.soft({ doomed, outcome: run.outcome }).toEqual({ doomed, outcome: undisturbed.outcome })
        }
        expect(doomed).toBeGreaterThan(undisturbed.calls - 10)
      })
    } else {
      it.each(offsets)(`loses nothing and does nothing twice, dead ${when} call %i and many more`, async (offset) => {
        const { outcome, kills } = await incident({ when, at: (call) => call % stride === offset })
        expect(kills).toBeGreaterThan(2)
        expect(outcome).toEqual(undisturbed.outcome)
      })
    }
  }
})
