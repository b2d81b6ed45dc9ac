import type { InteractionLimit } from '../policy/policy.ts'

/** A conversation that cools off. The incident holds those under way; see `evolve-community.ts`. */
export interface Cooldown {
  readonly thread: number
  readonly until: number
  readonly interactions: InteractionLimit | undefined
}

export type CommunityEntry =
  | {
      readonly type: 'CooldownBegun'
      readonly thread: number
      readonly until: number
      readonly interactions: InteractionLimit | undefined
    }
  | { readonly type: 'CooldownOver'; readonly thread: number; readonly late: number }
  | { readonly type: 'DraftsPosted'; readonly kind: string }

export type CommunityMessage =
  | { readonly type: 'CooldownBegun'; readonly incident: string; readonly until: number; readonly by: string }
  | { readonly type: 'CooldownOver'; readonly incident: string; readonly late: number }
  | { readonly type: 'CooldownFailed'; readonly incident: string; readonly reason: string }
  | {
      readonly type: 'Drafts'
      readonly incident: string
      readonly drafts: readonly { readonly title: string; readonly text: string }[]
    }
