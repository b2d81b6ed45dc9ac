import { messageOf } from '../engine/redact.ts'
import { outlookOf } from '../incident/outlook.ts'
import { didYouMean } from '../lib/did-you-mean.ts'
import { isTimeZone } from '../lib/local-time.ts'
import { failure, type Result, success } from '../lib/result.ts'
import type { Policy } from '../policy/policy.ts'
import { readBeginning } from '../policy/schema/simulation.ts'
import { readArchive } from '../store/archive/read-archive.ts'
import { oneOf } from './arguments.ts'
import type { Ending } from './command.ts'
import { type Asked, type ExplainedDecision, type History, historyOf } from './explain/history.ts'
import { historyAsJson } from './explain/history-as-json.ts'
import { decisionAsText, historyAsText } from './explain/history-as-text.ts'
import { nextMoment } from './explain/moment.ts'
import { outlookAsText } from './explain/outlook-as-text.ts'
import { placeOfData } from './explain/place.ts'
import { policyFor } from './explain/policy-for-outlook.ts'
import { clockIn } from './explain/words.ts'
import type { Surroundings, Terminal } from './terminal.ts'

/** What stands behind `explain`, as it was written. */
export interface ExplainArguments {
  readonly positionals: readonly string[]
  readonly values: {
    readonly [Each in 'decision' | 'window' | 'data' | 'severity' | 'kind' | 'at' | 'config' | 'timezone' | 'format']?:
      | string
      | undefined
  } & { readonly last?: boolean | undefined; readonly shared?: readonly string[] | undefined }
}

type Values = ExplainArguments['values']

interface Shown {
  readonly format: 'text' | 'json'
  readonly timezone: string
}

const formats = ['text', 'json'] as const

/**
 * `firebreak explain`: why something was decided, from the data of a server; or who would be told of an emergency.
 * @returns 0 shown; 2 what is asked about is not known, or cannot be read
 */
export async function runExplain(
  { positionals, values }: ExplainArguments,
  surroundings: Surroundings,
): Promise<Ending> {
  const shown = howShown(values)
  if (!shown.ok) return { notUnderstood: shown.error }
  const [subject] = positionals
  if (values.severity !== undefined)
    return subject === undefined
      ? await explainSeverity(values.severity, values, { ...surroundings, shown: shown.value })
      : { notUnderstood: '--severity asks about an emergency that is still to come, so no number goes with it.' }
  const asked = askedAbout(subject, values.window)
  if (!asked.ok) return { notUnderstood: asked.error }
  return await explainDecisions(asked.value, values, { ...surroundings, shown: shown.value })
}

function howShown({ format: written = 'text', timezone = 'UTC' }: Values): Result<Shown, string> {
  const format = oneOf('format', written, formats)
  if (!format.ok) return format
  if (!isTimeZone(timezone))
    return failure(`--timezone is \`${timezone}\`, expected a time zone such as \`Europe/London\`.`)
  return success({ format: format.value, timezone })
}

function askedAbout(subject: string | undefined, window: string | undefined): Result<Asked, string> {
  if (subject === undefined) return failure('OWNER/REPO#N is missing, or --severity ID.')
  const [, repository, number] = /^([\w.-]+\/[\w.-]+)(?:#([1-9]\d{0,9}))?$/u.exec(subject) ?? []
  if (repository === undefined) return failure(`"${subject}" is no OWNER/REPO#N.`)
  if (number !== undefined) return success({ repository, about: { number: Number(number) } })
  if (window !== undefined) return success({ repository, about: { window } })
  return failure(`"${subject}" says no number: write ${subject}#N, or --window NAME for a planned freeze.`)
}

interface Showing extends Surroundings {
  readonly shown: Shown
}

async function explainDecisions(
  asked: Asked,
  values: Values,
  { terminal, environment, shown }: Showing,
): Promise<Ending> {
  const place = placeOfData(values.data, environment)
  if (!place.ok) return { notUnderstood: place.error }
  try {
    const history = await readArchive(place.value, (archive) => historyOf(archive, asked))
    if (!history.ok) return refuse(terminal, [history.error])
    const chosen = chosenOf(history.value, values)
    if (!chosen.ok) return refuse(terminal, [chosen.error])
    const coloured = terminal.isTerminal
    terminal.print(written(history.value, chosen.value, { ...shown, coloured }))
    return 0
  } catch (error) {
    return refuse(terminal, [`firebreak explain: ${messageOf(error)}`])
  }
}

function written(
  history: History,
  chosen: ExplainedDecision | undefined,
  { format, timezone, coloured }: Shown & { readonly coloured: boolean },
): string {
  if (format === 'json') return historyAsJson(history, chosen)
  const writing = { clock: clockIn(timezone), timezone, coloured }
  return chosen ? decisionAsText(history, chosen, writing) : historyAsText(history, writing)
}

/** The one decision that is asked for; undefined: all of them. */
function chosenOf({ decisions }: History, { decision, last }: Values): Result<ExplainedDecision | undefined, string> {
  if (decision === undefined && !last) return success(undefined)
  const chosen = last ? decisions.at(-1) : decisions.find(({ number }) => String(number) === decision)
  if (chosen) return success(chosen)
  const known = decisions.length === 0 ? 'None is kept.' : `They are numbered from 1 to ${decisions.length}.`
  return failure(`There is no ${last ? 'last decision' : `decision ${decision}`}. ${known}`)
}

async function explainSeverity(severity: string, values: Values, showing: Showing): Promise<Ending> {
  const { terminal, environment, shown } = showing
  const { timezone, format } = shown
  const beginning = values.at === undefined ? undefined : readBeginning(values.at)
  if (values.at !== undefined && !beginning)
    return {
      notUnderstood: `--at is \`${values.at}\`, expected a moment such as \`Sunday 03:00\` or \`2026-03-01T03:00\`.`,
    }
  try {
    const read = await policyFor(values, () => placeOfData(values.data, environment))
    if (!read.ok) return refuse(terminal, read.error)
    const { policy, from } = read.value
    const at = nextMoment(beginning, timezone, Date.now())
    const outlook = outlookOf(policy, { severity, kind: values.kind, at })
    const unknown = outlook ? unknownKind(policy, values.kind) : unknownSeverity(policy, severity)
    if (!outlook || unknown !== undefined) return refuse(terminal, unknown === undefined ? [] : [unknown])
    const coloured = terminal.isTerminal
    const text = (): string => outlookAsText(outlook, { clock: clockIn(timezone), timezone, coloured, from })
    terminal.print(format === 'json' ? JSON.stringify({ from, timezone, ...outlook }, undefined, 2) : text())
    return 0
  } catch (error) {
    return refuse(terminal, [`firebreak explain: ${messageOf(error)}`])
  }
}

function unknownSeverity({ severities }: Policy, severity: string): string {
  return notConfigured(
    'severity',
    severity,
    severities.map(({ id }) => id),
  )
}

function unknownKind({ kinds }: Policy, kind: string | undefined): string | undefined {
  return kind === undefined || Object.hasOwn(kinds, kind) ? undefined : notConfigured('kind', kind, Object.keys(kinds))
}

function notConfigured(what: string, name: string, known: readonly string[]): string {
  const nearest = didYouMean(name, [...known])
  const remedy = nearest === undefined ? `It has ${known.join(', ') || 'none'}.` : `Did you mean ${nearest}?`
  return `The configuration has no ${what} ${name}. ${remedy}`
}

function refuse(terminal: Terminal, lines: readonly string[]): number {
  for (const line of lines) terminal.printError(line)
  return 2
}
