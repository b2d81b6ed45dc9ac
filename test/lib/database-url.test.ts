import { expect, it } from 'vitest'
import { readDatabaseUrl } from '../../src/lib/database-url.ts'

const read = (parameters: string) => {
  const address = readDatabaseUrl(`postgres://app:p%40ss%2Fw%23rd@db/app${parameters}`)
  return address.ok ? address.value.url : address.error
}

it('a password has its special characters as %XX, and reaches the driver as it was given', () => {
  expect(read('')).toBe('postgres://app:p%40ss%2Fw%23rd@db/app')
})

it('a connection that is to be encrypted is checked in full, as the driver would with a warning', () => {
  for (const mode of ['prefer', 'require', 'verify-ca', 'verify-full'])
    expect(read(`?sslmode=${mode}`), mode).toMatch(/\?sslmode=verify-full$/)
})

it('what is asked for beside that stays as it is', () => {
  for (const parameters of ['?sslmode=disable', '?sslmode=no-verify', '?sslmode=require&uselibpqcompat=true'])
    expect(read(parameters)).toMatch(new RegExp(`${parameters.replace('?', '\\?')}$`))
})
