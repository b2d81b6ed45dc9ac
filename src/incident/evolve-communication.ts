import type { ChannelState, Communication } from './communication.ts'
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
    case 'ChannelAsked':
    case 'ChannelTold':
    case 'ChannelNotTold':
      return { ...communication, channels: withState(communication.channels, stateAfter(entry)) }
    default:
      return communication
  }
}

type ChannelEntry = Extract<Entry, { type: 'ChannelAsked' | 'ChannelTold' | 'ChannelNotTold' }>

const statuses = { ChannelAsked: 'asked', ChannelTold: 'told', ChannelNotTold: 'not-told' } as const

const stateAfter = (entry: ChannelEntry): ChannelState => ({
  channel: entry.channel,
  occasion: entry.occasion,
  status: statuses[entry.type],
  at: entry.at,
  reason: entry.type === 'ChannelNotTold' ? entry.reason : undefined,
})

/** In the order in which they were first meant to be told. */
const withState = (channels: readonly ChannelState[], state: ChannelState): readonly ChannelState[] =>
  channels.some(({ channel }) => channel === state.channel)
    ? channels.map((known) => (known.channel === state.channel ? state : known))
    : [...channels, state]
