import { generateKeyPairSync } from 'node:crypto'
import { createFirebreak } from '../../app.ts'
import { createEmulator, type Emulator } from '../../emulator/emulator.ts'
import type { Channels, Log, Store } from '../../engine/ports.ts'
import { toEvents } from '../../github/normalize/normalize.ts'
import { probotAlone } from '../../github/standalone.ts'
import { openStoreInMemory } from '../../store/embedded/open-embedded-store.ts'
import { settleBoth } from '../demo-settle.ts'
import { VirtualClock } from '../virtual-clock.ts'

/** GitHub's stand-in and the real engine, performers and words in one process: no socket, no disk, no waiting. */
export interface SimulationStage {
  readonly github: Emulator
  readonly clock: VirtualClock
  readonly store: Store
  /** Lets everything that is under way come to its end, without moving the clock. */
  settle(): Promise<void>
  close(): Promise<void>
}

export interface SimulationStageParts {
  /** Epoch milliseconds. */
  readonly start: number
  /** Puts people and repositories there, and installs the App, before it starts. */
  readonly furnish: (github: Emulator) => void
  readonly channels: Channels
  readonly log: Log
}

const appId = 1_001
const year = 365 * 86_400_000

/**
 * Raises the stage. One thing happens at a time there: a delivery is handed over when everything before it has come to
 * its end, so that the same play gives the same ids, times and order each time.
 */
export async function raiseSimulation(parts: SimulationStageParts): Promise<SimulationStage> {
  const { start, furnish, channels, log } = parts
  const clock = new VirtualClock(start)
  const now = (): number => clock.now()
  const privateKey = shortLivedKey()
  const secret = 'never leaves this process'
  const github = createEmulator({ now, appId, appSlug: 'firebreak', privateKey, webhookSecret: secret })
  furnish(github)
  const store = openStoreInMemory({ now, log })
  const probot = probotAlone({ appId, privateKey, apiUrl: 'https://github.example' }, github.fetch)
  const { engine, self } = await createFirebreak(probot, () => undefined, {
    ...{ appId, privateKey, store, clock, log, silentChannels: channels, channels: [] },
    webhook: { path: '/', secret },
    ...{ throttle: false, sweeps: false, tick: year },
  })
  github.connectWebhook(async ({ guid, event, payload }) => {
    await engine.idle()
    await engine.accept({ guid, name: event }, toEvents(event, payload, { ...self, at: now() }) ?? [])
    return 200
  })
  return {
    ...{ github, clock, store },
    settle: () => settleBoth(github, engine),
    async close() {
      await engine.drain()
      await github.close().catch(() => undefined)
      await store.close()
    },
  }
}

/** Nobody outside this process ever sees what it signs, and a shorter key is made in a tenth of the time. */
function shortLivedKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 1024,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  return privateKey
}
