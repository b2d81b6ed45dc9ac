import { afterEach, beforeEach, expect, it } from 'vitest'
import type { LimitInteractions } from '../../../src/incident/effect.ts'
import { startWorkbench, type Workbench } from './workbench.ts'

let bench: Workbench
beforeEach(async () => {
  bench = await startWorkbench()
})
afterEach(async () => {
  expect(bench.github.unknownRequests).toEqual([])
  await bench.close()
})

const day = 86_400_000
const path = /interaction-limits$/
const limit = (change: Partial<LimitInteractions> = {}): LimitInteractions => ({
  ...{ type: 'LimitInteractions', limit: 'contributors-only', lasts: day },
  ...change,
})
const limiting = (change: Partial<LimitInteractions> = {}) => bench.insist(limit(change), { key: 'limit' })
const unlimiting = () => bench.insist(limit({ limit: undefined, lasts: 0 }), { key: 'unlimit' })
const repository = () => bench.github.repository('acme/app')
const outcome = (ours: boolean) => ({ succeeded: true, result: { type: 'InteractionsLimited', ours } })

/** A limit as an administrator would set it, some other time. */
const byHand = { group: 'contributors_only', expiresAt: Date.now() + 5 * day } as const

it.each([
  [3_600_000, 1],
  [day, 1],
  [day + 1, 3],
  [4 * day, 7],
  [30 * day, 30],
])('lasts at least as long as asked: %i ms are %i days on GitHub', async (lasts, days) => {
  expect(await limiting({ lasts })).toMatchObject(outcome(true))
  const { group, expiresAt } = repository().interactionLimit ?? { expiresAt: 0 }
  expect([group, Math.round((expiresAt - Date.now()) / day)]).toEqual(['contributors_only', days])
})

it('is taken away again, once', async () => {
  await limiting()
  expect(await unlimiting()).toMatchObject(outcome(true))
  expect(repository().interactionLimit).toBeNull()
  expect(await unlimiting()).toMatchObject(outcome(true))
})

it('is ours although GitHub tells its end a second later', async () => {
  await limiting()
  const { interactionLimit } = repository()
  if (interactionLimit) interactionLimit.expiresAt += 1_000
  expect(await unlimiting()).toMatchObject(outcome(true))
  expect(repository().interactionLimit).toBeNull()
})

it('is not called taken away while the owner has come to limit everybody', async () => {
  await limiting()
  const stop = bench.github.faults.afterRequest(({ method }) => {
    if (method === 'GET') bench.github.limitInteractions('acme', byHand)
  })
  expect(await unlimiting()).toMatchObject(outcome(false))
  stop()
  bench.github.limitInteractions('acme', null)
  expect(await unlimiting()).toMatchObject(outcome(true))
  expect(repository().interactionLimit).toBeNull()
})

it.each([
  ['PUT', 'setting'],
  ['DELETE', 'taking away'],
  ['GET', 'looking'],
])('is ours although the reply to a %s (%s) was lost', async (method) => {
  bench.github.faults.loseReply({ method, path })
  expect(await limiting()).toMatchObject(outcome(true))
  await unlimiting()
  expect(repository().interactionLimit).toBeNull()
})

it('leaves one that somebody else had set, or has set since, alone', async () => {
  repository().interactionLimit = { ...byHand }
  expect(await limiting()).toMatchObject(outcome(false))
  await unlimiting()
  expect(repository().interactionLimit).toMatchObject(byHand)
  repository().interactionLimit = null
  await limiting()
  repository().interactionLimit = { ...byHand }
  expect(await unlimiting()).toMatchObject(outcome(false))
  expect(repository().interactionLimit).toMatchObject(byHand)
})

it("leaves the owner's alone, also when it comes between looking and setting", async () => {
  bench.github.limitInteractions('acme', byHand)
  expect(await limiting()).toMatchObject(outcome(false))
  bench.github.limitInteractions('acme', null)
  const stop = bench.github.faults.afterRequest(({ method }) => {
    if (method === 'GET') bench.github.limitInteractions('acme', byHand)
  })
  expect(await limiting()).toMatchObject(outcome(false))
  stop()
  bench.github.limitInteractions('acme', null)
  expect(repository().interactionLimit).toBeNull()
})

it('cannot be set without administration, and the reason is handed on', async () => {
  const [installation] = bench.github.state.installations
  if (installation) bench.github.grant(installation, { issues: 'write' }, 'olga')
  const refused = await limiting()
  expect(refused).toMatchObject({ succeeded: false, reason: expect.stringContaining('administration=write') })
})
