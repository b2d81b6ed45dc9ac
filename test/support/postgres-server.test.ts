import { expect, it } from 'vitest'
import { execute, testDatabase } from './postgres-database.ts'

it('gives every test a database of its own', async () => {
  const [one, other] = await Promise.all([testDatabase(), testDatabase()])
  await execute(one.url, 'create table here (x int)')
  await expect(execute(other.url, 'select * from here')).rejects.toThrow('does not exist')
  await Promise.all([one.destroy(), other.destroy()])
})
