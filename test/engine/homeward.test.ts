import { expect, it } from 'vitest'
import { acceptDelivery } from '../../src/engine/accept.ts'
import { noMeter } from '../../src/engine/meter.ts'
import type { GitHubEvent } from '../../src/incident/event.ts'
import { RecordingLog } from './support/harness.ts'
import { MemoryStore } from './support/memory-store.ts'
import { repository } from './support/samples.ts'

const vault = { ...repository, id: repository.id + 1, name: 'vault' }
const nothing = { anchors: new Set<number>(), followed: new Set<number>(), active: 0, frozen: false }

/** What is stored when a post-mortem of the shop is closed in the vault, under an installation. */
async function stored(installationId: number, home = repository.id): Promise<readonly GitHubEvent[]> {
  const store = new MemoryStore()
  await store.rememberRepository(repository)
  const kept: GitHubEvent[] = []
  const event: GitHubEvent = {
    type: 'PostmortemClosedElsewhere',
    repository: { ...vault, installationId },
    at: 0,
    actor: { login: 'carol', type: 'User', isSelf: false },
    incident: `${home}#12`,
    home,
    number: 3,
  }
  const dependencies = {
    store: {
      repository: (id: number) => store.repository(id),
      repositoriesAtHand: async () => [],
      interest: async (id: number) => ({ ...nothing, active: id === repository.id ? 1 : 0 }),
      accept: async (_: object, events: readonly GitHubEvent[]) => kept.push(...events) > 0,
    },
    policies: { known: async () => undefined },
    clock: { now: () => 0, wakeAt: () => () => undefined },
    log: new RecordingLog(),
    meter: noMeter,
    wake: () => undefined,
  }
  await acceptDelivery(dependencies, { guid: 'a1', name: 'issues' }, [event])
  return kept
}

it("a post-mortem that is closed in another repository is heard of in its incident's own", async () => {
  expect(await stored(repository.installationId)).toMatchObject([{ repository, number: 3 }])
})

it('an issue of another installation, or one that names an unknown repository, is heard of nowhere', async () => {
  expect(await stored(repository.installationId + 1)).toEqual([])
  expect(await stored(repository.installationId, repository.id + 5)).toEqual([])
})
