import { neutral, neutralCode } from '../lib/markdown-neutral.ts'

/** Where a number is one that we wrote: `hotfix #12`, `pull request #12`, `of #12`, or a sentence that begins with it. */
const ownNumber = /(?<=^|\b(?:hotfix|pull request|incident|of) )`#(\d{1,9})([.,;:)]?)`(?![^\s.,;:)])/g

/**
 * Sentences that were put together elsewhere of our words and outsiders' names: they come out as harmless as `neutral`
 * makes them, but what stands between backticks stays code, and the numbers in our own words stay links.
 */
export function mixed(text: string, { max = 400 }: { readonly max?: number } = {}): string {
  return text
    .slice(0, max * 2)
    .split(/`([^`\n]+)`/)
    .map((part, index) => (index % 2 === 1 ? neutralCode(part, { max }) : spaced(part, neutral(part, { max }))))
    .join('')
    .replace(ownNumber, '#$1$2')
}

const spaced = (before: string, after: string): string =>
  `${/^\s/.test(before) ? ' ' : ''}${after}${/\S\s$/.test(before) ? ' ' : ''}`

/** A person's name that notifies nobody; without one it was Firebreak itself. */
export const person = (login: string | undefined): string =>
  login === undefined ? 'Firebreak' : neutral(login.replace(/^@/, ''), { max: 60 }) || 'somebody'

/** The same at the beginning of a sentence. A login is a name, and stays as it is written. */
export function beginningWith(login: string | undefined): string {
  const who = person(login)
  return who === 'somebody' && login !== who ? 'Somebody' : who
}

/** GitHub's names: users (with the underscore of managed ones) and `@org/team`. */
const memberName = /^@[a-z0-9](?:[a-z0-9_-]{0,99})(?:\/[a-z0-9](?:[a-z0-9._-]{0,99}))?$/i

/**
 * Somebody whom the configuration names, so that GitHub notifies them. Only for messages that are meant to reach them,
 * and never for a name that came with an outsider's text.
 */
export const mention = (member: string): string => (memberName.test(member) ? member : neutral(member, { max: 100 }))

export const mentions = (members: readonly string[]): string => [...new Set(members)].map(mention).join(' ')

/** A sentence for somebody: it begins small behind their names, else with a capital. */
export const addressed = (members: readonly string[], sentence: string): string =>
  members.length === 0 ? capitalized(sentence) : `${mentions(members)} – ${sentence}`

/** The same people without notifying them. */
export const unnotified = (members: readonly string[]): string =>
  andList([...new Set(members)].map((member) => person(member)))

/** `a`, `a and b`, `a, b and c` */
export function andList(items: readonly string[]): string {
  const last = items.at(-1)
  if (last === undefined) return 'nobody'
  return items.length === 1 ? last : `${items.slice(0, -1).join(', ')} and ${last}`
}

const mostBranches = 12

/** Names of branches as code, the first dozen of them. */
export function branchList(branches: readonly string[]): string {
  const shown = branches.slice(0, mostBranches).map((branch) => neutralCode(branch, { max: 100 }))
  const rest = branches.length - shown.length
  return andList(rest > 0 ? [...shown, `${rest} more`] : shown)
}

export const count = (amount: number, one: string, many = `${one}s`): string => `${amount} ${amount === 1 ? one : many}`

export const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** The first characters of a commit's name, as GitHub shows them. */
export const shortSha = (sha: string): string => neutralCode(sha.slice(0, 7))

/** How an issue is named, so that GitHub links it. @param repository `OWNER/REPO`, when it is not where this is said */
export const issueName = (number: number, repository?: string): string =>
  repository === undefined || !/^[\w.-]+\/[\w.-]+$/.test(repository) ? `#${number}` : `${repository}#${number}`

/** Joins what there is to say into paragraphs. */
export const paragraphs = (...parts: readonly (string | undefined | false)[]): string =>
  parts.filter((part) => typeof part === 'string' && part !== '').join('\n\n')

/** As many of the first parts as have room, whole: what is cut in the middle of code is no code any more. */
export function within(most: number, parts: readonly string[]): readonly string[] {
  let left = most
  const end = parts.findIndex((part) => {
    left -= part.length + 1
    return left < 0
  })
  return end < 0 ? parts : parts.slice(0, end)
}

/** One row of a table. A bar ends a cell wherever it stands, even in code, unless a backslash comes before it. */
export const tableRow = (...cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replace(/(\\*)\|/g, escapedBar).replace(/\s*\n\s*/g, ' ')).join(' | ')} |`

/** Two backslashes are one backslash and escape nothing. */
const escapedBar = (bar: string, backslashes: string): string =>
  backslashes.length % 2 === 0 ? `${backslashes}\\|` : bar

/** A block to copy from; its fence is longer than anything in it. */
export function codeBlock(text: string, language = ''): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text.replace(/\r/g, '')}\n${fence}`
}
