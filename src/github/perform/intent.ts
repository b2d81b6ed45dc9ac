import { z } from 'zod'
import type { PerformJob } from '../../engine/ports.ts'

const intent = z.object({ creating: z.boolean(), hash: z.string().optional() })

/** What an effect whose body is replaced again and again keeps about its own doing. */
export type Intent = z.infer<typeof intent>

export async function recallIntent(job: PerformJob): Promise<Intent> {
  return intent.safeParse(await job.memory.recall()).data ?? { creating: false }
}

/**
 * Whether an earlier try may have created the thing without our seeing it. The count of tries begins anew when the body
 * is replaced, so what is created is announced in the memory first.
 */
export async function mayExist(job: PerformJob): Promise<boolean> {
  return job.triesBefore > 0 || (await recallIntent(job)).creating
}

export async function announceCreation(job: PerformJob): Promise<void> {
  await job.memory.memorise({ creating: true } satisfies Intent)
}
