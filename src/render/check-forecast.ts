import type { Forecast, ForecastCase, ForetoldCall, ForetoldFreeze, Outlook } from '../incident/forecast.ts'
import { neutral, neutralCode } from '../lib/markdown-neutral.ts'
import { durationInFull } from './duration-words.ts'
import { andList, count, mixed, paragraphs, person, tableRow, within } from './words.ts'

type Played = Extract<Forecast, { type: 'played' }>

/** How much of a check's summary the table may take; GitHub takes 65,535 characters in all. */
const longestTable = 30_000

/** What of each emergency is compared, in the order in which people ask. */
const aspects: readonly (readonly [string, (outlook: Outlook) => string])[] = [
  ['Called', ({ calls }) => callsWords(calls)],
  ['Frozen', ({ freezes }) => someOf(freezes.map(freezeWords), 'nothing')],
  ['Missed', ({ missed }) => someOf(missed.map(missWords), 'nothing', 3)],
]

/** Emergencies of one severity that go alike, whenever they come. */
interface Group extends Pick<ForecastCase, 'severity' | 'timezone' | 'before' | 'after'> {
  readonly moments: readonly string[]
}

/** In a few words for a title: what a proposed configuration changes. */
export function forecastTitle(forecast: Forecast | 'under-way'): string {
  if (forecast === 'under-way') return 'what it changes is being played'
  if (forecast.type === 'not-played') return 'what it changes could not be played'
  if (forecast.alone) return 'see what an emergency would be like'
  const differing = groupsOf(forecast.cases.filter(isDifferent)).length
  return `${differing === 0 ? 'nothing changes' : count(differing, 'change')} in an emergency`
}

/** What a proposed configuration changes in an emergency, emergency by emergency. */
export function forecastSection(forecast: Forecast | 'under-way'): string {
  if (forecast === 'under-way')
    return 'What it changes in an emergency is being played, and is added here within a minute or so; if a newer commit comes before, it is told there. Nothing waits for it.'
  if (forecast.type === 'not-played')
    return `What it changes in an emergency could not be played: ${mixed(forecast.why)}. The verdict stands without it.`
  return forecast.alone ? aloneSection(forecast) : comparison(forecast)
}

/** Nothing to compare with: what would happen, for people who see it for the first time. */
function aloneSection({ alone, cases, watched }: Played): string {
  const groups = groupsOf(cases.filter(({ after }) => after))
  const header = tableRow('Emergency', ...aspects.map(([name]) => name))
  const rows = groups.map((group) => [
    tableRow(groupName(group), ...aspects.map(([, words]) => (group.after ? words(group.after) : ''))),
  ])
  return paragraphs(
    alone === 'no-file'
      ? '**Today** there is no configuration on the default branch: an emergency gets a card and checklists. Nobody is called, and nothing is frozen.'
      : 'The file on the default branch has errors, so this is not compared with it.',
    `**With this file** an emergency goes like this, if nobody answers for ${durationInFull(watched)}. It was played; nothing of it happened here.`,
    table([header, `|${'---|'.repeat(aspects.length + 1)}`], rows),
  )
}

function comparison({ cases, watched }: Played): string {
  if (cases.length === 0) return 'It says the same as the file on the default branch: nothing changes in an emergency.'
  const differing = groupsOf(cases.filter(isDifferent))
  const alike = groupsOf(cases.filter((each) => !isDifferent(each)))
  if (differing.length === 0)
    return `Nothing changes in an emergency: each was played under both files, ${durationInFull(watched)} without an answer, and nobody is called otherwise and nothing is frozen otherwise.`
  const header = tableRow('Emergency', '', 'Today', 'With this change')
  return paragraphs(
    `**What changes in an emergency** that nobody answers for ${durationInFull(watched)}. It was played; nothing of it happened here.`,
    table([header, '|---|---|---|---|'], differing.map(comparedRows)),
    alike.length > 0 && `As today: ${andList(alike.map(groupName))}.`,
  )
}

/** A row for each aspect that differs; of a severity that is new or goes, for each. */
function comparedRows(group: Group): readonly string[] {
  const { before, after } = group
  const none = 'there is no such severity'
  const compared = aspects.map(([name, words]) => [name, before ? words(before) : none, after ? words(after) : none])
  const differing = compared.filter(([, today, then]) => today !== then)
  return differing.map((cells, place) => tableRow(place === 0 ? groupName(group) : '', ...cells))
}

/** As many of the blocks of rows as there is room for. */
function table(head: readonly string[], blocks: readonly (readonly string[])[]): string {
  const fitting = within(
    longestTable,
    blocks.map((rows) => rows.join('\n')),
  )
  const rest = blocks.length - fitting.length
  const shown = [...head, ...fitting].join('\n')
  return paragraphs(shown, rest > 0 && `and ${count(rest, 'more emergency', 'more emergencies')}`)
}

const isDifferent = ({ before, after }: ForecastCase): boolean => outlookText(before) !== outlookText(after)

const outlookText = (outlook: Outlook | undefined): string =>
  outlook ? aspects.map(([, words]) => words(outlook)).join('\n') : ''

function groupsOf(cases: readonly ForecastCase[]): readonly Group[] {
  const groups = new Map<string, Group>()
  for (const { severity, moment, timezone, before, after } of cases) {
    const key = JSON.stringify([severity, timezone, outlookText(before), outlookText(after)])
    const moments = [...(groups.get(key)?.moments ?? []), moment]
    groups.set(key, { severity, timezone, before, after, moments })
  }
  return [...groups.values()]
}

const groupName = ({ severity, moments, timezone }: Group): string =>
  `${neutral(severity, { max: 60 })}, ${neutral(moments.join(' or '), { max: 120 })} (${neutral(timezone, { max: 60 })})`

function callsWords(calls: readonly ForetoldCall[]): string {
  const moments = [...new Set(calls.map(({ after }) => after))]
  const words = moments.map((after) => {
    const names = calls.filter((call) => call.after === after).map(callWords)
    return `${andList(firstOf(names, 8))} ${afterWords(after)}`
  })
  return someOf(words, 'nobody')
}

const callWords = ({ who, through }: ForetoldCall): string =>
  who.startsWith('@') ? person(who) : `${neutral(who, { max: 60 })} (${neutral(through, { max: 40 })})`

function freezeWords({ branches, mode, after, until }: ForetoldFreeze): string {
  const length = until === undefined ? '' : `, for ${durationInFull(until - after)}`
  return `${andList(firstOf(branches.map(branchWords), 8))} (${neutral(mode, { max: 40 })}) ${afterWords(after)}${length}`
}

const branchWords = (branch: string): string => {
  if (branch === '~DEFAULT_BRANCH') return 'the default branch'
  return branch === '~ALL' ? 'every branch' : neutralCode(branch, { max: 100 })
}

/** It is a line of a timeline, and its marks and escapes are not wanted here. */
const missWords = ({ text, after }: Outlook['missed'][number]): string =>
  `${afterWords(after)}: ${mixed(
    text
      .replaceAll('**', '')
      .replace(/\\(?=[^a-z\d\s])/gi, '')
      .replace(/\.$/, ''),
    { max: 200 },
  )}`

const afterWords = (after: number): string => (after < 1000 ? 'at once' : `after ${durationInFull(after)}`)

function someOf(parts: readonly string[], none: string, most = 8): string {
  const rest = parts.length - most
  const shown = parts.slice(0, most).join('; ') || none
  return rest > 0 ? `${shown}; and ${rest} more` : shown
}

/** The first of them, and how many more there are. */
const firstOf = (parts: readonly string[], most: number): readonly string[] =>
  parts.length > most ? [...parts.slice(0, most), `${parts.length - most} more`] : parts
