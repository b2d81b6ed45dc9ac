import { z } from 'zod'
import type { PerformJob } from '../../engine/ports.ts'
import type { Octokit } from '../client.ts'
import { isRefusal } from '../errors.ts'
import { at, text } from '../json.ts'

/** One conversation, and the effect that has something to do there. */
export interface Conversation {
  readonly octokit: Octokit
  readonly job: Pick<PerformJob, 'repository' | 'memory'>
  readonly thread: number
}

/** GitHub's words (`issues/lock`). */
const reasons = ['off-topic', 'too heated', 'resolved', 'spam'] as const
export type LockReason = (typeof reasons)[number]

export interface Lock {
  readonly locked: boolean
  /** Undefined: locked without one. */
  readonly reason: LockReason | undefined
}

const debt = z.object({ owed: z.boolean(), reason: z.enum(reasons).optional() })

/**
 * Writes something in a conversation that may be locked. GitHub refuses an App's comments there (probot/stale#25,
 * renovatebot/renovate#6215), so it is unlocked, written to and locked again for the same reason: a lock keeps people
 * apart, it is not meant to silence the procedure, whoever set it. That it has to be locked again is stored before it is
 * unlocked, so that a crash in between leaves it locked after the next try.
 * @param write looks for what it wrote before: it may be called twice
 */
export async function inConversation<T>(
  { job, thread, client }: Omit<Conversation, 'octokit'> & { readonly client: () => Promise<Octokit> },
  write: () => Promise<T>,
): Promise<T> {
  const owed = await recallDebt({ job, thread })
  try {
    const written = await write()
    if (owed) await lockAgain({ octokit: await client(), job, thread }, owed)
    return written
  } catch (error) {
    if (!isRefusal(error, 'locked')) throw error
  }
  const conversation = { octokit: await client(), job, thread }
  const lock = owed ?? (await readLock(conversation))
  await rememberDebt(conversation, lock)
  await unlock(conversation)
  try {
    return await write()
  } finally {
    if (lock.locked) await lockAgain(conversation, lock)
  }
}

/** Source: `issues/get`, `active_lock_reason`. */
export async function readLock(conversation: Conversation): Promise<Lock> {
  const { data } = await conversation.octokit.request('GET /repos/{owner}/{repo}/issues/{issue_number}', {
    ...placeOf(conversation),
  })
  const reason = text(at(data, 'active_lock_reason'))
  return { locked: data.locked === true, reason: reasons.find((known) => known === reason) }
}

/** Source: `issues/lock`; locking what is locked changes nothing. */
export async function lock(conversation: Conversation, reason: LockReason | undefined): Promise<void> {
  await conversation.octokit.request('PUT /repos/{owner}/{repo}/issues/{issue_number}/lock', {
    ...placeOf(conversation),
    ...(reason !== undefined && { lock_reason: reason }),
  })
}

/** Source: `issues/unlock`. */
export async function unlock(conversation: Conversation): Promise<void> {
  await conversation.octokit.request('DELETE /repos/{owner}/{repo}/issues/{issue_number}/lock', placeOf(conversation))
}

/** Nothing has to be locked again: it is locked now, or it is meant to be open. */
export async function forgetDebt(where: Omit<Conversation, 'octokit'>): Promise<void> {
  await where.job.memory.memorise({ owed: false } satisfies z.infer<typeof debt>, debtKey(where))
}

/** Settles a debt. */
export async function lockAgain(conversation: Conversation, { reason }: Lock): Promise<void> {
  await lock(conversation, reason)
  await forgetDebt(conversation)
}

async function rememberDebt(where: Omit<Conversation, 'octokit'>, { locked, reason }: Lock): Promise<void> {
  await where.job.memory.memorise({ owed: locked, ...(reason !== undefined && { reason }) }, debtKey(where))
}

/** The lock that a conversation is owed, because a try to write there ended between unlocking and locking again. */
export async function recallDebt(where: Omit<Conversation, 'octokit'>): Promise<Lock | undefined> {
  const known = debt.safeParse(await where.job.memory.recall(debtKey(where))).data
  return known?.owed ? { locked: true, reason: known.reason } : undefined
}

/** Shared by all effects: the end of a cool-down has to know that nothing is owed any more. */
const debtKey = ({ job, thread }: Omit<Conversation, 'octokit'>): string => `lock-again/${job.repository.id}/${thread}`

const placeOf = ({ job, thread }: Conversation) => ({
  owner: job.repository.owner,
  repo: job.repository.name,
  issue_number: thread,
})
