import { expect, it } from 'vitest'
import { configured, scenes } from './stage.ts'

const raise = scenes({
  config: configured({
    roles: { maintainers: [], backup: [], management: [] },
    updates: { deadlines: [{ within: '1h', to: ['management'] }] },
  }),
})

it('where a preset is adopted and nobody is named in it, every call that reaches nobody is said aloud', async () => {
  const { world, seen, emergency } = await raise()
  const number = await emergency()
  expect(seen.card(number)).toMatch(/\*\*Nobody is told about this\*\*: nobody is in maintainers/)
  expect(seen.card(number)).not.toContain('told so far')
  await world.fastForward('1h')
  expect(seen.comment(number, /\*\*Nobody is told\*\*/)).toContain(
    'management had to be told of this incident within 1 hour',
  )
  expect(seen.card(number)).toContain('management (which names nobody)')
  expect(seen.card(number)).not.toContain('had been told')
  await world.fastForward('3h')
  seen.comment(number, /\*\*Escalation step 2 reaches nobody\*\*/)
})
