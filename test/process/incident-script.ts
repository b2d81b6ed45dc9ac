import type { Emulator } from '../../src/emulator/emulator.ts'
import { readGitHub } from '../harness/read.ts'
import { until } from './until.ts'
import { shop } from './world.ts'

/** What people write on a pull request that is to repair an incident. */
export const hotfixFor = (incident: number): string =>
  `Incident: #${incident}\n\n## Impact\n\nEverybody.\n\n## Reason for bypass\n\nIt cannot wait.\n`

export interface ScriptOptions {
  /** Awaited before people go on: the server is running. */
  readonly ready?: () => Promise<unknown>
  /** The repository in which it happens. */
  readonly at?: string
  /** How long people wait for an answer, in milliseconds. */
  readonly timeout?: number
}

/** What people do in an emergency, from the report to the closed post-mortem; each waits until they see the answer. */
export async function playIncident(
  { github }: { readonly github: Emulator },
  options: ScriptOptions = {},
): Promise<void> {
  const { ready = async () => undefined, at = shop, timeout = 60_000 } = options
  const seen = readGitHub(github, at)
  const as = (login: string) => github.as(login).in(at)
  const see = async (what: string, holds: () => boolean): Promise<void> => {
    await until(`${what} in ${at}`, holds, { timeout })
    await ready()
  }
  const { number } = as('trudy').openIssue({ title: '[EMERGENCY] Everything is down' })
  // Labels are brought to what holds now: one that nobody waits for may be passed over.
  await see(
    'the card says that main is frozen',
    () => seen.card(number).includes('**on** since') && seen.labels(number).includes('incident/declared'),
  )
  as('bob').comment(number, '/incident ack')
  await see('acknowledged', () => seen.labels(number).includes('incident/acknowledged'))
  const repair = { title: '[EMERGENCY] Repair', body: hotfixFor(number), head: 'hotfix/repair' }
  const hotfix = as('carol').openPull({ ...repair, files: { 'b.ts': 'b' } }).number
  await see('the hotfix is refused', () => seen.check(hotfix, 'firebreak/hotfix')?.conclusion === 'failure')
  as('alice').review(hotfix, 'APPROVED')
  await see('the hotfix may be merged', () => github.mayMerge(at, hotfix, 'carol').allowed)
  as('carol').merge(hotfix)
  await see(
    'thawed and mitigated',
    () => seen.rulesets().length === 0 && seen.labels(number).includes('incident/mitigated'),
  )
  await see('the post-mortem is open, and said to be', () => seen.said(number, /The post-mortem is open/).length > 0)
  as('bob').comment(number, '/incident resolve It was the cache')
  await see('resolved', () => seen.labels(number).includes('incident/resolved'))
  for (const postmortem of seen.issues(/^Post-mortem/)) as('alice').close(postmortem.number)
  await see('closed', () => seen.labels(number).includes('incident/closed'))
}
