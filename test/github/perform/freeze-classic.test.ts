import { afterEach, describe, expect, it } from 'vitest'
import { rulesOf, theirs } from './classic-rules.ts'
import { createInterruptions } from './interruptions.ts'
import {
  freeze as anyFreeze,
  appliedIn,
  startWorkbench,
  thaw,
  type Workbench,
  type WorkbenchOptions,
} from './workbench.ts'

let bench: Workbench
afterEach(() => bench.close())
const forEveryInterruption = createInterruptions(() => bench)

const start = async (options?: WorkbenchOptions) => {
  bench = await startWorkbench(options)
  return bench.github.repository('acme/app')
}

const freeze = (changes = {}) => anyFreeze({ mechanism: 'branch-protection', ...changes })

const queueByRuleset = {
  id: 5,
  name: 'Queue',
  target: 'branch' as const,
  enforcement: 'active' as const,
  sourceType: 'Repository' as const,
  source: 'acme/app',
  bypassActors: [],
  conditions: { ref_name: { include: ['~ALL'], exclude: [] } },
  rules: [{ type: 'merge_queue', parameters: {} }],
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z',
}

const same = { result: { type: 'Lifted', comparison: [{ branch: 'main', same: true, differences: [] }] } }

describe('a freeze by branch protection', () => {
  it.each(['hotfix-only', 'reviewed', 'locked'] as const)(
    'in mode %s gives back exactly what stood before',
    async (mode) => {
      const repository = await start()
      repository.classicRules.push(theirs())
      const applied = appliedIn(await bench.perform(freeze({ mode })))
      expect(applied).toEqual({
        mechanism: 'branch-protection',
        rulesetId: undefined,
        verified: ['main'],
        unverified: [],
        refused: [],
        notReadBack: 0,
      })
      expect(rulesOf(repository.classicRules)).not.toEqual(rulesOf([theirs()]))
      expect(repository.classicRules[0]?.requiredSignatures).toBe(true)
      expect(await bench.perform(thaw({ applied }))).toMatchObject({ ...same, result: { wasMissing: false } })
      expect(rulesOf(repository.classicRules)).toEqual(rulesOf([theirs()]))
    },
  )

  it('requires the check beside the others, from this App alone', async () => {
    const repository = await start()
    repository.classicRules.push(theirs())
    await bench.perform(freeze())
    expect(repository.classicRules[0]?.requiredStatusChecks).toEqual({
      strict: true,
      checks: [
        { context: 'ci', appId: null },
        { context: 'firebreak/freeze-12', appId: 4242 },
      ],
    })
  })

  it('leaves an unprotected branch unprotected', async () => {
    const repository = await start()
    const applied = appliedIn(await bench.perform(freeze()))
    expect(repository.classicRules).toHaveLength(1)
    expect(await bench.perform(thaw({ applied }))).toMatchObject(same)
    expect(repository.classicRules).toEqual([])
  })

  it('keeps what somebody edited meanwhile, and names it', async () => {
    const repository = await start()
    repository.classicRules.push(theirs())
    const applied = appliedIn(await bench.perform(freeze({ mode: 'locked' })))
    Object.assign(repository.classicRules[0] ?? {}, { requiredLinearHistory: false })
    expect(await bench.perform(thaw({ applied }))).toMatchObject({
      result: {
        comparison: [
          { branch: 'main', same: false, differences: ['`required_linear_history` was true before and is false now'] },
        ],
      },
    })
    expect(rulesOf(repository.classicRules)).toEqual(rulesOf([theirs({ requiredLinearHistory: false })]))
  })

  it('leaves a branch under a wildcard rule alone, and says why', async () => {
    const repository = await start()
    repository.classicRules.push(theirs({ pattern: 'ma*' }))
    expect(await bench.perform(freeze())).toEqual({
      succeeded: false,
      reason:
        'No branch could be frozen. `main`: it is protected by the wildcard rule `ma*`, ' +
        'which a rule for this branch alone would shadow',
    })
    expect(rulesOf(repository.classicRules)).toEqual(rulesOf([theirs({ pattern: 'ma*' })]))
  })

  it.each([
    ['who may force push', { forcePushAllowances: 1 }],
    ['required deployments', { requiredDeploymentEnvironments: ['production'] }],
  ])('leaves a branch alone whose protection would lose %s', async (lost, hidden) => {
    const repository = await start()
    repository.classicRules.push(theirs(hidden))
    expect(await bench.perform(freeze())).toMatchObject({ succeeded: false, reason: expect.stringContaining(lost) })
    expect(repository.classicRules).toEqual([theirs(hidden)])
  })

  it('leaves a branch alone whose merge queue would get lost, and only then', async () => {
    const repository = await start()
    repository.classicRules.push(theirs())
    const rule = { id: 'BPR', pattern: 'main' }
    for (const data of [{ ref: { branchProtectionRule: rule } }, { ref: null }, { mergeQueue: { id: 'MQ' } }]) {
      bench.github.faults.answer({ path: /graphql/ }, { status: 200, body: { data: { repository: data } } })
    }
    expect(await bench.perform(freeze())).toMatchObject({
      succeeded: false,
      reason: expect.stringContaining('the merge queue'),
    })
    repository.rulesets.push(queueByRuleset)
    const applied = appliedIn(await bench.perform(freeze()))
    expect(await bench.perform(thaw({ applied }))).toMatchObject(same)
  })

  it('freezes the branches that it can, and names the others', async () => {
    const repository = await start()
    repository.branches['release/1'] = repository.branches.main ?? ''
    repository.classicRules.push(theirs({ pattern: 'release/*' }))
    const applied = appliedIn(await bench.perform(freeze({ branches: ['~ALL'] })))
    expect(applied.verified).toEqual(['main'])
    expect(applied.refused).toEqual([{ branch: 'release/1', reason: expect.stringContaining('wildcard') }])
  })

  it('overlaps with another without opening or losing anything', async () => {
    const repository = await start()
    repository.classicRules.push(theirs())
    const other = { number: 13, checkName: 'firebreak/freeze-13' }
    const first = appliedIn(await bench.perform(freeze(), { key: 'twelve' }))
    const second = appliedIn(await bench.perform(freeze(other), { key: 'thirteen' }))
    await bench.perform(thaw({ applied: first, applyKey: 'twelve' }), { key: 'thaw twelve' })
    expect(repository.classicRules[0]?.requiredStatusChecks?.checks.map((check) => check.context)).toEqual([
      'ci',
      'firebreak/freeze-13',
    ])
    await bench.perform(thaw({ ...other, applied: second, applyKey: 'thirteen' }), { key: 'thaw thirteen' })
    expect(rulesOf(repository.classicRules)).toEqual(rulesOf([theirs()]))
  })

  it('says that somebody had taken it off before', async () => {
    const repository = await start()
    repository.classicRules.push(theirs())
    const applied = appliedIn(await bench.perform(freeze()))
    repository.classicRules = [theirs()]
    expect(await bench.perform(thaw({ applied }))).toMatchObject({ result: { wasMissing: true } })
  })

  it('uses administration for protection and the rule’s pattern, and for nothing else', async () => {
    const repository = await start()
    repository.classicRules.push(theirs())
    const applied = appliedIn(await bench.perform(freeze()))
    await bench.perform(thaw({ applied }))
    const administered = bench.github.requests.filter((request) => request.permissions?.administration)
    const allowed =
      /^(GET|PUT|DELETE) \/repos\/:owner\/:repo\/branches\/:branch\/protection$|^POST .*\/required_signatures$|^POST \/graphql$/
    for (const { method, route } of administered) expect(`${method} ${route}`).toMatch(allowed)
    expect(administered.some((request) => request.method === 'PUT')).toBe(true)
    expect(bench.github.unknownRequests).toEqual([])
  })
})

describe('without a choice of mechanism', () => {
  it('branch protection is what a server without rulesets gets', async () => {
    const repository = await start()
    bench.github.faults.answer(
      { path: /\/rule(s|sets)\b/, times: 100 },
      { status: 404, body: { message: 'Not Found' } },
    )
    const applied = appliedIn(await bench.perform(freeze({ mechanism: 'auto' })))
    expect(applied.mechanism).toBe('branch-protection')
    expect(await bench.perform(thaw({ applied }))).toMatchObject(same)
    expect(repository.classicRules).toEqual([])
  })

  it('a freeze that has to be a ruleset is advisory there', async () => {
    await start()
    bench.github.faults.answer(
      { path: /\/rule(s|sets)\b/, times: 100 },
      { status: 404, body: { message: 'Not Found' } },
    )
    const outcome = await bench.perform(freeze({ mechanism: 'ruleset' }))
    expect(outcome).toMatchObject({ result: { type: 'Advisory', reason: 'unsupported' } })
  })

  it('a plan that has neither makes it advisory', async () => {
    await start({ plan: 'free', repository: { private: true } })
    expect(await bench.perform(freeze())).toMatchObject({ result: { type: 'Advisory', reason: 'plan' } })
  })
})

describe('an interruption', () => {
  it('at any request of the freeze or of the thaw still gives back exactly what stood before', async () => {
    const rounds = await forEveryInterruption(start, async (repository, interruption) => {
      repository.classicRules.push(theirs())
      interruption.begins()
      const applied = appliedIn(await bench.insist(freeze({ mode: 'locked' })))
      expect(applied.verified, interruption.name).toEqual(['main'])
      const lifted = await bench.insist(thaw({ applied }))
      expect(lifted, interruption.name).toMatchObject({ ...same, result: { wasMissing: false } })
      expect(rulesOf(repository.classicRules), interruption.name).toEqual(rulesOf([theirs()]))
    })
    expect(rounds).toBeGreaterThan(10)
  })

  it('between keeping and changing takes in what somebody edited then', async () => {
    const repository = await start()
    repository.classicRules.push(theirs())
    bench.github.faults.answer({ method: 'PUT' }, { status: 502 })
    await expect(bench.perform(freeze())).rejects.toThrow('502')
    repository.classicRules = [theirs({ requiredLinearHistory: false })]
    const applied = appliedIn(await bench.perform(freeze(), { triesBefore: 1 }))
    expect(await bench.perform(thaw({ applied }))).toMatchObject(same)
    expect(rulesOf(repository.classicRules)).toEqual(rulesOf([theirs({ requiredLinearHistory: false })]))
  })
})
