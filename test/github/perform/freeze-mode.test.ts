import { afterEach, describe, expect, it } from 'vitest'
import type { ApplyFreeze } from '../../../src/incident/effect.ts'
import { rulesOf, theirs } from './classic-rules.ts'
import { createInterruptions } from './interruptions.ts'
import { appliedIn, freeze, startWorkbench, thaw, type Workbench } from './workbench.ts'

let bench: Workbench
afterEach(() => bench.close())
const forEveryInterruption = createInterruptions(() => bench)

type Mechanism = 'ruleset' | 'branch-protection'
type Change = Partial<ApplyFreeze>

const start = async () => {
  bench = await startWorkbench()
  const repository = bench.github.repository('acme/app')
  repository.branches.release = repository.branches.main ?? ''
  repository.classicRules.push(theirs())
  return repository
}

/** Freezes under the key `first`, and in further modes under keys of their own. */
const first = (mechanism: Mechanism, changes: Change = {}) =>
  bench.insist(freeze({ mechanism, ...changes }), { key: 'first' })
const then = (key: string, mechanism: Mechanism, changes: Change) =>
  bench.insist(freeze({ mechanism, firstKey: 'first', ...changes }), { key })
const thawed = (changes: Partial<Parameters<typeof thaw>[0]>) => bench.insist(thaw({ applyKey: 'first', ...changes }))

/** A try whose end is not waited for, as when it is cancelled. */
const abandon = (key: string, changes: Change) =>
  bench.perform(freeze({ ...(key !== 'first' && { firstKey: 'first' }), ...changes }), { key }).catch(() => undefined)

const unchanged = { type: 'Lifted', comparison: [{ branch: 'main', same: true, differences: [] }] }

/** Everything is as it was before the freeze. */
function expectAsBefore(repository: Awaited<ReturnType<typeof start>>, name = ''): void {
  expect(rulesOf(repository.classicRules), name).toEqual(rulesOf([theirs()]))
  expect(repository.rulesets, name).toEqual([])
}

describe.each(['ruleset', 'branch-protection'] as const)('another mode of a freeze by %s', (mechanism) => {
  it('is taken in place, and the thaw gives back what stood before the first', async () => {
    const repository = await start()
    const replaces = appliedIn(await first(mechanism))
    bench.github.requests.length = 0
    const applied = appliedIn(await then('second', mechanism, { mode: 'locked', replaces }))
    expect(applied).toMatchObject({ mechanism, rulesetId: replaces.rulesetId, verified: ['main'] })
    expect(bench.github.mayPush('acme/app', 'main', 'olga').allowed).toBe(false)
    expect(bench.github.requests.filter(({ method }) => method === 'DELETE')).toEqual([])
    expect(await thawed({ applied })).toMatchObject({ result: { ...unchanged, wasMissing: false } })
    expectAsBefore(repository)
  })

  it('may come and go several times', async () => {
    const repository = await start()
    let replaces = appliedIn(await first(mechanism, { mode: 'reviewed' }))
    for (const mode of ['locked', 'hotfix-only', 'reviewed', 'locked', 'reviewed', 'hotfix-only'] as const)
      replaces = appliedIn(await then(mode, mechanism, { mode, replaces }))
    expect(await thawed({ applied: replaces })).toMatchObject({ result: unchanged })
    expectAsBefore(repository)
  })

  it('keeps what somebody changed between the two, and names it', async () => {
    const repository = await start()
    const replaces = appliedIn(await first(mechanism))
    Object.assign(repository.classicRules[0] ?? {}, { requiredLinearHistory: false })
    const applied = appliedIn(await then('second', mechanism, { mode: 'locked', replaces }))
    const lifted = await thawed({ applied })
    expect(rulesOf(repository.classicRules)).toEqual(rulesOf([theirs({ requiredLinearHistory: false })]))
    // Rulesets leave classic protection alone, so it is no matter of theirs.
    const differences = ['`required_linear_history` was true before and is false now']
    const expected = mechanism === 'ruleset' ? unchanged.comparison : [{ branch: 'main', same: false, differences }]
    expect(lifted).toMatchObject({ result: { comparison: expected } })
  })

  it('for other branches gives back those that it does not name any more, and compares all of them', async () => {
    const repository = await start()
    const replaces = appliedIn(await first(mechanism))
    const applied = appliedIn(await then('second', mechanism, { branches: ['release'], replaces }))
    expect(applied.verified).toEqual(['release'])
    expect(rulesOf(repository.classicRules)[0]).toEqual(rulesOf([theirs()])[0])
    expect(repository.rulesets.flatMap(({ conditions }) => conditions?.ref_name?.include ?? [])).not.toContain(
      '~DEFAULT_BRANCH',
    )
    const lifted = await thawed({ applied })
    if (!lifted.succeeded || lifted.result.type !== 'Lifted') throw new Error('not lifted')
    expect(lifted.result.comparison.toSorted((left, right) => (left.branch < right.branch ? -1 : 1))).toEqual([
      { branch: 'main', same: true, differences: [] },
      { branch: 'release', same: true, differences: [] },
    ])
    expectAsBefore(repository)
  })

  it('survives every interruption, and so does the thaw after it', async () => {
    const rounds = await forEveryInterruption(start, async (repository, interruption) => {
      const replaces = appliedIn(await first(mechanism, { mode: 'reviewed' }))
      interruption.begins()
      const applied = appliedIn(await then('second', mechanism, { mode: 'locked', replaces }))
      expect(applied.verified, interruption.name).toEqual(['main'])
      expect(await thawed({ applied }), interruption.name).toMatchObject({
        result: { ...unchanged, wasMissing: false },
      })
      expectAsBefore(repository, interruption.name)
    })
    expect(rounds).toBeGreaterThan(mechanism === 'ruleset' ? 4 : 10)
  })

  it('follows a first freeze that was cancelled before it ran', async () => {
    const repository = await start()
    const applied = appliedIn(await then('second', mechanism, { mode: 'locked' }))
    expect(applied.verified).toEqual(['main'])
    expect(await thawed({ applied })).toMatchObject({ result: { ...unchanged, wasMissing: false } })
    expectAsBefore(repository)
  })

  it('finds what a cancelled first one did, whichever of its requests was its last', async () => {
    await forEveryInterruption(start, async (repository, interruption) => {
      interruption.begins()
      await abandon('first', { mechanism, mode: 'reviewed' })
      const applied = appliedIn(await then('second', mechanism, { mode: 'hotfix-only' }))
      expect(applied.verified, interruption.name).toEqual(['main'])
      expect(repository.rulesets.length, interruption.name).toBe(mechanism === 'ruleset' ? 1 : 0)
      expect(await thawed({ applied }), interruption.name).toMatchObject({
        result: { ...unchanged, wasMissing: false },
      })
      expectAsBefore(repository, interruption.name)
    })
  })

  it('is undone by the thaw together with the one before, whichever request of it was the last', async () => {
    await forEveryInterruption(start, async (repository, interruption) => {
      const replaces = appliedIn(await first(mechanism, { mode: 'reviewed' }))
      interruption.begins()
      await abandon('second', { mechanism, mode: 'locked', replaces })
      expect(await thawed({ applied: replaces }), interruption.name).toMatchObject({ result: unchanged })
      expectAsBefore(repository, interruption.name)
    })
  })

  it('that was cancelled itself gives way to a third, whichever request of it was the last', async () => {
    await forEveryInterruption(start, async (repository, interruption) => {
      const replaces = appliedIn(await first(mechanism, { mode: 'reviewed' }))
      interruption.begins()
      await abandon('second', { mechanism, mode: 'locked', replaces })
      const applied = appliedIn(await then('third', mechanism, { mode: 'hotfix-only', replaces }))
      expect(await thawed({ applied }), interruption.name).toMatchObject({ result: unchanged })
      expectAsBefore(repository, interruption.name)
    })
  })
})

describe('another mode of a freeze by branch protection', () => {
  it('leaves alone what somebody sets to the very values of the mode before', async () => {
    const repository = await start()
    const mechanism = 'branch-protection'
    const replaces = appliedIn(await first(mechanism, { mode: 'reviewed' }))
    const ofReviewed = repository.classicRules[0]?.requiredReviews ?? null
    const applied = appliedIn(await then('second', mechanism, { mode: 'locked', replaces }))
    expect(repository.classicRules[0]?.requiredReviews).not.toEqual(ofReviewed)
    Object.assign(repository.classicRules[0] ?? {}, { requiredReviews: ofReviewed })
    await thawed({ applied })
    expect(rulesOf(repository.classicRules)).toEqual(rulesOf([theirs({ requiredReviews: ofReviewed })]))
  })

  it('does not require signatures again that somebody gave up', async () => {
    const repository = await start()
    const replaces = appliedIn(await first('branch-protection'))
    Object.assign(repository.classicRules[0] ?? {}, { requiredSignatures: false })
    const applied = appliedIn(await then('second', 'branch-protection', { mode: 'locked', replaces }))
    await thawed({ applied })
    expect(rulesOf(repository.classicRules)).toEqual(rulesOf([theirs({ requiredSignatures: false })]))
  })
})

describe('another mode of a freeze by ruleset', () => {
  it('costs the change and one look', async () => {
    await start()
    const replaces = appliedIn(await first('ruleset'))
    bench.github.requests.length = 0
    await then('second', 'ruleset', { mode: 'locked', replaces })
    expect(bench.github.requests.map(({ method, route }) => `${method} ${route}`)).toEqual([
      'PUT /repos/:owner/:repo/rulesets/:id',
      'GET /repos/:owner/:repo/rules/branches/:branch',
    ])
  })

  it('is created where somebody had deleted the first, and is found by the thaw although its reply was lost', async () => {
    const repository = await start()
    const replaces = appliedIn(await first('ruleset'))
    repository.rulesets = []
    bench.github.faults.loseReply({ method: 'POST', path: /rulesets/ })
    await abandon('second', { mode: 'locked', replaces })
    expect(repository.rulesets).toHaveLength(1)
    expect(await thawed({ applied: replaces })).toMatchObject({ result: { ...unchanged, wasMissing: false } })
    expectAsBefore(repository)
  })
})
