import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { failure, type Result, success } from '../../lib/result.ts'
import { defaultPath, type FileReference, writeReference } from '../../policy/extends.ts'
import { loadPolicy, notFound } from '../../policy/load-policy.ts'
import type { Policy } from '../../policy/policy.ts'
import { presetNames } from '../../policy/presets/presets.ts'
import { type Problem, problem, type Span } from '../../policy/problem.ts'
import { withoutFile } from '../../policy/resolve-policy.ts'
import { type SharedFile, sharedFiles } from '../../policy/shared-files.ts'
import { readTextFile } from '../text-file.ts'
import { matchingFiles } from '../validate/matching-files.ts'

/** What a simulation is played under. */
export interface SimulatedConfiguration {
  readonly policy: Policy
  /** Path → text: the configuration, and the files of the repository that it names. */
  readonly files: Readonly<Record<string, string>>
  /** What it extends in other repositories. */
  readonly shared: readonly SharedFile[]
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
 * @param shared texts of what it extends in other repositories, by their names
 * @throws Unreadable
 */
export async function readOwnConfiguration(
  path: string,
  shared: Readonly<Record<string, string>>,
): Promise<Result<SimulatedConfiguration, FaultyFile>> {
  const text = readTextFile(path)
  const read = await readWritten({ text, file: path, shared })
  if (!read.ok) return failure({ file: path, text, findings: read.error })
  const { policy } = read.value
  const folder = dirname(path)
  const top = basename(folder) === dirname(defaultPath) ? dirname(folder) : folder
  const scenarios = await Promise.all(
    policy.drills.flatMap((drill) => drill.scenarios.map((glob) => matchingFiles(top, glob))),
  )
  const found = [...filesNamedBy(policy).filter((file) => existsSync(join(top, file))), ...scenarios.flat()]
  const named = Object.fromEntries(found.map((file) => [file, readTextFile(join(top, file))]))
  return success({ ...read.value, files: { ...named, [defaultPath]: text } })
}

interface Written {
  readonly text: string
  /** The name that positions carry. */
  readonly file: string
  readonly shared: Readonly<Record<string, string>>
}

/** A configuration of which only the text is there, and the texts of what it extends. */
export async function readWritten({
  text,
  file,
  shared,
}: Written): Promise<Result<SimulatedConfiguration, readonly Problem[]>> {
  const { fetch, read, missing, foreign } = sharedFiles(shared)
  const loaded = await loadPolicy(text, fetch, { file })
  if (loaded.ok) return success({ policy: loaded.value.policy, files: { [defaultPath]: text }, shared: read })
  // What stands there may change everything, so there is nothing to play without it.
  const named = (reference: FileReference): Span =>
    loaded.error.find(({ found }) => found === notFound(reference)) ?? reference.at
  const lacking = [
    ...missing.map((one) => notHere(one, named(one))),
    ...foreign.map((one) => ofAnother(one, named(one))),
  ]
  return failure(lacking.length > 0 ? lacking : loaded.error)
}

/** @param at where the repository's own file names it, or what names it */
const notHere = (reference: FileReference, at: Span): Problem =>
  problem({
    at,
    path: ['extends'],
    found: `\`${writeReference(reference)}\`, which stands in another repository`,
    expected: 'presets, and what stands on this machine',
    remedy: `Say where its text is: \`--shared ${writeReference(reference)}=FILE\`.`,
  })

const ofAnother = (reference: FileReference, at: Span): Problem =>
  problem({
    at,
    path: ['extends'],
    found: `\`${writeReference(reference)}\`, which is another owner's`,
    expected: 'repositories of one owner',
    remedy: 'A configuration extends files of its own owner: GitHub shows an App no others.',
  })

/** A repository that has no configuration. */
export const noConfiguration = (): SimulatedConfiguration => ({ policy: withoutFile(), files: {}, shared: [] })

/** A preset as somebody adopts it: each of its roles that has nobody yet is given to people who are called after it. */
export async function presetConfiguration(name: string): Promise<SimulatedConfiguration> {
  const bare = await loadPolicy(`version: 1\nextends: firebreak:${name}\n`, nothingShared)
  if (!bare.ok) throw new Error(`The preset ${name} is broken: ${bare.error[0]?.message}`)
  const text = adopt(name, bare.value.policy)
  const loaded = await loadPolicy(text, nothingShared)
  if (!loaded.ok) throw new Error(`The preset ${name} cannot be adopted: ${loaded.error[0]?.message}`)
  return { policy: loaded.value.policy, files: { [defaultPath]: text }, shared: [] }
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
