import { parseArgs } from 'node:util'
import { parseDuration } from '../../lib/duration.ts'
import { isTimeZone } from '../../lib/local-time.ts'
import { failure, type Result, success } from '../../lib/result.ts'
import { permissions } from '../../policy/policy.ts'
import { type Beginning, readBeginning } from '../../policy/schema/simulation.ts'
import type { GrantedPermission } from './cast.ts'

export const formats = ['text', 'json', 'markdown', 'mermaid'] as const
export type Format = (typeof formats)[number]

/** What the command line asks for; whatever is undefined is left to the scenario. */
export interface SimulateOptions {
  /** A path, or `preset:NAME`. */
  readonly scenario: string | undefined
  /** A path, or `preset:NAME`. */
  readonly config: string | undefined
  readonly severity: string | undefined
  readonly kind: string | undefined
  readonly start: Beginning | undefined
  readonly timezone: string | undefined
  /** Milliseconds. */
  readonly until: number | undefined
  readonly people: ReadonlyMap<string, GrantedPermission>
  readonly format: Format
  readonly list: boolean
}

const flags = {
  config: { type: 'string' },
  severity: { type: 'string' },
  kind: { type: 'string' },
  at: { type: 'string' },
  timezone: { type: 'string' },
  until: { type: 'string' },
  people: { type: 'string' },
  format: { type: 'string' },
  list: { type: 'boolean' },
} as const

/** Reads what stands behind `simulate`. @returns the options, or one sentence about what is wrong with them */
export function readOptions(args: readonly string[]): Result<SimulateOptions, string> {
  const parsed = parsedArgs(args)
  if (!parsed.ok) return parsed
  const { values, positionals } = parsed.value
  if (positionals.length > 1) return failure(`One scenario at a time, not ${positionals.length}.`)
  const start = values.at === undefined ? undefined : readBeginning(values.at)
  if (values.at !== undefined && !start)
    return failure(`--at is \`${values.at}\`, expected a moment such as \`Sunday 03:00\` or \`2026-03-01T03:00\`.`)
  const until = values.until === undefined ? undefined : parseDuration(values.until)
  if (values.until !== undefined && until === undefined)
    return failure(`--until is \`${values.until}\`, expected a duration such as \`8h\` or \`3d\`.`)
  const { timezone, severity, kind, config, list = false } = values
  if (timezone !== undefined && !isTimeZone(timezone))
    return failure(`--timezone is \`${timezone}\`, expected a time zone such as \`Europe/London\`.`)
  const format = formats.find((each) => each === (values.format ?? 'text'))
  if (!format) return failure(`--format is \`${values.format}\`, expected one of ${formats.join(', ')}.`)
  const people = readPeople(values.people ?? '')
  if (!people.ok) return people
  const [scenario] = positionals
  return success({ scenario, config, severity, kind, start, timezone, until, format, list, people: people.value })
}

function parsedArgs(args: readonly string[]) {
  try {
    return success(parseArgs({ args: [...args], options: flags, allowPositionals: true }))
  } catch (error) {
    return failure(error instanceof Error ? error.message : String(error))
  }
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
