import { isDeepStrictEqual } from 'node:util'
import type { outcomeOf } from './outcome.ts'

type Outcome = ReturnType<typeof outcomeOf>

/** How what is left differs from what an undisturbed run leaves. Each is a sentence for people. */
export interface Differences {
  /** Something that should be there and is not. */
  readonly lost: readonly string[]
  /** Something that is there once more than it should be. */
  readonly twice: readonly string[]
  /** Something that is there as it should be, with another content. */
  readonly other: readonly string[]
  /** A freeze that nobody took back. */
  readonly leftBehind: readonly string[]
}

interface Thing {
  /** What it is and where. */
  readonly place: string
  readonly content: string
}

/** @param expected what an undisturbed run leaves */
export function differencesBetween(expected: Outcome | undefined, found: Outcome): Differences {
  if (!expected) throw new Error('nobody played this undisturbed')
  const wanted = thingsOf(expected)
  const there = thingsOf(found)
  const missing = without(wanted, there)
  const more = without(there, wanted)
  const other: string[] = []
  const twice: string[] = []
  for (const thing of more) {
    const at = wanted.some((one) => isSame(one, thing)) ? -1 : missing.findIndex(({ place }) => place === thing.place)
    const [instead] = at < 0 ? [] : missing.splice(at, 1)
    if (instead) other.push(`${thing.place}\n${changedLines(instead.content, thing.content)}`)
    else twice.push(wordsOf(thing))
  }
  return { lost: missing.map(wordsOf), twice, other, leftBehind: found.rulesets }
}

export const noDifferences: Differences = { lost: [], twice: [], other: [], leftBehind: [] }

/** Nothing differs. */
export const isSpotless = (differences: Differences): boolean => isDeepStrictEqual(differences, noDifferences)

/** Rulesets are gone when all went well, so what is counted of them is how often one was made. */
function thingsOf({ issues, comments, checks, labels, rulesetsMade }: Outcome): Thing[] {
  return [
    ...issues.map(({ number, ...rest }) => ({ place: `issue #${number}`, content: JSON.stringify(rest, null, 1) })),
    ...comments.map(({ on, ...rest }) => ({ place: `comment on #${on}`, content: JSON.stringify(rest, null, 1) })),
    ...checks.map((content) => ({ place: 'check', content })),
    ...labels.map((content) => ({ place: 'label', content })),
    ...rulesetsMade.map((content) => ({ place: 'ruleset', content })),
  ]
}

const isSame = (one: Thing, another: Thing): boolean => one.place === another.place && one.content === another.content

/** What is left of some when each of the others has taken one that is equal away. */
function without(some: readonly Thing[], others: readonly Thing[]): Thing[] {
  const left = [...some]
  for (const other of others) {
    const at = left.findIndex((one) => isSame(one, other))
    if (at >= 0) left.splice(at, 1)
  }
  return left
}

const wordsOf = ({ place, content }: Thing): string => `${place}: ${content.slice(0, 400)}`

function changedLines(expected: string, found: string): string {
  const [before, after] = [expected.split('\n'), found.split('\n')]
  return [
    ...before.filter((line) => !after.includes(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`),
  ].join('\n')
}
