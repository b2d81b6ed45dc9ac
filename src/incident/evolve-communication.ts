import { type ChannelState, type Communication, isPage } from './communication.ts'
import type { Entry } from './timeline.ts'

/** Who was kept informed after one more line of the timeline. */
export function evolveCommunication(communication: Communication, entry: Entry): Communication {
  switch (entry.type) {
    case 'UpdateAsked':
      return { ...communication, askedAt: entry.at, asked: communication.asked + 1 }
    case 'Updated':
    case 'Reopened':
      return { ...communication, askedAt: undefined, asked: 0 }
    case 'MessageRequested':
      return { ...communication, messages: [...communication.messages, entry.message] }
    case 'DeadlineReached':
      return { ...communication, deadlines: [...communication.deadlines, entry.deadline] }
    case 'DeadlineMissed':
      return { ...communication, deadlines: communication.deadlines.filter((index) => index !== entry.deadline) }
    case 'ChannelAsked':
    case 'ChannelTold':
    case 'ChannelNotTold':
      return { ...communication, channels: channelsAfter(communication.channels, entry) }
    default:
      return communication
  }
}

type ChannelEntry = Extract<Entry, { type: 'ChannelAsked' | 'ChannelTold' | 'ChannelNotTold' }>

const statuses = { ChannelAsked: 'asked', ChannelTold: 'told', ChannelNotTold: 'not-told' } as const

const stateAfter = (entry: ChannelEntry, before: ChannelState | undefined): ChannelState => ({
  channel: entry.channel,
  occasion: entry.occasion,
  status: statuses[entry.type],
  at: entry.at,
  reason: entry.type === 'ChannelNotTold' ? entry.reason : undefined,
  missed: missedAfter(entry, before?.missed ?? false),
})

function missedAfter({ type, occasion }: ChannelEntry, before: boolean): boolean {
  if (type === 'ChannelTold') return false
  return before || (type === 'ChannelNotTold' && isPage(occasion))
}

/** In the order in which they were first meant to be told. */
function channelsAfter(channels: readonly ChannelState[], entry: ChannelEntry): readonly ChannelState[] {
  const before = channels.find(({ channel }) => channel === entry.channel)
  const after = stateAfter(entry, before)
  return before ? channels.map((known) => (known === before ? after : known)) : [...channels, after]
}
