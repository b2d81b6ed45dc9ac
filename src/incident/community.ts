import type { InteractionLimit } from '../policy/policy.ts'

/** A conversation that cools off. The incident holds those under way; see `evolve-community.ts`. */
export interface Cooldown {
  readonly thread: number
  readonly by: string | undefined
  /** Epoch milliseconds at which it is to be opened again. */
  readonly until: number
  readonly interactions: InteractionLimit | undefined
  /** Key of the effect that was last asked to lock it. */
  readonly lockKey: string
  /** Key of the first of them: its memory holds how the conversation stood before. */
  readonly firstKey: string
  /** The end that was in force when it was last seen to be locked; undefined: never seen. */
  readonly seenUntil: number | undefined
  /** Key of the effect that opens it, and how late it was asked for. */
  readonly ending: { readonly key: string; readonly late: number } | undefined
}

export type CommunityEntry =
  /** Asked for; nothing is locked yet. */
  | ({ readonly type: 'CooldownAsked' } & Pick<Cooldown, 'thread' | 'until' | 'interactions' | 'lockKey' | 'firstKey'>)
  /** Seen to be locked. */
  | { readonly type: 'CooldownBegun'; readonly thread: number; readonly until: number }
  | { readonly type: 'CooldownEnding'; readonly thread: number; readonly key: string; readonly late: number }
  /** `stillLocked`: somebody had locked it before. */
  | { readonly type: 'CooldownOver'; readonly thread: number; readonly late: number; readonly stillLocked: boolean }
  | {
      readonly type: 'CooldownFailed'
      readonly thread: number
      readonly what: CooldownStep
      readonly reason: string
    }
  /** `ours` is false when a limit that somebody else set was left alone. Without a limit, it was taken away. */
  | {
      readonly type: 'InteractionsLimited'
      readonly limit: InteractionLimit | undefined
      readonly ours: boolean
    }
  | { readonly type: 'DraftsPosted'; readonly kind: string }

/** What GitHub may refuse. */
export type CooldownStep = 'lock' | 'unlock' | 'limit' | 'unlimit'

export type CommunityMessage =
  | {
      readonly type: 'CooldownBegun'
      readonly incident: string
      readonly until: number
      readonly by: string | undefined
      /** The end of one under way was moved. */
      readonly moved: boolean
      /** Somebody had locked it before the cool-down, so that it stays locked afterwards. */
      readonly wasLocked: boolean
      /** The configuration asks for a limit, and GitHub has none for private repositories. */
      readonly cannotLimit: boolean
    }
  /** As the entry: said when it was seen. */
  | {
      readonly type: 'InteractionsLimited'
      readonly incident: string
      readonly limit: InteractionLimit
      readonly ours: boolean
    }
  | {
      readonly type: 'CooldownOver'
      readonly incident: string
      readonly late: number
      readonly stillLocked: boolean
    }
  | {
      readonly type: 'CooldownFailed'
      readonly incident: string
      readonly thread: number
      readonly what: CooldownStep
      readonly reason: string
    }
  | {
      readonly type: 'Drafts'
      readonly incident: string
      readonly kind: string
      readonly drafts: readonly { readonly title: string; readonly text: string }[]
    }
