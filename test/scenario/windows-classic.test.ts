import { expect, it } from 'vitest'
import { shop } from './stage.ts'
import { inWindow, notices, raise, release, withWindows } from './windows-stage.ts'

const classic = { mechanism: 'branch-protection' }
const protection = {
  required_status_checks: { strict: true, checks: [{ context: 'ci', app_id: -1 }] },
  enforce_admins: false,
  required_pull_request_reviews: { required_approving_review_count: 1 },
  restrictions: null,
  required_linear_history: true,
}
const weekend = { ...release, name: 'Weekend', from: '2026-03-07T12:00', to: '2026-03-08T12:00' }
const keptIn = /^Where Firebreak keeps/

type Scene = Awaited<ReturnType<typeof inWindow>>

const settingsOf = ({ github }: Scene) =>
  github
    .repository(shop)
    .classicRules.map(({ id: _id, createdAt: _created, updatedAt: _updated, ...settings }) => settings)

/** In the window, on a branch that was protected before. */
async function frozen(windows: readonly object[] = [release], mode = 'hotfix-only') {
  const config = withWindows(
    windows.map((window) => ({ ...window, mode })),
    classic,
  )
  const scene = await inWindow({ config, rebuilds: true }, async (options) => {
    const raised = await raise(options)
    raised.alice.setProtection('main', protection)
    return raised
  })
  return scene
}

it.each(['hotfix-only', 'reviewed', 'locked'])(
  'a planned freeze of mode %s that a lost database knew of gives back exactly what stood before',
  async (mode) => {
    const scene = await frozen([release], mode)
    const { alice, world } = scene
    const during = structuredClone(settingsOf(scene))
    await world.loseDatabase()
    await world.restart()
    await world.fastForward('1h')
    expect(settingsOf(scene)).toEqual(during)
    await world.fastForward('2d')
    const after = settingsOf(scene)
    alice.setProtection('main', protection)
    expect(after).toEqual(settingsOf(scene))
    expect(notices(scene)).toEqual([])
  },
)

it('what stood before is kept in one closed issue of the repository, with a comment for each window', async () => {
  const scene = await frozen([release, weekend])
  const { seen, world, github } = scene
  const [issue] = seen.issues(keptIn)
  expect(issue?.state).toBe('closed')
  const kept = seen.comments(issue?.number ?? 0)
  expect(kept).toHaveLength(1)
  expect(kept[0]).toMatch(/`spring-release` until 2026-03-04 12:00 \(Europe\/London\)/)
  expect(kept[0]).not.toContain('required')
  await world.fastForward('5d')
  expect(settingsOf(scene)[0]?.requiredStatusChecks?.checks).toHaveLength(2)
  expect(seen.issues(keptIn)).toHaveLength(1)
  expect(seen.comments(issue?.number ?? 0)).toMatchObject([kept[0], expect.stringContaining('2026-03-08 12:00')])
  expect(github.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/issues'))).toHaveLength(1)
})

it('where the issue is gone the freeze goes on, and the next window but one has another', async () => {
  const later = { ...release, name: 'Later', from: '2026-03-14T12:00', to: '2026-03-15T12:00' }
  const scene = await frozen([release, weekend, later])
  const { alice, seen, world } = scene
  alice.deleteIssue(seen.issues(keptIn)[0]?.number ?? 0)
  await world.fastForward('5d')
  expect(settingsOf(scene)[0]?.requiredStatusChecks?.checks).toHaveLength(2)
  expect(seen.issues(keptIn)).toEqual([])
  await world.fastForward('7d')
  expect(settingsOf(scene)[0]?.requiredStatusChecks?.checks).toHaveLength(2)
  expect(seen.issues(keptIn)).toHaveLength(1)
})

it('a repository without issues is frozen and given back all the same', async () => {
  const scene = await inWindow({ config: withWindows([release], classic) }, async (options) => {
    const raised = await raise(options)
    raised.github.faults.answer({ method: 'POST', path: /\/issues$/, times: 5 }, { status: 410 })
    return raised
  })
  expect(settingsOf(scene)).toHaveLength(1)
  await scene.world.fastForward('2d')
  expect(settingsOf(scene)).toEqual([])
})
