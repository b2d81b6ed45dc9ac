import type { WindowTold } from '../incident/planned-freeze.ts'
import type { Refusal } from '../incident/refusal.ts'
import { neutral, neutralCode } from '../lib/markdown-neutral.ts'
import { untilWords, windowEndsEarlier, windowName } from './planned-words.ts'
import { andList, capitalized, count, mixed } from './words.ts'

/** Why a command was not carried out, in one sentence, and what to do instead. */
export function refusalWords(refusal: Refusal): string {
  switch (refusal.type) {
    case 'permission':
      return `this needs ${refusal.needed} permission in this repository, and you have ${refusal.has}. Ask a maintainer to do it, or to give it to you.`
    case 'unknown-command':
      return `there is no such command. ${refusal.nearest === undefined ? '`/incident help` lists them all.' : `Did you mean ${neutralCode(`/incident ${refusal.nearest}`)}?`}`
    case 'usage':
      return `something is missing after the command. Write it as ${neutralCode(refusal.usage)}.`
    case 'unknown-name':
      return unknownName(refusal)
    case 'no-incident':
      return `no incident that is open belongs to this page. ${openIncidents(refusal.open)}${heldBy(refusal.planned)}`
    case 'wrong-status':
      return `the incident is ${refusal.status}, and this needs it to be ${orList(refusal.needs)}. ${statusRemedy(refusal.status)}`
    case 'not-frozen':
      return `this incident has no freeze to lift. The card shows what is frozen.${heldBy(refusal.planned)}`
    case 'already':
      return `there is nothing to do: ${mixed(refusal.what)}.`
    case 'drill-impossible':
      return `the drill cannot be held: ${mixed(refusal.reason.replace(/\.$/, ''))}.`
    case 'thin-update':
      return thinUpdate(refusal)
    case 'nothing-to-do':
      return `there is nothing to do: ${mixed(refusal.what)}.`
  }
}

/** What no command lifts. */
const heldBy = (planned: readonly WindowTold[] = []): string =>
  planned.length === 0
    ? ''
    : ` ${planned.map((window) => `${capitalized(windowName(window))} is on until ${untilWords(window)}.`).join(' ')} ${windowEndsEarlier}`

function unknownName({ what, found, allowed }: Extract<Refusal, { type: 'unknown-name' }>): string {
  const problem =
    found === ''
      ? `it does not say which ${what}.`
      : `"${neutral(found, { max: 80 })}" is not ${article(what)} that I know here.`
  if (what === 'person')
    return `${problem} Name somebody with access to this repository, as in \`@octocat\`, or write \`me\`.`
  if (allowed.length === 0) return `${problem} None is configured in \`.github/incident.yml\`.`
  // What is described is no name that could be copied.
  const isDescribed = what === 'pull request' || what === 'time'
  const names = allowed.slice(0, 20).map((name) => (isDescribed ? neutral : neutralCode)(name, { max: 80 }))
  return `${problem} Expected: ${orList(names)}.`
}

const article = (noun: string): string => (/^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`)

const orList = (items: readonly string[]): string => andList(items).replace(/ and (?=[^,]*$)/, ' or ')

/** Which incidents are open, and how to get to them. */
export function openIncidents(open: readonly number[]): string {
  if (open.length === 0) return 'None is open in this repository.'
  const numbers = open.slice(0, 10).map((number) => `#${number}`)
  return `Open in this repository: ${andList(numbers)}. Write your command there, or tie a pull request to one with \`/incident link #N\`.`
}

function statusRemedy(status: Extract<Refusal, { type: 'wrong-status' }>['status']): string {
  if (status === 'reported') return 'Somebody trusted has to `/incident confirm` it first.'
  const isOver = status === 'resolved' || status === 'closed' || status === 'cancelled'
  return isOver ? '`/incident reopen REASON` opens it again.' : '`/incident status` shows where it stands.'
}

/** What an update must tell, for somebody who has to decide by it. */
const thinUpdate = ({ words, least }: Extract<Refusal, { type: 'thin-update' }>): string =>
  `an update of ${count(words, 'word')} leaves people guessing; at least ${least} are asked for. ` +
  'Say what is known by now, who is affected and since when, what is being done, and when the next update comes. ' +
  'What you wrote is kept as a note; it does not count as an update.'
