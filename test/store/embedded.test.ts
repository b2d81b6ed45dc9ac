import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEmbeddedStore } from '../../src/store/embedded/open-embedded-store.ts'
import { describeStore } from './contract.ts'
import type { StoreHome } from './support/driver.ts'

describeStore('the embedded store', async (): Promise<StoreHome> => {
  const directory = await mkdtemp(join(tmpdir(), 'firebreak-store-'))
  return {
    open: (now) => openEmbeddedStore({ directory, now }),
    place: { directory },
    destroy: () => rm(directory, { recursive: true }),
  }
})
