import { loadPolicy } from '../../src/policy/load-policy.ts'
import type { Problem } from '../../src/policy/problem.ts'
import type { ResolvedPolicy } from '../../src/policy/resolve-policy.ts'

/** Shared files by the name under which `extends` gives them. */
export type SharedFiles = Readonly<Record<string, string>>

/** The policy of a file that has to be valid. */
export async function policyOf(text: string, shared: SharedFiles = {}): Promise<ResolvedPolicy> {
  const loaded = await load(text, shared)
  if (loaded.ok) return loaded.value
  throw new Error(loaded.error.map((one) => one.message).join('\n'))
}

/** All problems of a file, also the warnings of one that takes effect. */
export async function problemsOf(text: string, shared: SharedFiles = {}): Promise<readonly Problem[]> {
  const loaded = await load(text, shared)
  return loaded.ok ? loaded.value.warnings : loaded.error
}

/** Problems as `line:column severity message`, which is what a maintainer sees beside the line. */
export async function shown(text: string, shared: SharedFiles = {}): Promise<string[]> {
  const problems = await problemsOf(text, shared)
  return problems.map((one) => `${one.line}:${one.column} ${one.severity} ${one.message}`)
}

function load(text: string, shared: SharedFiles) {
  return loadPolicy(text, async ({ owner, repository, path }) => {
    return (
      shared[`${owner}/${repository}:${path}`] ??
      (path === '.github/incident.yml' ? shared[`${owner}/${repository}`] : undefined)
    )
  })
}
