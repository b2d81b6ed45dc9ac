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

/** Pages go before what only keeps people informed, and one that does not arrive must be noticed. */
export const isPage = (occasion: Occasion): boolean =>
  occasion === 'escalation' || occasion === 'deadline' || occasion === 'alarm'

/** Who was kept informed, and how. The fold of `CommunicationEntry`; see `evolve-communication.ts`. */
export interface Communication {
  /** When an update was last asked for, and how often since the last one was given. */
  readonly askedAt: number | undefined
  readonly asked: number
  /** Ids of `updates.messages` that are posted or on their way. */
  readonly messages: readonly string[]
  /** Places in `updates.deadlines` that were seen to. */
  readonly deadlines: readonly number[]
  /** The channels that something was meant for so far. */
  readonly channels: readonly ChannelState[]
}

/** What became of the last notice to a channel. */
export interface ChannelState {
  readonly channel: string
  readonly occasion: Occasion
  /** `asked`: no receipt yet, nor a refusal. */
  readonly status: 'asked' | 'told' | 'not-told'
  readonly at: number
  /** Why it was not told. */
  readonly reason: string | undefined
  /** A page did not arrive there, and nothing has since. */
  readonly missed: boolean
}

/** Names of the channels that the incident was meant to reach so far. */
export const channelsOf = ({ communication }: { readonly communication: Communication }): readonly string[] =>
  communication.channels.map(({ channel }) => channel)

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
  /** One of `updates.messages` is to be posted; that it was is the line after. */
  | { readonly type: 'MessageRequested'; readonly message: string; readonly title: string }
  | { readonly type: 'MessagePosted'; readonly message: string; readonly title: string; readonly url: string }
  | {
      readonly type: 'DeadlineReached'
      /** Its place in `updates.deadlines`. */
      readonly deadline: number
      readonly within: number
      readonly roles: readonly string[]
      /** Those who had not been told before. */
      readonly members: readonly string[]
      /** Its roles have no members at all. */
      readonly nobody?: boolean
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
      /** Its id. */
      readonly message: string
      readonly title: string
      /** Liquid; undefined: the file it names was not found. */
      readonly template: string | undefined
    }
  | {
      readonly type: 'DeadlineReached'
      readonly incident: string
      readonly within: number
      readonly roles: readonly string[]
      /** Nobody: its roles have no members. */
      readonly members: readonly string[]
      readonly late: number
    }
  /** A page outside GitHub did not arrive. */
  | {
      readonly type: 'ChannelNotTold'
      readonly incident: string
      readonly channel: string
      readonly occasion: Occasion
      readonly reason: string
    }

/** What is told outside GitHub; `render/channel-words.ts` puts it into words for every channel alike. */
export interface Notice {
  readonly occasion: Occasion
  /** What somebody wrote, of an update or a resolution; of the occasion `message` its template. */
  readonly text: string | undefined
}
