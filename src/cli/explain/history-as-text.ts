import { printable } from '../validate/finding.ts'
import type { ExplainedDecision, ExplainedEffect, History } from './history.ts'
import { bold, type Clock, counted, shortened, treeLines } from './words.ts'

interface Writing {
  readonly clock: Clock
  readonly timezone: string
  readonly coloured: boolean
}

/** So many lines of what came of a decision are shown in the list; the decision itself shows all. */
const mostLines = 3

/** The list of what was decided. @param asked how one of them is asked for */
export function historyAsText(history: History, { clock, timezone, coloured }: Writing): string {
  const { decisions, unexplained } = history
  const width = String(decisions.length).length
  return [
    ...head(history, coloured),
    ...(unexplained.length === 0
      ? []
      : [
          '',
          'Of what came before, nothing but the timeline is kept:',
          ...unexplained.map(({ at, text }) => `${' '.repeat(width)}  ${clock.moment(at)}  ${text}`),
        ]),
    '',
    ...decisions.flatMap((decision) => listed(decision, { clock, width })),
    '',
    decisions.length === 0
      ? 'No decision about it is kept.'
      : `${counted(decisions.length, 'decision')}; times are ${timezone}. --decision NUMBER, or --last, shows why.`,
  ].join('\n')
}

const confidential = 'CONFIDENTIAL: this incident is kept secret on GitHub. What follows is not, so do not pass it on.'

const head = ({ title, standing, isConfidential, others }: History, coloured: boolean): readonly string[] => [
  bold(printable(title), coloured) + (standing === undefined ? '' : `: ${printable(standing)}`),
  ...(isConfidential ? [confidential] : []),
  ...(others.length === 0 ? [] : [`The number belongs to ${others.map((number) => `#${number}`).join(', ')}, too.`]),
]

function listed(
  decision: ExplainedDecision,
  { clock, width }: Pick<Writing, 'clock'> & { readonly width: number },
): readonly string[] {
  const { number, account, cause, lines } = decision
  const indent = ' '.repeat(width + 2 + clock.moment(account.at).length + 2)
  const more = lines.length - mostLines
  return [
    `${String(number).padStart(width)}  ${clock.moment(account.at)}  ${printable(cause)}`,
    ...lines.slice(0, mostLines).map((line) => `${indent}→ ${line}`),
    ...(more > 0 ? [`${indent}→ and ${more} more`] : []),
    ...(lines.length > 0 ? [] : [`${indent}→ ${cameOf(decision)}`]),
  ]
}

/** Where nothing was written down: why nothing was done, else what was asked for, else what it rests on. */
function cameOf({ account: { because, entries }, cause, effects }: ExplainedDecision): string {
  const against = because.find(({ holds }) => !holds)?.what
  const last = because.at(-1)?.what ?? 'there was nothing to do'
  if (entries.length === 0 && effects.length === 0) return printable(`nothing: ${against ?? last}`)
  if (against !== undefined) return printable(against)
  if (effects.length > 0) return printable(effects.map(({ what }) => what).join('; '))
  return last === `it was ${cause}` ? 'noted' : printable(last)
}

/** One decision with its whole tree. */
export function decisionAsText(
  history: History,
  decision: ExplainedDecision,
  { clock, timezone, coloured }: Writing,
): string {
  const { account, cause, lines, effects, number } = decision
  const { delivery, failure } = account.cause
  const title = (text: string): string => bold(text, coloured)
  return [
    ...head(history, coloured),
    '',
    `Decision ${number} of ${history.decisions.length}, ${clock.moment(account.at)} ${timezone}`,
    '',
    title('What happened'),
    `  ${printable(cause)}`,
    ...(failure === undefined ? [] : [`  ${printable(failure)}`]),
    ...(delivery === undefined ? [] : [`  delivery ${printable(delivery)}`]),
    ...section(
      title('What was asked'),
      account.asked.map(({ ask, about, answer }) => [`${ask} ${about}`.trim(), answer].join(': ')),
    ),
    '',
    title('Why'),
    ...treeLines(account.because),
    ...section(title('What was written down'), lines),
    ...section(
      title('What was asked for'),
      effects.map((effect) => effectLine(effect, clock)),
    ),
    ...section(
      title('What is waited for'),
      account.timers.map(({ name, at }) => `${clock.moment(at)}  ${shortened(name)}`),
    ),
    ...(account.leftOut === 0
      ? []
      : ['', `${counted(account.leftOut, 'thing')} more, which there was no room to keep.`]),
  ].join('\n')
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${printable(line)}`)]

function effectLine({ what, isKept, outcome }: ExplainedEffect, clock: Clock): string {
  if (!outcome) return `${what}: no longer kept`
  const { status, settledAt, askedAt, failures, error } = outcome
  const when = settledAt === undefined ? '' : ` ${clock.moment(settledAt)}`
  if (status === 'done') return `${what}: done${isKept ? ', last' : ''}${when}`
  if (status === 'cancelled') return `${what}: taken back${when}`
  if (status === 'given-up') return `${what}: given up${when}, because ${error ?? 'nobody knows'}`
  const since = askedAt === undefined ? '' : ` since ${clock.moment(askedAt)}`
  return `${what}: waiting${since}${failures > 0 ? `, tried in vain ${counted(failures, 'time')} (${error})` : ''}`
}
