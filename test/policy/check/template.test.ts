import { expect, it } from 'vitest'
import { policyOf, problemsOf } from '../read.ts'

const updates = (template: string) => `updates: { template: ${JSON.stringify(template)} }`

it.each([
  ['.github/incident/update.md', { type: 'file', path: '.github/incident/update.md' }],
  ['docs/my update.md', { type: 'file', path: 'docs/my update.md' }],
  ['Known:\nNext:', { type: 'text', text: 'Known:\nNext:' }],
])('the template %j is read', async (template, expected) => {
  expect((await policyOf(updates(template))).policy.updates.template).toEqual(expected)
})

it.each(['Hour {{ incident.hour }}', 'We are looking into it'])(
  'the single line %j is no path, and the maintainer learns how to write it',
  async (template) => {
    const [problem] = await problemsOf(updates(template))
    expect(problem).toMatchObject({ severity: 'error', keyPath: 'updates.template' })
    expect(problem?.message).toContain('after `|`')
  },
)
