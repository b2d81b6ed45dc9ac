import type { SomeEntries, SomeMessages } from './sample-types.ts'

const incident = '7#12'

export const communicationEntries = (text: string) =>
  ({
    UpdateAsked: { type: 'UpdateAsked', late: 0 },
    UpdateTooThin: { type: 'UpdateTooThin', text, words: 4 },
    MessageRequested: { type: 'MessageRequested', message: 'kick-off', title: text },
    MessagePosted: { type: 'MessagePosted', message: 'kick-off', title: text, url: text },
    DeadlineReached: {
      type: 'DeadlineReached',
      deadline: 0,
      within: 900_000,
      roles: [text],
      members: ['@dana', text],
      channels: [text],
      late: 7_800_000,
    },
    ChannelAsked: { type: 'ChannelAsked', channel: text, occasion: 'update' },
    ChannelTold: { type: 'ChannelTold', channel: text, occasion: 'resolved', receipt: text },
    ChannelNotTold: { type: 'ChannelNotTold', channel: text, occasion: 'escalation', reason: `refused: ${text}` },
  }) satisfies SomeEntries

export const communicationMessages = (text: string) =>
  ({
    UpdateDue: [
      { type: 'UpdateDue', incident, members: ['@dana'], asked: 1, late: 7_800_000, template: '{{ incident.title }}' },
      { type: 'UpdateDue', incident, members: [], asked: 2, late: 0, template: undefined },
    ],
    Announcement: [
      { type: 'Announcement', incident, message: 'kick-off', title: text, template: '{{ incident.title | raw }}' },
      { type: 'Announcement', incident, message: 'kick-off', title: text, template: undefined },
    ],
    DeadlineReached: [
      { type: 'DeadlineReached', incident, within: 900_000, roles: [text], members: ['@dana'], late: 0 },
      { type: 'DeadlineReached', incident, within: 900_000, roles: [text], members: [], late: 0 },
    ],
    ChannelNotTold: [
      { type: 'ChannelNotTold', incident, channel: text, occasion: 'escalation', reason: `refused: ${text}` },
    ],
  }) satisfies SomeMessages
