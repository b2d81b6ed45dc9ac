import { openPostgresStore } from '../../src/store/postgres/open-postgres-store.ts'
import { firebreakDatabase } from '../support/postgres-template.ts'
import { describeStore } from './contract.ts'
import type { StoreHome } from './support/driver.ts'

describeStore('the store in PostgreSQL', async (): Promise<StoreHome> => {
  const { url, destroy } = await firebreakDatabase()
  return { open: (now) => openPostgresStore({ url, now }), place: { databaseUrl: url }, destroy }
})
