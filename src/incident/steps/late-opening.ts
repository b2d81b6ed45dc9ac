import { describedCommand } from '../commands-table.ts'
import { detectMark } from '../detect.ts'
import type { CommentAdded } from '../event.ts'
import { tellOfIncident } from '../labels.ts'
import { isTrusted } from '../permission.ts'
import type { Plan } from '../plan.ts'
import { type Asking, issueAt } from '../question.ts'
import type { Thread } from '../repository.ts'
import { beginMarked, isOwn } from './anchor.ts'

/**
 * How long after an issue was opened its opening may still be on its way, in milliseconds: what failed is sent again within
 * the hour, and a little later where many failed. What was opened before that and began nothing was not meant to.
 */
const onItsWayFor = 2 * 3_600_000

/** These mean something where there is no incident. */
const needless: ReadonlySet<string> = new Set(['help', 'drill'])

/**
 * GitHub may tell of a command before it tells of the opening of the issue that it stands on. Then the incident is begun as
 * the opening would have begun it, with its author's trust; when that is told of at last, there is nothing left to begin.
 * Only somebody trusted has it begun so, and only where GitHub says that the issue is new, open and marked: a comment is not
 * to raise what was dealt with long ago.
 */
export function* beginBeforeItsOpening(plan: Plan, event: CommentAdded, names: readonly string[]): Asking<void> {
  if (event.thread.type !== 'issue' || event.thread.state !== 'open') return
  if (!names.some((name) => describedCommand(name) && !needless.has(name))) return
  const { policy } = plan.situation
  if (!detectMark(policy.detection, event.thread) || !(yield* isTrusted(policy, event.actor.login))) return
  const thread = yield* issueAt(event.thread.number)
  const mark = thread && detectMark(policy.detection, thread)
  if (!thread || !mark || !isNew(plan, thread)) return plan.because('the issue is not one that was just opened', false)
  plan.because(`a command came before the opening of #${thread.number} was told of`)
  yield* beginMarked(plan, thread, { mark, by: thread.author })
}

function isNew(plan: Plan, thread: Thread): boolean {
  const { state, createdAt = Number.NEGATIVE_INFINITY, labels } = thread
  // An incident that ended, and that a lost database does not know of any more, has left its status there.
  if (tellOfIncident(labels)) return false
  return state === 'open' && !isOwn(plan, thread) && plan.now - createdAt < onItsWayFor
}
