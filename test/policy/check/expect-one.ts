import { expect } from 'vitest'
import { problemsOf } from '../read.ts'

export const people = 'roles: { maintainers: ["@a", "@b"], security: ["@acme/security"], nobody: [] }\n'

/** Everything found in a file that also defines the roles above. */
export async function found(text: string): Promise<string[]> {
  const problems = await problemsOf(people + text)
  return problems.map((one) => `${one.severity} ${one.keyPath}: ${one.message}`)
}

export async function expectOne(text: string, keyPath: string, words: string): Promise<void> {
  const messages = await found(text)
  expect(messages).toHaveLength(1)
  expect(messages[0]).toContain(`${keyPath}: `)
  expect(messages[0]).toContain(words)
}
