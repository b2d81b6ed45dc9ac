import type { Cooldown } from './community.ts'
import type { Entry } from './timeline.ts'

export function evolveCommunity(cooldowns: readonly Cooldown[], entry: Entry): readonly Cooldown[] {
  switch (entry.type) {
    default:
      return cooldowns
  }
}
