import { existsSync } from 'node:fs'
import { fullName } from '../../incident/repository.ts'
import { failure, type Result, success } from '../../lib/result.ts'
import { defaultPath } from '../../policy/extends.ts'
import type { Policy } from '../../policy/policy.ts'
import { type ArchivePlace, readArchive } from '../../store/archive/read-archive.ts'
import { readSharedFlags, readSharedTexts } from '../shared-flag.ts'
import { isPreset, presetConfiguration, readOwnConfiguration } from '../simulate/configuration.ts'
import { findingsAsText } from '../validate/as-text.ts'
import { findRepository } from './find.ts'

export interface ReadPolicy {
  readonly policy: Policy
  /** Where it was taken from. */
  readonly from: string
}

/** As it is written behind the options. */
interface Named {
  /** Undefined: `.github/incident.yml`. */
  readonly config?: string | undefined
  readonly shared?: readonly string[] | undefined
}

/**
 * The policy that is meant: a file of this machine, a preset, or what the server last read of a repository.
 * @param place where the server's data are, or why nobody knows
 * @returns the policy, or lines about why there is none
 */
export async function policyFor(
  { config, shared }: Named,
  place: () => Result<ArchivePlace, string>,
): Promise<Result<ReadPolicy, readonly string[]>> {
  const preset = config?.startsWith('preset:') ? config.slice('preset:'.length) : undefined
  if (preset !== undefined) return await presetPolicy(preset)
  const path = config ?? defaultPath
  if (existsSync(path)) return await filePolicy(path, shared)
  if (config === undefined)
    return failure([`There is no ${defaultPath} here. --config names a file, a preset or a repository.`])
  if (!/^[\w.-]+\/[\w.-]+$/u.test(config) || /\.ya?ml$/u.test(config)) return failure([`There is no file ${config}.`])
  const where = place()
  return where.ok ? await storedPolicy(config, where.value) : failure([where.error])
}

async function presetPolicy(name: string): Promise<Result<ReadPolicy, readonly string[]>> {
  if (!isPreset(name))
    return failure([`There is no preset ${name}; \`firebreak simulate --list\` shows those that there are.`])
  const { policy } = await presetConfiguration(name)
  return success({ policy, from: `preset:${name}, as if each of its roles had people of its name` })
}

async function filePolicy(path: string, shared: Named['shared']): Promise<Result<ReadPolicy, readonly string[]>> {
  const files = readSharedFlags(shared)
  const texts = files.ok ? readSharedTexts(files.value) : files
  if (!texts.ok) return failure([texts.error])
  const own = await readOwnConfiguration(path, texts.value)
  return own.ok ? success({ policy: own.value.policy, from: path }) : failure(findingsAsText(own.error, false))
}

async function storedPolicy(name: string, place: ArchivePlace): Promise<Result<ReadPolicy, readonly string[]>> {
  return await readArchive(place, async (archive) => {
    const repository = findRepository(await archive.repositories(), name)
    if (!repository.ok) return failure([repository.error])
    const record = await archive.policy(repository.value.id)
    if (!record) return failure([`The configuration of ${fullName(repository.value)} was never read.`])
    const read = new Date(record.checkedAt).toISOString().slice(0, 16).replace('T', ' ')
    return success({
      policy: record.policy,
      from: `the configuration of ${fullName(repository.value)}, as read last at ${read} UTC`,
    })
  })
}
