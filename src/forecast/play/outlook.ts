import { administrator, contributor, reporter } from '../../cli/simulate/cast.ts'
import { firstToldOf, missedOf } from '../../cli/simulate/digest.ts'
import type { Transcript } from '../../cli/simulate/transcript.ts'
import type { Outlook } from '../../incident/forecast.ts'

/** More of one kind nobody reads, and what is kept has to stay small whatever the configuration is. */
const most = 30
const longestText = 300

/** Those who are in every play and in no configuration. */
const invented = new Set([reporter, contributor, administrator].map((login) => `@${login}`))

/** What of a play is worth comparing. Moments are milliseconds after the report. */
export function outlookOf(transcript: Transcript): Outlook {
  const after = (at: number): number => at - transcript.from
  const calls = firstToldOf(transcript).filter(({ who }) => !invented.has(who))
  return {
    calls: calls.slice(0, most).map(({ who, at, through }) => ({ who: short(who), after: after(at), through })),
    freezes: transcript.freezes.slice(0, most).map(({ mode, branches, from, until }) => ({
      ...{ mode, branches: branches.slice(0, most).map(short), after: after(from) },
      until: until === undefined ? undefined : after(until),
    })),
    missed: missedOf(transcript)
      .slice(0, most)
      .map(({ text, at }) => ({ text: short(text), after: after(at) })),
  }
}

const short = (text: string): string => text.slice(0, longestText)
