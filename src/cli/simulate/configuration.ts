import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { failure, type Result, success } from '../../lib/result.ts'
import { defaultPath, type FileReference, writeReference } from '../../policy/extends.ts'
import { loadPolicy } from '../../policy/load-policy.ts'
import type { Policy } from '../../policy/policy.ts'
import { presetNames } from '../../policy/presets/presets.ts'
import { type Problem, problem } from '../../policy/problem.ts'
import { withoutFile } from '../../policy/resolve-policy.ts'
import { matchingFiles } from '../validate/matching-files.ts'

/** What a simulation is played under. */
export interface SimulatedConfiguration {
  readonly policy: Policy
  /** Path → text: the configuration, and the files of the repository that it names. */
  readonly files: Readonly<Record<string, string>>
}

/** A file, and what is wrong with it. */
export interface FaultyFile {
  readonly file: string
  readonly text: string
  readonly findings: readonly Problem[]
}

/** Presets extend nothing of other repositories. */
const nothingShared = async (): Promise<undefined> => undefined

/**
 * Reads the configuration of a repository on this machine.
 * @param path of the file; what it names is read from two folders above it, where the repository begins
 * @throws when the file cannot be read
 */
export async function readOwnConfiguration(path: string): Promise<Result<SimulatedConfiguration, FaultyFile>> {
  const text = readFileSync(path, 'utf8')
  const elsewhere: FileReference[] = []
  const loaded = await loadPolicy(text, async (reference) => void elsewhere.push(reference), { file: path })
  // What stands there may change everything, so there is nothing to play without it.
  if (elsewhere.length > 0) return failure({ file: path, text, findings: elsewhere.map(notHere) })
  if (!loaded.ok) return failure({ file: path, text, findings: loaded.error })
  const { policy } = loaded.value
  const folder = dirname(path)
  const top = basename(folder) === dirname(defaultPath) ? dirname(folder) : folder
  const scenarios = await Promise.all(
    policy.drills.flatMap((drill) => drill.scenarios.map((glob) => matchingFiles(top, glob))),
  )
  const found = [...filesNamedBy(policy).filter((file) => existsSync(join(top, file))), ...scenarios.flat()]
  const named = Object.fromEntries(found.map((file) => [file, readFileSync(join(top, file), 'utf8')]))
  return success({ policy, files: { ...named, [defaultPath]: text } })
}

const notHere = (reference: FileReference): Problem =>
  problem({
    at: reference.at,
    path: ['extends'],
    found: `\`${writeReference(reference)}\`, which stands in another repository`,
    expected: 'presets, and what stands in this file',
    remedy: 'Only what is on this machine can be played: put that text in its place for the simulation.',
  })

/** A repository that has no configuration. */
export const noConfiguration = (): SimulatedConfiguration => ({ policy: withoutFile(), files: {} })

/** A preset as somebody adopts it: each of its roles that has nobody yet is given to people who are called after it. */
export async function presetConfiguration(name: string): Promise<SimulatedConfiguration> {
  const bare = await loadPolicy(`version: 1\nextends: firebreak:${name}\n`, nothingShared)
  if (!bare.ok) throw new Error(`The preset ${name} is broken: ${bare.error[0]?.message}`)
  const text = adopt(name, bare.value.policy)
  const loaded = await loadPolicy(text, nothingShared)
  if (!loaded.ok) throw new Error(`The preset ${name} cannot be adopted: ${loaded.error[0]?.message}`)
  return { policy: loaded.value.policy, files: { [defaultPath]: text } }
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
function filesNamedBy({ checklists, updates, postmortem, confidential }: Policy): readonly string[] {
  const templates = [
    updates.template,
    postmortem.template,
    confidential.advisory,
    ...updates.messages.map((one) => one.template),
  ]
  return [
    ...checklists.flatMap(({ file }) => (file === undefined ? [] : [file])),
    ...templates.flatMap((template) => (template?.type === 'file' ? [template.path] : [])),
  ]
}
