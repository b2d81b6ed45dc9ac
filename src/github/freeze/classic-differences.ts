import { canonicalJson, isSameSetting } from './canonical.ts'
import { isFreezeCheck } from './classic-undo.ts'
import { openSettings, type ProtectionSettings } from './protection-settings.ts'

/** What distinguishes two states of a branch's protection, each a short sentence; checks of other freezes do not count. */
export function settingDifferences(before: ProtectionSettings | null, after: ProtectionSettings | null): string[] {
  if (before === null) return after === null || isOnlyFreezes(after) ? [] : ['it is protected now and was not before']
  if (after === null) return ['it was protected before and is not now']
  return Object.keys(before).flatMap((name) => {
    const [was, is] = [settingOf(before, name), settingOf(after, name)]
    return isSameSetting(was, is)
      ? []
      : [`\`${name}\` was ${canonicalJson(was)} before and is ${canonicalJson(is)} now`]
  })
}

/** What is said where nothing is known of the time before: what a freeze may have left. @param now null: not protected */
export function unknownDifference(now: ProtectionSettings | null): string {
  const held = [
    ...(now && !now.allow_force_pushes ? ['force pushes are forbidden'] : []),
    ...(now && !now.allow_deletions ? ['it cannot be deleted'] : []),
    ...(now?.lock_branch ? ['it is locked'] : []),
  ]
  const left = held.length === 0 ? '' : `. Still so, perhaps by the freeze: ${held.join(', ')}`
  return `it is not known what stood before; only the required check of the freeze was taken out${left}`
}

function isOnlyFreezes(settings: ProtectionSettings): boolean {
  const isOpen = isSameSetting({ ...settings, required_status_checks: null }, openSettings)
  return isOpen && (settings.required_status_checks?.checks.every(isFreezeCheck) ?? false)
}

function settingOf(settings: ProtectionSettings, name: string): unknown {
  const value = Object.entries(settings).find(([key]) => key === name)?.[1]
  if (name !== 'required_status_checks' || settings.required_status_checks === null) return value
  const { strict, checks } = settings.required_status_checks
  const others = checks.filter((check) => !isFreezeCheck(check))
  const onlyFreezes = others.length === 0 && checks.length > 0 && !strict
  return onlyFreezes ? null : { strict, checks: others }
}
