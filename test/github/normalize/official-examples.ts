import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Context } from '../../../src/github/normalize/delivered.ts'

export interface Example {
  readonly name: string
  readonly payload: Record<string, unknown>
}

interface Described {
  readonly name: string
  readonly examples: readonly Record<string, unknown>[]
}

const file = fileURLToPath(import.meta.resolve('@octokit/webhooks-examples/api.github.com/index.json'))
const described: readonly Described[] = JSON.parse(readFileSync(file, 'utf8'))

/** GitHub's own examples of webhook payloads, with the installation that an App's deliveries always name. */
export function officialExamples(): readonly Example[] {
  return described.flatMap(({ name, examples }) =>
    examples.map((payload) => ({ name, payload: { installation: { id: 77 }, ...payload } })),
  )
}

/** The first official example of an event and action, changed as told. */
export function example(name: string, action: string | undefined, changes: object = {}): Record<string, unknown> {
  const found = officialExamples().find((each) => each.name === name && each.payload.action === action)
  if (!found) throw new Error(`GitHub gives no example of ${name}.${action ?? ''}`)
  return { ...found.payload, ...changes }
}

/** A nested object of a payload, to be spread into a changed one. */
export function part(payload: Record<string, unknown>, key: string): Record<string, unknown> {
  const value = payload[key]
  if (typeof value !== 'object' || value === null) throw new Error(`the example has no ${key}`)
  return { ...value }
}

export const context: Context = { at: 1_700_000_000_000, appId: 29310, slug: 'firebreak-app' }
