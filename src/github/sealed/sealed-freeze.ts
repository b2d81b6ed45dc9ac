import { z } from 'zod'
import type { Scrap } from '../../incident/kept.ts'
import { openedText, sealedText } from './sealed-text.ts'
import type { Sealer } from './sealer.ts'

/** What a freeze keeps about the time before it, on its way to GitHub before anything is changed there. */
export interface KeptFreeze {
  /** The anchor's number. */
  readonly number: number
  /** When it was kept, in epoch milliseconds. */
  readonly at: number
  readonly memory: readonly Scrap[]
}

const shape = z.object({
  number: z.number(),
  at: z.number(),
  memory: z.array(z.object({ key: z.string(), data: z.unknown() })),
})

export const sealFreeze = (sealer: Sealer, repositoryId: number, kept: KeptFreeze): Promise<string> =>
  sealedText(sealer, kept, { repositoryId, number: kept.number, kind: 'freeze' })

/** @returns undefined where the text holds nothing of this anchor's freeze that this App sealed */
export async function openFreeze(
  sealer: Sealer,
  text: string,
  { repositoryId, number }: { readonly repositoryId: number; readonly number: number },
): Promise<KeptFreeze | undefined> {
  const read = shape.safeParse(await openedText(sealer, text, { repositoryId, number, kind: 'freeze' }))
  if (!read.success || read.data.number !== number) return undefined
  const memory = read.data.memory.map(({ key, data }) => ({ key, data }))
  return { number, at: read.data.at, memory }
}
