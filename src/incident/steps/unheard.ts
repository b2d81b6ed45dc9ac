import type { IssueChanged } from '../event.ts'
import type { Plan } from '../plan.ts'
import type { Actor, Thread } from '../repository.ts'

/** The delivery that did not come, as far as it can be told from how things stand. */
export function changed(plan: Plan, change: IssueChanged['change'], issue: Thread): IssueChanged {
  const actor = change === 'closed' ? knownActor(plan, issue.closedBy) : nobody
  return { type: 'IssueChanged', repository: plan.situation.repository, at: plan.now, change, issue, actor }
}

/** Somebody of whom nothing is known, and who has no permissions. */
export const nobody: Actor = { login: '', type: 'User', isSelf: false }

export function knownActor({ situation: { self } }: Plan, account: Pick<Actor, 'login' | 'type'> | undefined): Actor {
  if (!account) return nobody
  return { ...account, isSelf: account.type === 'Bot' && account.login.toLowerCase() === `${self.slug}[bot]` }
}
