const unitsInMilliseconds = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 } as const

/** Longer than any emergency, and far below the largest timer a store can hold. */
const longest = 10 * 365 * unitsInMilliseconds.d

/** The form of a duration; it takes the empty text too, which is none. */
export const durationForm = /^(?:(\d{1,9})w)?(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?$/

/**
 * Reads a duration such as `30s`, `15m`, `4h`, `2d`, `1w`, or a combination from long to short units (`1h30m`).
 * @returns milliseconds, more than zero and at most ten years; undefined for anything else.
 */
export function parseDuration(text: string): number | undefined {
  const parts = durationForm.exec(text)
  if (parts === null) return undefined
  const units = Object.values(unitsInMilliseconds)
  const total = units.reduce((sum, unit, index) => sum + Number(parts[index + 1] ?? 0) * unit, 0)
  return total > 0 && total <= longest ? total : undefined
}

/**
 * Writes milliseconds the way a maintainer would write them, so that `parseDuration` reads the same value again.
 * Rests below a second are dropped; less than a second is `0s`, which is no valid duration in the file.
 */
export function formatDuration(milliseconds: number): string {
  let rest = Math.max(0, Math.floor(milliseconds / 1000)) * 1000
  let text = ''
  for (const [name, unit] of Object.entries(unitsInMilliseconds)) {
    const count = Math.floor(rest / unit)
    if (count > 0) text += `${count}${name}`
    rest -= count * unit
  }
  return text === '' ? '0s' : text
}
