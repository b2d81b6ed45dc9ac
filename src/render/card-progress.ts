import type { ChannelState } from '../incident/communication.ts'
import { type Incident, placeOf, updateEveryOf } from '../incident/incident.ts'
import { updateDueAt } from '../incident/update-clock.ts'
import { neutral, neutralCode } from '../lib/markdown-neutral.ts'
import { limitWords } from './community-words.ts'
import { durationWords } from './duration-words.ts'
import { timeWords } from './time-words.ts'
import { count, mixed } from './words.ts'

/** The card's rows on what is being done, and who is kept informed of it; undefined where there is nothing to say. */

export function updatesFact(incident: Incident): string | undefined {
  const due = updateDueAt(incident)
  const every = updateEveryOf(incident)
  if (due === undefined || every === undefined) return undefined
  const { asked } = incident.communication
  const cadence = `every ${durationWords(every)}`
  if (asked === 0) return `next one due at ${timeWords(due)} (${cadence})`
  return `**due** since ${timeWords(due)}, asked for ${count(asked, 'time')} (${cadence})`
}

export function channelsFact({ communication }: Incident): string | undefined {
  const shown = communication.channels.slice(0, 12).map(channelWords)
  return shown.length === 0 ? undefined : shown.join('; ')
}

function channelWords({ channel, status, at, reason }: ChannelState): string {
  const name = neutralCode(channel, { max: 60 })
  if (status === 'told') return `${name} told at ${timeWords(at)}`
  if (status === 'asked') return `${name} is being told`
  return `${name} **not told**: ${mixed(reason ?? '', { max: 200 })}`
}

export function cooldownsFact(incident: Incident): string | undefined {
  const shown = incident.cooldowns.slice(0, 12).flatMap(({ thread, seenUntil }) => {
    if (seenUntil === undefined) return []
    const where = thread === placeOf(incident) ? 'this conversation' : `#${thread}`
    return `${where}, locked until ${timeWords(seenUntil)}`
  })
  return shown.length === 0 ? undefined : [...shown, ...limitShown(incident)].join('; ')
}

/** A limit is told when it was seen to be set. */
function limitShown({ timeline }: Incident): readonly string[] {
  const last = timeline.findLast((entry) => entry.type === 'InteractionsLimited')
  return last?.limit !== undefined && last.ours ? [`in the whole repository, ${limitWords[last.limit]}`] : []
}

export const drillFact = ({ drill }: Incident): string | undefined =>
  drill && `"${neutral(drill.name, { max: 60 })}": an exercise, which freezes nothing and tells nobody outside GitHub`
