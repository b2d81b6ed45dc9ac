import { vi } from 'vitest'
import { readGitHub } from '../harness/read.ts'
import type { ProcessWorld } from './world.ts'

const patience = { timeout: 60_000, interval: 10 }

const description = 'Incident: #1\n\n## Impact\n\nEverybody.\n\n## Reason for bypass\n\nIt cannot wait.\n'

export interface ScriptOptions {
  /** Awaited before people go on: the server is running. */
  readonly ready?: () => Promise<unknown>
}

/** What people do in an emergency, from the report to the closed post-mortem; each waits until they see the answer. */
export async function playIncident(
  world: ProcessWorld,
  { ready = async () => undefined }: ScriptOptions = {},
): Promise<void> {
  const seen = readGitHub(world.github)
  const until = async (what: string, holds: () => boolean): Promise<void> => {
    await vi.waitFor(() => {
      if (!holds()) throw new Error(`still waiting: ${what}`)
    }, patience)
    await ready()
  }
  const { number } = world.as('trudy').openIssue({ title: '[EMERGENCY] Everything is down' })
  await until('the card says that main is frozen', () => seen.card(number).includes('**on** since'))
  world.as('bob').comment(number, '/incident ack')
  await until('acknowledged', () => seen.labels(number).includes('incident/acknowledged'))
  const files = { 'b.ts': 'b' }
  const hotfix = world
    .as('carol')
    .openPull({ title: '[EMERGENCY] Repair', body: description, head: 'hotfix/repair', files }).number
  await until('the hotfix is refused', () => seen.check(hotfix, 'firebreak/hotfix')?.conclusion === 'failure')
  world.as('alice').review(hotfix, 'APPROVED')
  await until('the hotfix may be merged', () => world.github.mayMerge('acme/shop', hotfix, 'carol').allowed)
  world.as('carol').merge(hotfix)
  await until(
    'thawed and mitigated',
    () => seen.rulesets().length === 0 && seen.labels(number).includes('incident/mitigated'),
  )
  await until('the post-mortem is open, and said to be', () => seen.said(number, /The post-mortem is open/).length > 0)
  world.as('bob').comment(number, '/incident resolve It was the cache')
  await until('resolved', () => seen.labels(number).includes('incident/resolved'))
  for (const postmortem of seen.issues(/^Post-mortem/)) world.as('alice').close(postmortem.number)
  await until('closed', () => seen.labels(number).includes('incident/closed'))
}
