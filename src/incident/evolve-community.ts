import type { Cooldown } from './community.ts'
import type { Entry } from './timeline.ts'

type Asked = Extract<Entry, { type: 'CooldownAsked' }>
type Failed = Extract<Entry, { type: 'CooldownFailed' }>

export function evolveCommunity(cooldowns: readonly Cooldown[], entry: Entry): readonly Cooldown[] {
  switch (entry.type) {
    case 'CooldownAsked':
      return asked(cooldowns, entry)
    case 'CooldownBegun':
      return changed(cooldowns, entry.thread, (one) => ({ ...one, seenUntil: entry.until }))
    case 'CooldownEnding':
      return changed(cooldowns, entry.thread, (one) => ({ ...one, ending: { key: entry.key, late: entry.late } }))
    case 'CooldownOver':
      return without(cooldowns, entry.thread)
    case 'CooldownFailed':
      return failed(cooldowns, entry)
    default:
      return cooldowns
  }
}

/** One more for the same conversation moves the end of the one that runs. */
function asked(cooldowns: readonly Cooldown[], entry: Asked): readonly Cooldown[] {
  const { thread, by, until, interactions, lockKey, firstKey } = entry
  const seenUntil = cooldowns.find((one) => one.thread === thread)?.seenUntil
  const cooldown = { thread, by, until, interactions, lockKey, firstKey, seenUntil, ending: undefined }
  return [...without(cooldowns, thread), cooldown]
}

/** An end that cannot be moved stays where it was; what cannot be locked, or opened again, is no cool-down any more. */
function failed(cooldowns: readonly Cooldown[], { thread, what }: Failed): readonly Cooldown[] {
  const running = cooldowns.find((one) => one.thread === thread)
  if (what === 'limit' || what === 'unlimit') return cooldowns
  const seenUntil = running?.seenUntil
  return what === 'lock' && seenUntil !== undefined
    ? changed(cooldowns, thread, (one) => ({ ...one, until: seenUntil }))
    : without(cooldowns, thread)
}

const without = (cooldowns: readonly Cooldown[], thread: number): readonly Cooldown[] =>
  cooldowns.filter((one) => one.thread !== thread)

const changed = (
  cooldowns: readonly Cooldown[],
  thread: number,
  change: (one: Cooldown) => Cooldown,
): readonly Cooldown[] => cooldowns.map((one) => (one.thread === thread ? change(one) : one))
