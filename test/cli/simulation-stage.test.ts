import { expect, it } from 'vitest'
import { raiseSimulation } from '../../src/cli/simulate/stage.ts'

const nothing = (): void => undefined
const log = { debug: nothing, info: nothing, warn: nothing, error: nothing }

it('hands a delivery over when all before it has come to its end', async () => {
  const stage = await raiseSimulation({
    start: Date.parse('2026-03-02T09:00:00Z'),
    furnish: (github) => {
      github.addOrganization('acme', { owners: ['alice'] })
      github.addRepository('acme/shop')
      github.install('acme')
    },
    channels: { notify: () => Promise.reject(new Error('there is no channel here')), probe: async () => [] },
    log,
  })
  const { github } = stage
  github
    .as('alice')
    .in('acme/shop')
    .openIssue({ title: '[EMERGENCY] Down', body: 'All of it.', labels: ['bug'] })
  await stage.settle()
  const [card] = github.repository('acme/shop').comments
  const attempts = (action: string) =>
    github.deliveries.filter((one) => one.event === 'issues' && one.action === action).flatMap((one) => one.attempts)
  const [opened, labelled] = [attempts('opened')[0], attempts('labeled')[0]]
  // Ids are given one after another, to whatever comes into being.
  expect([opened?.id, card?.id, labelled?.id]).toEqual(
    [opened?.id, card?.id, labelled?.id].toSorted((one, other) => (one ?? 0) - (other ?? 0)),
  )
  expect(card?.body).toContain('Incident')
  expect(github.unknownRequests).toEqual([])
  await stage.close()
})
