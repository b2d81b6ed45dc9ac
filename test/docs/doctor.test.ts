import { describe, expect, it } from 'vitest'
import { eventNeeds, permissionNeeds } from '../../src/incident/readiness/permissions.ts'
import { renderDoctorPage } from './doctor-page.ts'
import { readPage, tableBelow } from './pages.ts'

describe('docs/doctor.md', () => {
  // `npx vitest run test/docs/doctor.test.ts -u` writes the page anew.
  it('is what the tests find', async () => {
    await expect(renderDoctorPage()).toMatchFileSnapshot('../../docs/doctor.md')
  })
})

describe('what the doctor says of a permission', () => {
  const page = readPage('docs/permissions.md')

  it('is what docs/permissions.md says happens without it', () => {
    const rows = [...tableBelow(page, 'Repository permissions'), ...tableBelow(page, 'Organization permissions')]
    const described = permissionNeeds.map(({ name, access, without }) => [name, access, without])
    expect(described).toEqual(rows.map(([name, access, , without]) => [name, access, without]))
  })

  it('and of an event, what it is for', () => {
    const described = eventNeeds.map(({ name, needs, usedFor }) => [name, needs, usedFor])
    expect(described).toEqual(tableBelow(page, 'Events').map((row) => row.slice(0, 3)))
  })
})
