import { afterEach, describe, expect, it } from 'vitest'
import { anyFreezePrefix } from '../../../src/incident/freeze-rules.ts'
import { createInterruptions } from './interruptions.ts'
import { appliedIn, freeze, startWorkbench, thaw, type Workbench, type WorkbenchOptions } from './workbench.ts'

let bench: Workbench
afterEach(() => bench.close())
const forEveryInterruption = createInterruptions(() => bench)

const start = async (options?: WorkbenchOptions) => {
  bench = await startWorkbench(options)
  return bench.github.repository('acme/app')
}

/** A ruleset of the maintainers' own, which no freeze may touch. */
const theirs = (id: number, parameters = {}) => ({
  id,
  name: 'Reviews',
  target: 'branch' as const,
  enforcement: 'active' as const,
  sourceType: 'Repository' as const,
  source: 'acme/app',
  bypassActors: [],
  conditions: { ref_name: { include: ['~ALL'], exclude: [] } },
  rules: [{ type: 'pull_request', parameters: { required_approving_review_count: 1, ...parameters } }],
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z',
})

describe('a freeze by ruleset', () => {
  it('holds on the default branch, says how to lift it and not why, and leaves nothing behind', async () => {
    const repository = await start()
    repository.rulesets.push(theirs(5))
    const outcome = await bench.perform(freeze())
    const [, ours] = repository.rulesets
    expect(outcome).toEqual({
      succeeded: true,
      result: {
        type: 'Frozen',
        applied: {
          mechanism: 'ruleset',
          rulesetId: ours?.id,
          verified: ['main'],
          unverified: [],
          refused: [],
          notReadBack: 0,
        },
      },
    })
    expect(ours?.name).toBe('Firebreak freeze #12 (hotfix-only): an admin may delete this ruleset to lift it')
    expect(ours?.rules.map((rule) => rule.type)).toEqual([
      'required_status_checks',
      'pull_request',
      'non_fast_forward',
      'deletion',
    ])
    expect(await bench.perform(thaw({ applied: appliedIn(outcome) }))).toEqual({
      succeeded: true,
      result: {
        type: 'Lifted',
        wasMissing: false,
        comparison: [{ branch: 'main', same: true, differences: [] }],
      },
    })
    expect(repository.rulesets).toEqual([theirs(5)])
  })

  it('uses administration for writing rulesets and for nothing else', async () => {
    await start()
    const applied = appliedIn(await bench.perform(freeze({ mode: 'reviewed' })))
    await bench.perform(thaw({ applied }))
    const administered = bench.github.requests.filter((request) => request.permissions?.administration)
    expect(administered.map(({ method, route }) => `${method} ${route}`)).toEqual([
      'POST /repos/:owner/:repo/rulesets',
      'DELETE /repos/:owner/:repo/rulesets/:id',
    ])
    expect(bench.github.unknownRequests).toEqual([])
  })

  it('takes up a ruleset of its name that stands there unexpectedly: GitHub makes no second one', async () => {
    const repository = await start()
    const first = await bench.perform(freeze())
    await bench.perform(thaw({ applied: appliedIn(first) }))
    const name = 'Firebreak freeze #12 (hotfix-only): an admin may delete this ruleset to lift it'
    repository.rulesets.push({ ...theirs(7), name, enforcement: 'disabled' })
    const outcome = await bench.perform(freeze(), { key: 'another' })
    expect(appliedIn(outcome)).toMatchObject({ rulesetId: 7, verified: ['main'] })
    expect(repository.rulesets).toMatchObject([{ id: 7, name, enforcement: 'active' }])
  })

  it('changes its mode in place, without a moment in which nothing holds', async () => {
    const repository = await start()
    const first = appliedIn(await bench.perform(freeze(), { key: 'first' }))
    const second = appliedIn(
      await bench.perform(freeze({ mode: 'locked', replaces: first, firstKey: 'first' }), { key: 'second' }),
    )
    expect(second.rulesetId).toBe(first.rulesetId)
    expect(repository.rulesets).toHaveLength(1)
    expect(repository.rulesets[0]?.name).toContain('(locked)')
    expect(repository.rulesets[0]?.bypassActors).toEqual([])
    const lifted = await bench.perform(thaw({ applied: second, applyKey: 'first' }))
    expect(lifted).toMatchObject({ result: { comparison: [{ branch: 'main', same: true }] } })
    expect(repository.rulesets).toEqual([])
  })

  it('makes the checks strict that are required on every branch, and only those', async () => {
    const repository = await start({ repository: { files: { a: 'b' } } })
    repository.branches.release = repository.branches.main ?? ''
    const require = (id: number, include: string, contexts: string[]) => ({
      ...theirs(id),
      conditions: { ref_name: { include: [include], exclude: [] } },
      rules: [
        {
          type: 'required_status_checks',
          parameters: {
            required_status_checks: contexts.map((context) => ({ context })),
            strict_required_status_checks_policy: false,
          },
        },
      ],
    })
    repository.rulesets.push(require(5, 'refs/heads/main', ['ci', 'docs']), require(6, 'refs/heads/release', ['ci']))
    await bench.perform(freeze({ mode: 'reviewed', branches: ['~DEFAULT_BRANCH', 'release'] }))
    const checks = repository.rulesets.at(-1)?.rules.find((rule) => rule.type === 'required_status_checks')
    expect(checks?.parameters).toMatchObject({
      required_status_checks: [{ context: 'ci' }],
      strict_required_status_checks_policy: true,
    })
  })

  it('looks at every branch that the patterns name, up to thirty, and counts those it did not look at', async () => {
    const repository = await start()
    for (let version = 1; version <= 33; version++) {
      repository.branches[`release/${version}`] = repository.branches.main ?? ''
    }
    const applied = appliedIn(await bench.perform(freeze({ branches: ['~DEFAULT_BRANCH', 'release/*'] })))
    expect(applied.verified).toHaveLength(30)
    expect(applied.verified[0]).toBe('main')
    expect(applied.refused).toEqual([])
    expect(applied.notReadBack).toBe(4)
  })

  it('lets overlapping freezes go one by one, and calls neither a difference', async () => {
    const repository = await start()
    const other = { incident: '1#13', number: 13, checkName: 'firebreak/freeze-13' }
    const first = appliedIn(await bench.perform(freeze(), { key: 'twelve' }))
    const second = appliedIn(await bench.perform(freeze(other), { key: 'thirteen' }))
    const lifted = await bench.perform(thaw({ applied: first, applyKey: 'twelve' }), { key: 'thaw twelve' })
    expect(lifted).toMatchObject({ result: { comparison: [{ same: true }] } })
    expect(repository.rulesets.map((ruleset) => ruleset.name)).toEqual([expect.stringContaining('#13 (')])
    const last = await bench.perform(thaw({ ...other, applied: second, applyKey: 'thirteen' }), { key: 'thaw 13' })
    expect(last).toMatchObject({ result: { comparison: [{ same: true }], wasMissing: false } })
    expect(repository.rulesets).toEqual([])
  })

  it('calls another freeze no difference that began and ended without a reply', async () => {
    const repository = await start()
    const other = { incident: '1#13', number: 13, checkName: 'firebreak/freeze-13' }
    bench.github.faults.loseReply({ method: 'POST', path: /rulesets/ })
    await expect(bench.perform(freeze(), { key: 'twelve' })).rejects.toMatchObject({ name: 'TryLater' })
    const applied = appliedIn(await bench.perform(freeze(other), { key: 'thirteen' }))
    await bench.perform(thaw({ applyKey: 'twelve' }), { key: 'thaw twelve' })
    const lifted = await bench.perform(thaw({ ...other, applied, applyKey: 'thirteen' }), { key: 'thaw thirteen' })
    expect(lifted).toMatchObject({ result: { comparison: [{ same: true }] } })
    expect(repository.rulesets).toEqual([])
  })

  it('names what somebody changed while it was on, and keeps it', async () => {
    const repository = await start()
    repository.rulesets.push(theirs(5))
    const applied = appliedIn(await bench.perform(freeze()))
    repository.rulesets[0] = theirs(5, { required_approving_review_count: 2 })
    const lifted = await bench.perform(thaw({ applied }))
    expect(lifted).toMatchObject({
      result: {
        comparison: [
          {
            same: false,
            differences: [
              'the rule `pull_request` of ruleset 5 (acme/app) was added or changed meanwhile',
              'the rule `pull_request` of ruleset 5 (acme/app) is no longer there as it was',
            ],
          },
        ],
      },
    })
  })

  it('says that somebody had deleted it before', async () => {
    const repository = await start()
    const applied = appliedIn(await bench.perform(freeze()))
    repository.rulesets = []
    expect(await bench.perform(thaw({ applied }))).toMatchObject({ result: { type: 'Lifted', wasMissing: true } })
  })

  it('is found by its name when it was never seen to hold', async () => {
    const repository = await start()
    await bench.perform(freeze())
    expect(await bench.perform(thaw())).toMatchObject({ result: { type: 'Lifted', wasMissing: false } })
    expect(repository.rulesets).toEqual([])
  })

  it('does not take the ruleset of anchor 1 for that of anchor 12', async () => {
    const repository = await start()
    await bench.perform(freeze())
    await bench.perform(thaw({ number: 1, checkName: 'firebreak/freeze-1', applyKey: 'none' }))
    expect(repository.rulesets).toHaveLength(1)
  })
})

describe('a freeze that cannot be enforced', () => {
  it('is advisory on a plan without rulesets, and says which part cannot work', async () => {
    await start({ plan: 'free', repository: { private: true } })
    const outcome = await bench.perform(freeze())
    expect(outcome).toMatchObject({ succeeded: true, result: { type: 'Advisory', reason: 'plan' } })
    expect(JSON.stringify(outcome)).toContain('nothing can be enforced here')
  })

  it('gives an administrator the very commands when the App lacks the permission', async () => {
    await start({ install: { permissions: { metadata: 'read', contents: 'read', administration: 'read' } } })
    const outcome = await bench.perform(freeze())
    if (!outcome.succeeded || outcome.result.type !== 'Advisory') throw new Error('not advisory')
    expect(outcome.result.reason).toBe('permission')
    const [create = '', lift = ''] = outcome.result.commands
    expect(create).toMatch(/^gh api -X POST repos\/acme\/app\/rulesets --input - <<'JSON'\n/)
    const body: unknown = JSON.parse(create.split('\n').slice(1, -1).join('\n'))
    expect(body).toMatchObject({ name: expect.stringContaining(`${anyFreezePrefix}#12 (`), enforcement: 'active' })
    expect(lift).toContain('gh api -X DELETE repos/acme/app/rulesets/')
  })

  it('is advisory on an archived repository', async () => {
    await start({ repository: { archived: true } })
    expect(await bench.perform(freeze())).toMatchObject({ result: { type: 'Advisory', reason: 'archived' } })
  })

  it('is not claimed while GitHub does not list it, and is taken away in the end', async () => {
    const repository = await start()
    bench.github.faults.answer({ path: /\/rules\/branches\/main/, times: 100 }, { status: 200, body: [] })
    const outcome = await bench.insist(freeze())
    expect(outcome).toMatchObject({ tries: 4, result: { type: 'Advisory', reason: 'not-effective' } })
    expect(repository.rulesets).toEqual([])
  })

  it('fails with GitHub’s words when the ruleset is refused', async () => {
    await start()
    bench.github.faults.answer(
      { method: 'POST', path: /\/rulesets$/ },
      { status: 422, body: { message: 'Too many rulesets' } },
    )
    const outcome = await bench.perform(freeze())
    expect(outcome).toMatchObject({ succeeded: false, reason: expect.stringContaining('Too many rulesets') })
  })
})

describe('a lost memory', () => {
  it('does not freeze twice, and the thaw takes away what it had forgotten', async () => {
    const repository = await start()
    await bench.perform(freeze(), { key: 'forgotten' })
    bench.memories.clear()
    const applied = appliedIn(await bench.perform(freeze(), { key: 'new' }))
    expect(repository.rulesets).toHaveLength(1)
    const outcome = await bench.perform(thaw({ applied, applyKey: 'new' }))
    expect(repository.rulesets).toEqual([])
    expect(outcome).toMatchObject({ result: { comparison: [{ branch: 'main', same: true }] } })
  })
})

describe('an interruption', () => {
  it('that hides what a failed freeze created does not keep the next one from finding it', async () => {
    const repository = await start()
    bench.github.faults.loseReply({ method: 'POST', path: /rulesets/ })
    await expect(bench.perform(freeze(), { key: 'failed' })).rejects.toMatchObject({ name: 'TryLater' })
    const applied = appliedIn(await bench.perform(freeze(), { key: 'next' }))
    expect(repository.rulesets).toHaveLength(1)
    await bench.perform(thaw({ applied, applyKey: 'next' }))
    expect(repository.rulesets).toEqual([])
  })

  it('at any request of the freeze leaves one ruleset that holds', async () => {
    const rounds = await forEveryInterruption(start, async (repository, interruption) => {
      interruption.begins()
      const applied = appliedIn(await bench.insist(freeze()))
      expect(applied.verified, interruption.name).toEqual(['main'])
      expect(repository.rulesets, interruption.name).toHaveLength(1)
    })
    // Two tokens, the rules before, the list of a first freeze, the ruleset, the rules after; then one round without a loss.
    expect(rounds).toBe(7)
  })

  it('at any request of the thaw gives the branch back, and takes nobody else for the cause', async () => {
    const rounds = await forEveryInterruption(start, async (repository, interruption) => {
      repository.rulesets.push(theirs(5))
      const applied = appliedIn(await bench.perform(freeze()))
      interruption.begins()
      const lifted = await bench.insist(thaw({ applied }))
      expect(lifted, interruption.name).toMatchObject({
        result: { type: 'Lifted', wasMissing: false, comparison: [{ branch: 'main', same: true }] },
      })
      expect(repository.rulesets, interruption.name).toEqual([theirs(5)])
    })
    // The deletion, the rules after.
    expect(rounds).toBe(3)
  })
})
