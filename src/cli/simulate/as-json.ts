import { DateTime } from 'luxon'
import { firstToldOf, missedOf, offsetWords } from './digest.ts'
import type { Transcript } from './transcript.ts'

/** A transcript for programs: every moment with every line, nothing folded. Times are local, with their offset. */
export function asJson(transcript: Transcript): string {
  const { title, repository, from, until, timezone, people, moments, freezes, unmet } = transcript
  const when = (at: number) => ({
    after: offsetWords(transcript, at),
    at: DateTime.fromMillis(at, { zone: timezone }).toISO({ suppressMilliseconds: true }),
  })
  const told = firstToldOf(transcript).map(({ at, ...rest }) => ({ ...rest, ...when(at) }))
  const missed = missedOf(transcript).map(({ at, ...rest }) => ({ ...rest, ...when(at) }))
  const frozen = freezes.map(({ from: began, until: ended, ...rest }) => ({
    ...rest,
    from: when(began),
    ...(ended !== undefined && { until: when(ended) }),
  }))
  const shown = moments.map(({ at, lines }) => ({ ...when(at), lines }))
  const span = { from: when(from).at, until: when(until).at, timezone }
  return JSON.stringify(
    { title, repository, ...span, people, moments: shown, told, frozen, missed, unmet },
    undefined,
    2,
  )
}
