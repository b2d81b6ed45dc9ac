import { isSameSetting } from './canonical.ts'
import { withSignaturesOf } from './classic.ts'
import { type FreezeWish, isSameCheck, withFreeze } from './classic-freeze.ts'
import { withoutFreeze } from './classic-undo.ts'
import type { BranchMemory, Layer } from './memory.ts'
import type { ProtectionSettings } from './protection-settings.ts'

/**
 * A branch's protection without any layer of the freeze, whichever of them stands: undoing one that does not changes
 * nothing. The trade: somebody who set a value to the very one that a layer asked for finds it undone as well.
 * @param now as found, possibly in the middle of an interrupted write
 */
export function withoutLayers(now: ProtectionSettings | null, layers: readonly Layer[]): ProtectionSettings | null {
  const newest = layers.at(-1)
  const whole = newest && !newest.seen ? withSignaturesOf(now, newest.made) : now
  return layers.reduceRight((settings, { base, made }) => withoutFreeze({ before: base, made, now: settings }), whole)
}

/** What is kept of a branch once a freeze, or another mode of it, was decided on: an earlier try of this effect gives way. */
export function decided(
  known: BranchMemory | undefined,
  found: ProtectionSettings | null,
  { wish, by }: { wish: FreezeWish; by: string },
): BranchMemory & { readonly target: ProtectionSettings } {
  const base = withoutCheck(known ? withoutLayers(found, known.layers) : found, wish)
  const stoodAlready = known ? known.before === undefined : isFrozenBy(found, wish)
  const target = withFreeze(base, wish)
  const others = (known?.layers ?? []).filter((layer) => layer.by !== by)
  // Interrupted before anything was changed, the first freeze takes in what somebody edited since.
  const began = others.length > 0 || known?.layers.at(-1)?.seen || holds(found, wish)
  const before = known && began ? known.before : base
  return { ...(!stoodAlready && { before }), layers: [...others, { by, base, made: target, seen: false }], target }
}

/** Whether everything that the freeze asks for is there. */
export const holds = (settings: ProtectionSettings | null, wish: FreezeWish): boolean =>
  settings !== null && isSameSetting(withFreeze(settings, wish), settings)

/** Whether the check of this very freeze is required. */
const isFrozenBy = (settings: ProtectionSettings | null, { checkName, appId }: FreezeWish): boolean =>
  settings?.required_status_checks?.checks.some((each) => isSameCheck(each, { context: checkName, app_id: appId })) ??
  false

/** A check of this very freeze that an earlier one left behind is nothing to go back to. */
export function withoutCheck(
  settings: ProtectionSettings | null,
  { checkName, appId }: Pick<FreezeWish, 'checkName' | 'appId'>,
): ProtectionSettings | null {
  const required = settings?.required_status_checks
  const ours = { context: checkName, app_id: appId }
  if (!settings || !required?.checks.some((check) => isSameCheck(check, ours))) return settings
  const checks = required.checks.filter((check) => !isSameCheck(check, ours))
  const rest = checks.length === 0 && !required.strict ? null : { ...required, checks }
  return { ...settings, required_status_checks: rest }
}
