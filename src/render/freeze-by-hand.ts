import type { Incident } from '../incident/incident.ts'

/** How an administrator lifts a freeze without the App; for when it cannot, or is no longer there to do it. */
export function liftByHand(incident: Incident | undefined): string {
  const freeze = incident?.freeze
  if (!incident || !freeze) return ''
  if (freeze.applied?.mechanism === 'branch-protection')
    return `By hand, an administrator takes what the freeze added (the check \`${freeze.checkName}\` for one) out of the rules under Settings → Branches.`
  return `By hand, an administrator deletes the ruleset whose name begins with \`Firebreak freeze #${incident.anchor.number}\`, under Settings → Rules → Rulesets.`
}
