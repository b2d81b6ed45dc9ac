import { DateTime } from 'luxon'
import { parseDuration } from '../lib/duration.ts'
import { clean } from '../lib/markdown-neutral.ts'
import { type Table, tablesUnder } from '../lib/markdown-table.ts'
import type { Action, DueDate } from './aftermath.ts'

/** More than a review can follow up, and far more than GitHub takes issues in a minute. */
export const mostActions = 30

/** What a row of the table says. */
export interface ActionRow {
  readonly text: string
  readonly owner: string | undefined
  readonly due: DueDate | undefined
}

/**
 * The rows of the tables under headings such as "Action items". Rows that are empty, or that a template left to be filled
 * in, are none.
 * @param now epoch milliseconds, from which `3 days` counts
 */
export const actionRows = (markdown: string, now: number): readonly ActionRow[] =>
  tablesUnder(markdown, (heading) => /\bactions?\b/i.test(heading)).flatMap((table) => rowsOf(table, now))

const columns = {
  text: ['action', 'actions', 'action item', 'action items', 'task', 'what'],
  owner: ['owner', 'owners', 'who', 'assignee'],
  due: ['due', 'due date', 'deadline', 'by', 'by when'],
}

const longestText = 256
const longestWords = 100

function rowsOf({ header, rows }: Table, now: number): readonly ActionRow[] {
  const names = header.map(folded)
  const columnOf = (wanted: readonly string[]): number => names.findIndex((name) => wanted.includes(name))
  const [text, owner, due] = [columnOf(columns.text), columnOf(columns.owner), columnOf(columns.due)]
  if (text === -1) return []
  return rows.flatMap((cells) => {
    const action = clean(cells[text] ?? '', longestText)
    if (!isFilledIn(action)) return []
    return [{ text: action, owner: ownerIn(cells[owner] ?? ''), due: dueIn(cells[due] ?? '', now) }]
  })
}

/** Not empty, not dashes or dots, and not wholly in the brackets in which templates say what belongs there. */
const isFilledIn = (cell: string): boolean =>
  /[\p{L}\p{N}]/u.test(cell) && !/^(?:\[[^\]]*\]|<[^>]*>|\{\{[^}]*\}\})$/.test(cell)

/** As it reads: without what makes it bold or a link. */
function ownerIn(cell: string): string | undefined {
  const read = clean(cell, longestText)
    .replace(/\[([^\][]*)\]\([^)]*\)/g, '$1')
    .replace(/\*+/g, '')
  const words = clean(read, longestWords)
  return isFilledIn(words) ? words : undefined
}

const member = /(?<![\w`])@[a-z0-9][\w-]*(?:\/[a-z0-9][\w-]*(?:\.[\w-]+)*)?/gi

/** The people and teams that the words of an owner name with an at-sign, each once. */
export const membersIn = (owner: string | undefined): readonly string[] => [...new Set(owner?.match(member))]

/** A day is over at its end in UTC; a length of time counts from when it was first read. */
function dueIn(cell: string, now: number): DueDate | undefined {
  const written = clean(cell, longestWords)
  return isFilledIn(written) ? { written, at: endOfDay(written) ?? after(written, now) } : undefined
}

function endOfDay(written: string): number | undefined {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(written) ? DateTime.fromISO(written, { zone: 'UTC' }) : undefined
  return day?.isValid ? day.plus({ days: 1 }).toMillis() : undefined
}

/** `1w` as in the configuration, or `3 days`, `in 2 weeks`. */
function after(written: string, now: number): number | undefined {
  const words = /^(?:in )?(\d{1,4}) ?(h|d|w)(?:ours?|ays?|eeks?)?$/i.exec(written)
  const duration = parseDuration(words ? `${words[1]}${words[2]?.toLowerCase()}` : written)
  return duration === undefined ? undefined : now + duration
}

/** By its letters and digits alone: what emphasis, case and spacing do to a text does not make it another one. */
const folded = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** A row with the action it is; undefined: it is a new one. */
export interface MatchedRow {
  readonly row: ActionRow
  readonly action: Action | undefined
}

/** An action is one row's; of actions that say the same, a row is the one with its owner, else the first that is left. */
function matchTexts(rows: readonly ActionRow[], actions: readonly Action[]): readonly MatchedRow[] {
  const left = new Set(actions)
  return rows.map((row) => {
    const alike = [...left].filter(({ text }) => folded(text) === folded(row.text))
    const action = alike.find(({ owner }) => owner === row.owner) ?? alike[0]
    if (action) left.delete(action)
    return { row, action }
  })
}

/** What two rows may have been is neither's. */
const toldApart = (matched: readonly MatchedRow[]): readonly MatchedRow[] =>
  matched.map((match) => {
    const isOne = matched.filter(({ action }) => action === match.action).length === 1
    return isOne ? match : { ...match, action: undefined }
  })

/**
 * Finds out which row is which known action: by its text; or by its place, where between the same two neighbours one open
 * action is gone and one row is new. That one was reworded. In any other change, what is not known by its text is new.
 * @param table keys of the actions in the order of their rows when the table was last read
 */
export function matchRows(
  rows: readonly ActionRow[],
  actions: readonly Action[],
  table: readonly string[],
): readonly MatchedRow[] {
  const matched = matchTexts(rows, actions)
  const present = new Set(matched.map(({ action }) => action?.key))
  const guessed = matched.map((match, index) => {
    if (match.action) return match
    const above = matched[index - 1]
    const below = matched[index + 1]
    if ((above && !above.action) || (below && !below.action)) return match
    const from = above?.action ? table.indexOf(above.action.key) + 1 : 0
    const to = below?.action ? table.indexOf(below.action.key) : table.length
    const gone = table.slice(from, Math.max(from, to)).filter((key) => !present.has(key))
    const reworded = actions.find(({ key, status }) => key === gone[0] && (status === 'open' || status === 'asked'))
    return gone.length === 1 ? { ...match, action: reworded } : match
  })
  return toldApart(guessed)
}
