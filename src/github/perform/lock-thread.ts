import { z } from 'zod'
import type { EffectResult } from '../../incident/effect.ts'
import { isRefusal } from '../errors.ts'
import type { Performer } from './context.ts'
import { type Conversation, forgetDebt, type Lock, lock, lockAgain, readLock, recallDebt, unlock } from './locked.ts'

/** Why we lock; a lock for another reason is somebody else's. */
const heated = 'too heated'

/** What stood before the first lock of a cool-down. */
const before = z.object({ wasLocked: z.boolean() })

/**
 * Locks a conversation, or opens it again. How it stood before is stored first: what somebody had locked before the
 * cool-down stays locked after it, and so does what somebody locked for a reason of their own meanwhile.
 * @returns how the conversation stands now
 */
export const lockThread: Performer<'LockThread'> = async (effect, job, { clients }) => {
  const conversation = { octokit: await clients.forRepository(job.repository), job, thread: effect.thread }
  const firstKey = effect.firstKey ?? job.put.key
  return effect.locked ? locked(conversation, firstKey) : opened(conversation, firstKey)
}

async function locked(conversation: Conversation, firstKey: string): Promise<EffectResult> {
  const owed = await recallDebt(conversation)
  const wasLocked = (await recall(conversation, firstKey)) ?? (await rememberBefore(conversation, firstKey, owed))
  if (owed) await lockAgain(conversation, owed)
  else if (!wasLocked) await lock(conversation, heated)
  return { type: 'LockSeen', locked: true, wasLocked }
}

async function opened(conversation: Conversation, firstKey: string): Promise<EffectResult> {
  if (await recall(conversation, firstKey)) return { type: 'LockSeen', locked: true }
  try {
    return { type: 'LockSeen', locked: !(await openOurs(conversation)) }
  } catch (error) {
    // Deleted or transferred: there is nothing left to open.
    if (!isRefusal(error, 'gone', 'not-found')) throw error
    await forgetDebt(conversation)
    return { type: 'LockSeen', locked: false }
  }
}

/** @returns false when the lock is somebody else's, and was left or put back */
async function openOurs(conversation: Conversation): Promise<boolean> {
  const owed = await recallDebt(conversation)
  const { locked: isLocked, reason } = owed ?? (await readLock(conversation))
  if (isLocked && reason !== heated) {
    if (owed) await lockAgain(conversation, owed)
    return false
  }
  await forgetDebt(conversation)
  if (isLocked) await unlock(conversation)
  return true
}

async function recall({ job }: Conversation, key: string): Promise<boolean | undefined> {
  return before.safeParse(await job.memory.recall(key)).data?.wasLocked
}

/** What is unlocked only because something was being written there counts as locked. */
async function rememberBefore(conversation: Conversation, key: string, owed: Lock | undefined): Promise<boolean> {
  const { locked: wasLocked } = owed ?? (await readLock(conversation))
  await conversation.job.memory.memorise({ wasLocked } satisfies z.infer<typeof before>, key)
  return wasLocked
}
