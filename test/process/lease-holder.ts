import { writeSync } from 'node:fs'
import { demandLease, underLease } from '../../src/engine/lease.ts'
import { openPostgresStore } from '../../src/store/postgres/open-postgres-store.ts'

/**
 * Takes the next piece of work and never ends it. Says several times a second whether it would change something on GitHub.
 * Argument: the database.
 */
const [url = ''] = process.argv.slice(2)
const store = await openPostgresStore({ url })
const work = await store.claim(Date.now())
if (!work) throw new Error('There is no work.')
writeSync(1, `claimed ${work.lane}\n`)

setInterval(() => {
  try {
    underLease(() => store.mayAct?.(work) ?? true, demandLease)
    writeSync(1, 'writes\n')
  } catch (error) {
    writeSync(1, `refuses: ${error instanceof Error ? error.message : 'for no reason'}\n`)
  }
}, 50)
