import type { MergeGroupRequested } from '../event.ts'
import { linkedIncident } from '../hotfix-link.ts'
import type { Plan } from '../plan.ts'
import { type Asking, mergeGroupMembers, pullRequestAt } from '../question.ts'
import { freezesOn, passesFreeze } from './freeze-check.ts'
import { checkKey, verdictOn } from './verdict.ts'

interface Member {
  readonly number: number
  readonly passed: boolean
  readonly why: string
}

/**
 * A merge queue asks about a group. It is always answered while a freeze asks for a check, because the queue waits for
 * it: success only when every member may pass. Where GitHub does not say who the members are, nobody passes.
 */
export function* judgeMergeGroup(plan: Plan, event: MergeGroupRequested): Asking<void> {
  const freezes = freezesOn(plan, event.baseBranch)
  if (freezes.length === 0) return
  const numbers = yield* mergeGroupMembers(event.headSha, event.baseBranch)
  for (const incident of freezes) {
    const members: Member[] = []
    for (const number of numbers ?? []) {
      const pullRequest = yield* pullRequestAt(number)
      if (!pullRequest) continue
      const linked = linkedIncident(plan.active, number)
      const verdict = linked && (yield* verdictOn(plan, pullRequest, linked))
      const passes = yield* passesFreeze(incident, pullRequest, verdict)
      members.push({ number, passed: passes.holds, why: passes.what })
    }
    const passed = members.length > 0 && members.length === numbers?.length && members.every((member) => member.passed)
    const name = incident.freeze?.checkName ?? ''
    plan.put(
      incident,
      {
        type: 'PublishCheck',
        name,
        sha: event.headSha,
        externalId: `group:${incident.anchor.number}`,
        conclusion: passed ? 'success' : 'failure',
        message: { type: 'MergeGroup', incident: incident.id, passed, members },
      },
      { key: checkKey(incident.repositoryId, name, event.headSha), keep: 'latest' },
    )
  }
}
