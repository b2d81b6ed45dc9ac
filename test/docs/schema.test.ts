import { expect, it } from 'vitest'
import { renderConfigurationSchema } from '../../src/policy/json-schema.ts'
import { renderReference } from '../../src/policy/reference.ts'

// `npx vitest run test/docs/schema.test.ts -u` writes the file anew.
it('docs/incident.schema.json is what the schema of the check says', async () => {
  await expect(renderConfigurationSchema()).toMatchFileSnapshot('../../docs/incident.schema.json')
})

it('has the words of the reference page', () => {
  const page = renderReference().replaceAll('\\|', '|')
  const descriptions = renderConfigurationSchema().matchAll(/"description": ("(?:[^"\\]|\\.)*")/g)
  const [, ...said] = [...descriptions].map(([, text = '""']): string => JSON.parse(text))
  expect(said.length).toBeGreaterThan(100)
  expect(said.filter((text) => !page.includes(text))).toEqual([])
})
