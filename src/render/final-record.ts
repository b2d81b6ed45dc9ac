import { type Bypass, type Freeze, type Incident, isFrozen } from '../incident/incident.ts'
import { neutral, neutralCode } from '../lib/markdown-neutral.ts'
import { durationInFull } from './duration-words.ts'
import { advisoryReasons, comparisonTable, freezeLength, freezeState } from './freeze-words.ts'
import { timeWords } from './time-words.ts'
import { branchList, mixed, paragraphs, person, shortSha, tableRow } from './words.ts'

/** What the record says when the incident is over, as a comment on its post-mortem, whose text is older. */
export function renderFinalRecord(incident: Incident): string {
  const summary = incident.timeline.findLast((entry) => entry.type === 'Resolved')?.summary
  return paragraphs(
    `### Final record\n\nThe incident is over. The text above was written before that and stays as people make it; this is what the record of #${incident.anchor.number} says in the end.`,
    summary !== undefined && `**How it ended**: ${neutral(summary, { max: 1_000 })}`,
    timesTable(incident),
    `**Freeze**: ${freezeWords(incident)}`,
    listed('Bypasses', incident.bypasses.map(bypassWords)),
    listed('Checklist items still open', openItems(incident)),
  )
}

const at = (moment: number | undefined): string => (moment === undefined ? 'not on record' : timeWords(moment))

function timesTable({ times }: Incident): string {
  const began = times.declared ?? times.reported
  const row = (name: string, moment: number | undefined): string =>
    tableRow(`**${name}**`, at(moment), moment === undefined ? '' : durationInFull(Math.max(0, moment - began)))
  return [
    tableRow('', 'At', 'After the declaration'),
    '|---|---|---|',
    tableRow('**Declared**', at(times.declared), ''),
    row('First response', times.responded),
    row('Acknowledged', times.acknowledged),
    row('Mitigated', times.mitigated),
    row('Resolved', times.resolved),
  ].join('\n')
}

function freezeWords(incident: Incident): string {
  const { freeze, anchor } = incident
  if (!freeze) return 'nothing was frozen.'
  if (freeze.status === 'off') return paragraphs(liftedWords(freeze), comparisonTable(freeze.comparison))
  const wayOut = isFrozen(incident) ? ` \`/incident thaw\` on #${anchor.number} lifts it.` : ''
  return `${freezeState(freeze)}.${wayOut}`
}

function liftedWords(freeze: Freeze): string {
  const held = freeze.applied?.verified ?? []
  const where = branchList(held.length > 0 ? held : freeze.branches)
  const length = freezeLength(freeze)
  return [
    `\`${freeze.mode}\` on ${where}, lifted at ${timeWords(freeze.liftedAt ?? freeze.requestedAt)}.`,
    length === undefined ? '' : ` It lasted ${length}.`,
    freeze.advisory ? ` It was not enforced, ${advisoryReasons[freeze.advisory.reason]}.` : '',
  ].join('')
}

function bypassWords({ at, by, branch, sha, how, reason }: Bypass): string {
  const what =
    branch === undefined || sha === undefined
      ? `${person(by)} ${mixed(how)}`
      : `${shortSha(sha)} reached ${neutralCode(branch, { max: 100 })} (${mixed(how)}; by ${person(by)})`
  const why = reason === undefined ? '**not given**' : neutral(reason, { max: 400 })
  return `${timeWords(at)} · ${what}. Reason: ${why}`
}

const openItems = ({ checklists }: Incident): readonly string[] =>
  checklists.flatMap(({ title, items }) =>
    items
      .filter(({ ticked }) => !ticked)
      .map(({ text }) => `${neutral(title, { max: 120 })}: ${neutral(text, { max: 300 })}`),
  )

const mostItems = 40

function listed(title: string, items: readonly string[]): string {
  if (items.length === 0) return `**${title}**: none.`
  const rest = items.length - mostItems
  const shown = rest > 0 ? [...items.slice(0, mostItems), `and ${rest} more`] : items
  return `**${title}**\n\n${shown.map((item) => `- ${item}`).join('\n')}`
}
