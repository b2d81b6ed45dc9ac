import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { failure, type Result, success } from '../../lib/result.ts'
import { defaultPath } from '../../policy/extends.ts'
import { loadPolicy } from '../../policy/load-policy.ts'
import type { Policy } from '../../policy/policy.ts'
import { presetNames } from '../../policy/presets/presets.ts'
import type { Problem } from '../../policy/problem.ts'
import { withoutFile } from '../../policy/resolve-policy.ts'

/** What a simulation is played under. */
export interface SimulatedConfiguration {
  readonly policy: Policy
  /** Path → text: the configuration, and the files of the repository that it names. */
  readonly files: Readonly<Record<string, string>>
}

/** Files of other repositories are not on this machine. */
const nothingShared = async (): Promise<undefined> => undefined

/**
 * Reads the configuration of a repository on this machine.
 * @param path of the file; what it names is read from two folders above it, where the repository begins
 * @throws when the file cannot be read
 */
export async function readOwnConfiguration(path: string): Promise<Result<SimulatedConfiguration, Problem[]>> {
  const text = readFileSync(path, 'utf8')
  const loaded = await loadPolicy(text, nothingShared, { file: path })
  if (!loaded.ok) return loaded
  const { policy } = loaded.value
  const folder = dirname(path)
  const top = basename(folder) === dirname(defaultPath) ? dirname(folder) : folder
  const found = filesNamedBy(policy).filter((file) => existsSync(join(top, file)))
  const named = Object.fromEntries(found.map((file) => [file, readFileSync(join(top, file), 'utf8')]))
  return success({ policy, files: { ...named, [defaultPath]: text } })
}

/** A repository that has no configuration. */
export const noConfiguration = (): SimulatedConfiguration => ({ policy: withoutFile(), files: {} })

/** A preset as somebody adopts it: each of its roles that has nobody yet is given to people who are called after it. */
export async function presetConfiguration(name: string): Promise<Result<SimulatedConfiguration, Problem[]>> {
  const bare = await loadPolicy(`version: 1\nextends: firebreak:${name}\n`, nothingShared)
  if (!bare.ok) return bare
  const text = adopt(name, bare.value.policy)
  const loaded = await loadPolicy(text, nothingShared)
  return loaded.ok ? success({ policy: loaded.value.policy, files: { [defaultPath]: text } }) : failure(loaded.error)
}

export const isPreset = (name: string): boolean => presetNames.includes(name)

function adopt(name: string, policy: Policy): string {
  const empty = Object.entries(policy.roles).filter(([, role]) => role.type === 'members' && role.members.length === 0)
  const roles = empty.map(
    ([role]) =>
      `  ${role}: [${peopleOf(role, policy)
        .map((login) => `"@${login}"`)
        .join(', ')}]`,
  )
  return ['version: 1', `extends: firebreak:${name}`, ...(roles.length > 0 ? ['roles:', ...roles] : []), ''].join('\n')
}

/** Where several have to approve, there is one more of them: nobody approves what they wrote themselves. */
function peopleOf(role: string, { severities }: Policy): readonly string[] {
  const counting = severities.map(({ approvals }) => approvals).filter(({ from }) => from.includes(role))
  const most = Math.max(1, ...counting.map(({ required }) => required))
  return most === 1 ? [role] : Array.from({ length: most + 1 }, (_each, place) => `${role}-${place + 1}`)
}

/** Paths of the repository's own files that the policy names. */
function filesNamedBy({ checklists, updates, postmortem, confidential, drills }: Policy): readonly string[] {
  const templates = [
    updates.template,
    postmortem.template,
    confidential.advisory,
    ...updates.messages.map((one) => one.template),
  ]
  return [
    ...checklists.flatMap(({ file }) => (file === undefined ? [] : [file])),
    ...templates.flatMap((template) => (template?.type === 'file' ? [template.path] : [])),
    ...drills.flatMap(({ scenarios }) => scenarios),
  ]
}
