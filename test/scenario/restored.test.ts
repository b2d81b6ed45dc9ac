import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { backUp, markDirectoryRestored } from '../../src/store/restored/backup.ts'
import { configured, described, type Scene, scenes } from './stage.ts'

const raise = scenes({ config: configured({ freeze: { lift: 'hotfix-merged' } }), sweeps: true, rebuilds: true })

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** Writes a back-up while the App runs. @returns what puts it back and starts the App on it */
async function backedUp({ world }: Scene): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'firebreak-backup-'))
  folders.push(folder)
  const file = join(folder, 'backup.sqlite')
  await backUp(world.dataDirectory, file, world.clock.now())
  return async () => {
    await world.loseDatabase()
    cpSync(file, join(world.dataDirectory, 'firebreak.sqlite'))
    await world.restart()
    await world.fastForward('20m')
  }
}

const cards = ({ seen }: Scene, number: number): string[] =>
  seen.comments(number).filter((body) => body.includes('<!-- firebreak:card:'))

it('what happened since the back-up is heard of again, and nothing that was done is done once more', async () => {
  const scene = await raise()
  const { trudy, alice, bob, carol, seen, world, github } = scene
  const act = async (action: () => unknown): Promise<void> => {
    action()
    await world.settle()
    await world.fastForward('2m')
  }
  await act(() => trudy.openIssue({ title: '[EMERGENCY] Everything is down' }))
  await act(() => bob.comment(1, '/incident ack'))
  const putBack = await backedUp(scene)

  const repair = { title: '[EMERGENCY] Repair', head: 'hotfix/one', files: { 'b.ts': 'b' } }
  await act(() => carol.openPull({ ...repair, body: described(1) }))
  await act(() => alice.review(2, 'APPROVED'))
  await act(() => carol.merge(2))
  await act(() => bob.comment(1, '/incident commander @bob'))
  await act(() => bob.comment(1, '/incident resolve It was the cache'))
  expect(seen.labels(1)).toContain('incident/resolved')
  const said = seen.comments(1).length
  const { checkRuns } = github.repository('acme/shop')
  const checks = checkRuns.length
  await putBack()

  expect(seen.labels(1)).toContain('incident/resolved')
  expect(seen.card(1)).toMatch(/\*\*Commander\*\* \| bob/)
  expect(cards(scene, 1)).toHaveLength(1)
  expect(seen.rulesets()).toEqual([])
  expect(seen.issues(/^Post-mortem/)).toHaveLength(1)
  seen.comment(1, /This incident goes on/)
  expect(seen.comments(1)).toHaveLength(said + 1)
  expect(seen.comments(2)).toHaveLength(1)
  expect(checkRuns).toHaveLength(checks)
})

it('an answer that no card tells of is asked for again with its delivery, found, and not given twice', async () => {
  const scene = await raise()
  const { trudy, bob, seen, world, github } = scene
  trudy.openIssue({ title: '[EMERGENCY] Everything is down' })
  await world.fastForward('2m')
  const putBack = await backedUp(scene)
  // Attempts are logged by the second, and the back-up's own second counts as before it.
  await world.fastForward('2m')
  const since = github.deliveries.length
  bob.comment(1, '/incident help')
  await world.fastForward('2m')
  const [asked] = github.deliveries.slice(since)
  expect(asked?.attempts).toHaveLength(1)
  await putBack()

  expect(asked?.attempts.map(({ statusCode }) => statusCode)).toEqual([200, 200])
  seen.comment(1, /\/incident ack/)
})

it('an incident that began since goes on, and its freeze can be lifted', async () => {
  const scene = await raise()
  const { trudy, bob, seen, world } = scene
  await world.fastForward('2m')
  const putBack = await backedUp(scene)
  await world.fastForward('2m')
  trudy.openIssue({ title: '[EMERGENCY] Everything is down' })
  await world.settle()
  bob.comment(1, '/incident ack')
  await world.settle()
  await putBack()

  expect(cards(scene, 1)).toHaveLength(1)
  expect(seen.labels(1)).toContain('incident/acknowledged')
  expect(seen.rulesets()).toHaveLength(1)
  bob.comment(1, '/incident thaw')
  await world.settle()
  expect(seen.rulesets()).toEqual([])
  seen.comment(1, /\*\*The freeze is lifted\*\*/)
})

it('a back-up that was made in another way is told that it is one', async () => {
  const scene = await raise()
  const { trudy, bob, seen, world } = scene
  trudy.openIssue({ title: '[EMERGENCY] Everything is down' })
  await world.settle()
  const folder = mkdtempSync(join(tmpdir(), 'firebreak-backup-'))
  folders.push(folder)
  await world.stop()
  cpSync(world.dataDirectory, folder, { recursive: true })
  await world.restart()
  bob.comment(1, '/incident ack')
  await world.settle()
  await world.fastForward('1h')
  await world.loseDatabase()
  cpSync(folder, world.dataDirectory, { recursive: true })
  await markDirectoryRestored(world.dataDirectory)
  await world.restart()
  await world.fastForward('20m')

  expect(seen.labels(1)).toContain('incident/acknowledged')
  expect(cards(scene, 1)).toHaveLength(1)
  seen.comment(1, /This incident goes on/)
})
