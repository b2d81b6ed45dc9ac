/** Why something is said outside GitHub. */
export type Occasion =
  | 'escalation'
  | 'deadline'
  | 'message'
  | 'update'
  | 'acknowledged'
  | 'mitigated'
  | 'resolved'
  | 'cancelled'
  | 'alarm'

/** Who was kept informed, and how. The fold of `CommunicationEntry`; see `evolve-communication.ts`. */
export interface Communication {
  /** When an update was last asked for, and how often since the last one was given. */
  readonly askedAt: number | undefined
  readonly asked: number
  /** Ids of `updates.messages` that were posted. */
  readonly messages: readonly string[]
  /** Places in `updates.deadlines` that were kept. */
  readonly deadlines: readonly number[]
  /** Names of the channels that something was meant for so far. */
  readonly channels: readonly string[]
}

export const noCommunication: Communication = {
  askedAt: undefined,
  asked: 0,
  messages: [],
  deadlines: [],
  channels: [],
}

export type CommunicationEntry =
  /** `late` is in milliseconds, 0 when on time. */
  | { readonly type: 'UpdateAsked'; readonly late: number }
  | { readonly type: 'UpdateTooThin'; readonly text: string; readonly words: number }
  | { readonly type: 'MessagePosted'; readonly message: string; readonly title: string }
  | {
      readonly type: 'DeadlineReached'
      /** Its place in `updates.deadlines`. */
      readonly deadline: number
      readonly within: number
      readonly roles: readonly string[]
      /** Those who had not been told before. */
      readonly members: readonly string[]
      readonly channels: readonly string[]
      readonly late: number
    }
  /** A channel is to be told; whether it was is one of the two below. */
  | { readonly type: 'ChannelAsked'; readonly channel: string; readonly occasion: Occasion }
  /** `receipt` is what the other end answered, in our words. */
  | { readonly type: 'ChannelTold'; readonly channel: string; readonly occasion: Occasion; readonly receipt: string }
  | { readonly type: 'ChannelNotTold'; readonly channel: string; readonly occasion: Occasion; readonly reason: string }

export type CommunicationMessage =
  | {
      readonly type: 'UpdateDue'
      readonly incident: string
      readonly members: readonly string[]
      readonly asked: number
      readonly late: number
      /** The form to fill in, as Liquid; undefined where there is none. */
      readonly template: string | undefined
    }
  /** One of `updates.messages`. */
  | {
      readonly type: 'Announcement'
      readonly incident: string
      readonly title: string
      /** Liquid; undefined: the file it names was not found. */
      readonly template: string | undefined
    }
  | {
      readonly type: 'DeadlineReached'
      readonly incident: string
      readonly within: number
      readonly members: readonly string[]
      readonly late: number
    }

/** What is told outside GitHub; `render/channel-words.ts` puts it into words for every channel alike. */
export interface Notice {
  readonly occasion: Occasion
  /** What somebody wrote, of an update or a resolution, or a template's text. */
  readonly text: string | undefined
}
