import type { FreezePolicy, HotfixPolicy } from './policy.ts'
import type { Configuration } from './schema/configuration.ts'

export function buildFreeze({ freeze }: Configuration): FreezePolicy {
  const { reviewed } = freeze
  return {
    branches: freeze.branches,
    mechanism: freeze.mechanism,
    lift: freeze.lift,
    maxDuration: freeze['max-duration'] === false ? undefined : freeze['max-duration'],
    exempt: freeze.exempt,
    reviewed: { approvals: reviewed.approvals, strict: reviewed.strict, enforceAdmins: reviewed['enforce-admins'] },
    windows: freeze.windows,
  }
}

export function buildHotfix({ hotfix }: Configuration): HotfixPolicy {
  const { sections } = hotfix
  return {
    branches: hotfix.branches,
    bases: hotfix.bases,
    require: hotfix.require,
    sections: { impact: sections.impact, bypassReason: sections['bypass-reason'] },
  }
}
