import { writeSync } from 'node:fs'
import { openEmbeddedStore } from '../../../src/store/embedded/open-embedded-store.ts'
import { eventOf, workOnce } from './crash-work.ts'

/**
 * Takes deliveries in and works on them until it is killed. Writes each GUID once the store has acknowledged it.
 * Arguments: the directory, and the name of this life, with which its GUIDs begin.
 */
const [directory = '', life = ''] = process.argv.slice(2)
const store = await openEmbeddedStore({ directory })

async function acceptForEver(lane: number): Promise<void> {
  for (let count = 0; ; count++) {
    const guid = `${life}-${lane}-${count}`
    await store.accept({ guid, name: 'issue_comment', receivedAt: Date.now() }, [eventOf(guid, lane)])
    writeSync(1, `${guid}\n`)
    await workOnce(store, Date.now())
  }
}

await Promise.all([1, 2, 3].map(acceptForEver))
