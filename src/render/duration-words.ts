interface Unit {
  readonly one: string
  readonly many: string
  readonly milliseconds: number
}

const unitsInShort: readonly Unit[] = [
  { one: 'day', many: 'days', milliseconds: 86_400_000 },
  { one: 'h', many: 'h', milliseconds: 3_600_000 },
  { one: 'min', many: 'min', milliseconds: 60_000 },
  { one: 's', many: 's', milliseconds: 1_000 },
]

const unitsInFull: readonly Unit[] = [
  { one: 'day', many: 'days', milliseconds: 86_400_000 },
  { one: 'hour', many: 'hours', milliseconds: 3_600_000 },
  { one: 'minute', many: 'minutes', milliseconds: 60_000 },
  { one: 'second', many: 'seconds', milliseconds: 1_000 },
]

/**
 * A length of time in its two largest units: `2 h 10 min`, `3 days`, `45 s`. What is smaller is dropped, not rounded: a
 * promise of four hours is not kept after 3 h 59 min 59 s said as `4 h`.
 */
export const durationWords = (milliseconds: number): string => inUnits(milliseconds, unitsInShort)

/** The same spelled out, for a sentence that is about this one length: `2 hours 10 minutes`. */
export const durationInFull = (milliseconds: number): string => inUnits(milliseconds, unitsInFull)

function inUnits(milliseconds: number, units: readonly Unit[]): string {
  const first = units.findIndex((unit) => milliseconds >= unit.milliseconds)
  if (first === -1) return 'less than a second'
  let rest = milliseconds
  const parts = units.slice(first, first + 2).flatMap((unit) => {
    const count = Math.floor(rest / unit.milliseconds)
    rest -= count * unit.milliseconds
    return count === 0 ? [] : [`${count} ${count === 1 ? unit.one : unit.many}`]
  })
  return parts.join(' ')
}

/** Said behind what a timer did too late, so that nobody takes the delay for part of the plan; '' when it was on time. */
export const lateWords = (late: number): string =>
  late > 0 ? ` (${durationWords(late)} late: Firebreak was not running)` : ''
