import type { Problem } from '../problem.ts'
import { checkApprovals } from './approvals.ts'
import type { Check, Checking } from './checking.ts'
import { checkChecklists } from './checklists.ts'
import { checkEscalation } from './escalation.ts'
import { checkFreeze } from './freeze.ts'
import { checkHotfix } from './hotfix.ts'
import { checkReachable } from './reachable.ts'
import { checkRecords } from './records.ts'
import { checkReferences } from './references.ts'
import { checkRoles } from './roles.ts'
import { checkSeverities } from './severities.ts'

const checks: readonly Check[] = [
  checkReferences,
  checkSeverities,
  checkReachable,
  checkApprovals,
  checkRoles,
  checkEscalation,
  checkFreeze,
  checkHotfix,
  checkChecklists,
  checkRecords,
]

/** What no single value is wrong in: names that are not defined, and things that contradict one another. */
export function checkMeaning(checking: Checking): Problem[] {
  return checks.flatMap((check) => check(checking))
}
