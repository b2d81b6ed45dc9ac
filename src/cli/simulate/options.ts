import { parseDuration } from '../../lib/duration.ts'
import { isTimeZone } from '../../lib/local-time.ts'
import { failure, type Result, success } from '../../lib/result.ts'
import { permissions } from '../../policy/policy.ts'
import { type Beginning, readBeginning } from '../../policy/schema/simulation.ts'
import { oneOf } from '../arguments.ts'
import { readSharedFlags } from '../shared-flag.ts'
import type { GrantedPermission } from './cast.ts'

export const formats = ['text', 'json', 'markdown', 'mermaid'] as const
export type Format = (typeof formats)[number]

/** What the command line asks for; whatever is undefined is left to the scenario. */
export interface SimulateOptions {
  /** A path, or `preset:NAME`. */
  readonly scenario: string | undefined
  /** A path, or `preset:NAME`. */
  readonly config: string | undefined
  /** Played as in a repository that has no configuration. */
  readonly withoutFile: boolean
  readonly severity: string | undefined
  readonly kind: string | undefined
  readonly start: Beginning | undefined
  readonly timezone: string | undefined
  /** Milliseconds. */
  readonly until: number | undefined
  readonly people: ReadonlyMap<string, GrantedPermission>
  /** What the configuration extends in other repositories: `OWNER/REPO[:PATH]` → a path on this machine. */
  readonly shared: ReadonlyMap<string, string>
  readonly format: Format
  readonly list: boolean
}

/** What stands behind `simulate`, as it was written. */
export interface WrittenOptions {
  readonly positionals: readonly string[]
  readonly values: {
    readonly [Each in 'config' | 'severity' | 'kind' | 'at' | 'timezone' | 'until' | 'people' | 'format']?:
      | string
      | undefined
  } & {
    readonly list?: boolean | undefined
    readonly 'without-file'?: boolean | undefined
    readonly shared?: readonly string[] | undefined
  }
}

/** @returns the options, or one sentence about what is wrong with them */
export function readOptions({ values, positionals: [scenario] }: WrittenOptions): Result<SimulateOptions, string> {
  const start = values.at === undefined ? undefined : readBeginning(values.at)
  if (values.at !== undefined && !start)
    return failure(`--at is \`${values.at}\`, expected a moment such as \`Sunday 03:00\` or \`2026-03-01T03:00\`.`)
  const until = values.until === undefined ? undefined : parseDuration(values.until)
  if (values.until !== undefined && until === undefined)
    return failure(`--until is \`${values.until}\`, expected a duration such as \`8h\` or \`3d\`.`)
  const { timezone, severity, kind, config, list = false, 'without-file': withoutFile = false } = values
  if (withoutFile && config !== undefined) return failure('--config and --without-file contradict each other.')
  if (timezone !== undefined && !isTimeZone(timezone))
    return failure(`--timezone is \`${timezone}\`, expected a time zone such as \`Europe/London\`.`)
  const format = oneOf('format', values.format ?? 'text', formats)
  if (!format.ok) return format
  const people = readPeople(values.people ?? '')
  if (!people.ok) return people
  const shared = readSharedFlags(values.shared)
  if (!shared.ok) return shared
  const shape = { scenario, config, withoutFile, severity, kind, start, timezone, until, list }
  return success({ ...shape, format: format.value, people: people.value, shared: shared.value })
}

/** `alice=admin,bob=write`. */
function readPeople(written: string): Result<ReadonlyMap<string, GrantedPermission>, string> {
  const people = new Map<string, GrantedPermission>()
  for (const part of written.split(',').filter((each) => each.trim() !== '')) {
    const [login = '', word = ''] = part.trim().replace(/^@/u, '').split('=')
    const permission = permissions.find((each) => each === word)
    if (login === '' || permission === undefined || permission === 'none')
      return failure(`--people has \`${part.trim()}\`, expected \`login=read|triage|write|maintain|admin\`.`)
    people.set(login, permission)
  }
  return success(people)
}
