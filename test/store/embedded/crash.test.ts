import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { readArchive } from '../../../src/store/archive/read-archive.ts'
import { openEmbeddedStore } from '../../../src/store/embedded/open-embedded-store.ts'
import { issueChanged, moment, repositoryOf } from '../../engine/support/samples.ts'
import { doneIn, eventOf, workOnce } from '../support/crash-work.ts'
import { temporaryDirectory } from '../support/directory.ts'
import { recordedIn } from '../support/driver.ts'

const child = fileURLToPath(new URL('../support/crash-child.ts', import.meta.url))

const lanes = [1, 2, 3]

/** After how many acknowledged deliveries each process is killed. Where exactly it is then, nobody knows. */
const lives = [1, 2, 5, 9, 17, 23, 31, 40, 58, 75]

/** Starts a process on the directory, kills it, and tells which deliveries it had acknowledged. */
async function liveAndDie(directory: string, life: string, deliveries: number): Promise<readonly string[]> {
  const process_ = spawn(process.execPath, [child, directory, life], { stdio: ['ignore', 'pipe', 'inherit'] })
  const acknowledged: string[] = []
  const exit = once(process_, 'exit')
  for await (const guid of createInterface({ input: process_.stdout })) {
    acknowledged.push(guid)
    if (acknowledged.length === deliveries) process_.kill('SIGKILL')
  }
  expect(await exit, 'it was killed and did not fail').toEqual([null, 'SIGKILL'])
  return acknowledged
}

/** An incident for each repository, to write on. */
async function prepare(directory: string): Promise<void> {
  const store = await openEmbeddedStore({ directory })
  for (const repository of lanes.map(repositoryOf)) {
    await store.enqueue(issueChanged(1, { repository }))
    const work = await store.claim(moment)
    if (work?.type === 'event') await store.commit(work, recordedIn(repository, 1), repository)
  }
  await store.close()
}

/** Why everything was done, as the accounts have it. */
async function reasonsIn(directory: string): Promise<readonly (string | undefined)[]> {
  return await readArchive({ directory }, async (archive) => {
    const accounts = await Promise.all(lanes.map((lane) => archive.accounts(`${lane}#1`)))
    return accounts.flatMap((some) => some?.map(({ account }) => account.because[0]?.what) ?? [])
  })
}

describe('the embedded store, killed again and again', () => {
  it('has taken every acknowledged delivery exactly once, and done everything exactly once', async () => {
    using home = temporaryDirectory()
    await prepare(home.path)
    const acknowledged: string[] = []
    for (const [index, deliveries] of lives.entries())
      acknowledged.push(...(await liveAndDie(home.path, `life${index}`, deliveries)))
    expect(acknowledged.length).toBeGreaterThanOrEqual(lives.reduce((sum, count) => sum + count))

    const store = await openEmbeddedStore({ directory: home.path })
    for (const guid of acknowledged) {
      const again = await store.accept({ guid, name: 'issue_comment', receivedAt: 0 }, [eventOf(guid, 1)])
      expect(again, `${guid} is known`).toBe(false)
    }
    while (await workOnce(store, Number.MAX_SAFE_INTEGER));
    const done = (await Promise.all(lanes.map((lane) => doneIn(store, lane)))).flat()
    await store.close()
    expect(await reasonsIn(home.path), 'each decision left its account, and none that is not there').toEqual(done)

    const took = done.flatMap((text) => (text.startsWith('took ') ? text.slice('took '.length) : []))
    expect(took).toEqual(expect.arrayContaining(acknowledged))
    expect(new Set(took).size, 'nothing was taken twice').toBe(took.length)
    const did = took.map((guid) => `did effect of ${guid}`)
    expect(done.filter((text) => text.startsWith('did ')).sort()).toEqual(did.sort())
  }, 60_000)

  it('keeps the order of deliveries within a repository', async () => {
    using home = temporaryDirectory()
    await prepare(home.path)
    await liveAndDie(home.path, 'only', 30)
    const store = await openEmbeddedStore({ directory: home.path })
    while (await workOnce(store, Number.MAX_SAFE_INTEGER));
    for (const lane of lanes) {
      const took = (await doneIn(store, lane)).filter((text) => text.startsWith('took '))
      expect(took).toEqual(took.map((_, index) => `took only-${lane}-${index}`))
    }
    await store.close()
  })
})
