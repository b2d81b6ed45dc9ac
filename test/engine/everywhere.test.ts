import { expect, it } from 'vitest'
import { acceptDelivery } from '../../src/engine/accept.ts'
import { noMeter } from '../../src/engine/meter.ts'
import type { GitHubEvent } from '../../src/incident/event.ts'
import { RecordingLog } from './support/harness.ts'
import { repository } from './support/samples.ts'

const vault = { ...repository, id: repository.id + 1, name: 'vault' }
const stranger = { ...repository, id: repository.id + 2, installationId: repository.installationId + 1 }

it('what concerns a whole installation is told to each of its repositories that has something at hand, and to no other', async () => {
  const kept: GitHubEvent[] = []
  const event: GitHubEvent = {
    type: 'InstallationChanged',
    repository: { ...repository, id: 0, name: '' },
    at: 0,
    actor: { login: 'carol', type: 'User', isSelf: false },
    change: 'suspended',
    everywhere: true,
  }
  const dependencies = {
    store: {
      repository: async () => undefined,
      repositoriesAtHand: async () => [repository, vault, stranger],
      interest: async () => ({ anchors: new Set<number>(), followed: new Set<number>(), active: 1, frozen: false }),
      accept: async (_: object, events: readonly GitHubEvent[]) => kept.push(...events) > 0,
    },
    policies: { known: async () => undefined },
    clock: { now: () => 0, wakeAt: () => () => undefined },
    log: new RecordingLog(),
    meter: noMeter,
    rebuild: undefined,
    wake: () => undefined,
  }
  await acceptDelivery(dependencies, { guid: 'a1', name: 'installation' }, [event])
  expect(kept.map((each) => each.repository)).toEqual([repository, vault])
})
