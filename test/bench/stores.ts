import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Store } from '../../src/engine/ports.ts'
import { openEmbeddedStore } from '../../src/store/embedded/open-embedded-store.ts'

/** A place for a store's state, gone when the measuring is over. */
export interface BenchStore {
  readonly name: string
  open(now: () => number): Promise<Store>
  destroy(): Promise<void>
}

function embeddedBench(): BenchStore {
  const directory = mkdtempSync(join(tmpdir(), 'firebreak-bench-'))
  return {
    name: 'embedded',
    open: (now) => openEmbeddedStore({ directory, now }),
    destroy: async () => rmSync(directory, { recursive: true, force: true }),
  }
}

/** Every store that there is. */
export async function benchStores(): Promise<readonly BenchStore[]> {
  return [embeddedBench()]
}
