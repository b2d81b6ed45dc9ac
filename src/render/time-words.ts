/**
 * A moment as people compare it across time zones and with logs: `2026-11-20 20:30 UTC`.
 * @param moment epoch milliseconds
 */
export function timeWords(moment: number): string {
  const date = new Date(moment)
  if (Number.isNaN(date.getTime())) return 'an unknown time'
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
