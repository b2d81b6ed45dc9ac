import { type Asking, issueAt, pullRequestAt } from './question.ts'
import type { PullRequest, Thread } from './repository.ts'

const newsFor = 5 * 60_000

/**
 * A delivery describes what was true when GitHub made it, and deliveries come in any order
 * (https://docs.github.com/webhooks/using-webhooks/best-practices-for-using-webhooks). Whoever judges by an old description
 * lets something pass that may not, or holds back what may; so GitHub is asked. Its answer may come from a copy that lags
 * behind: then what was told is the newer one.
 */
export function* asItStands(told: PullRequest): Asking<PullRequest> {
  return newer(told, yield* pullRequestAt(told.number))
}

/** The same for what issues and pull requests have in common. */
export function* threadAsItStands(told: Thread): Asking<Thread> {
  return newer(told, yield* issueAt(told.number))
}

/**
 * Whether what a delivery tells of still holds, where it comes late or for a second time: an old report is no emergency of
 * now. Fresh news are believed, for a freeze must not wait for another call; GitHub's clock may differ from ours by less.
 * @param now epoch milliseconds
 * @param holds what is to hold
 */
export function* isStillSo(told: Thread, now: number, holds: (thread: Thread) => boolean): Asking<boolean> {
  if (told.updatedAt === undefined || now - told.updatedAt < newsFor) return holds(told)
  const found = yield* told.type === 'issue' ? issueAt(told.number) : pullRequestAt(told.number)
  return found !== undefined && holds(found)
}

const newer = <Some extends Thread>(told: Some, found: Some | undefined): Some =>
  found !== undefined && (found.updatedAt ?? 0) >= (told.updatedAt ?? 0) ? found : told
