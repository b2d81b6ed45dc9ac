import { z } from 'zod'
import type { Scrap } from '../../incident/kept.ts'
import { openedText, sealedText } from './sealed-text.ts'
import type { SealedPlace, Sealer } from './sealer.ts'

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

/** The same of a planned freeze. */
export interface KeptWindow extends Omit<KeptFreeze, 'number'> {
  readonly slug: string
  /** When it was to end, as its window says. */
  readonly to: string
}

const windowShape = shape.omit({ number: true }).extend({ slug: z.string(), to: z.string() })

type Place = Omit<SealedPlace, 'kind'>

export const sealWindow = (sealer: Sealer, place: Place, kept: KeptWindow): Promise<string> =>
  sealedText(sealer, kept, { ...place, kind: 'window' })

/** @returns undefined where the text holds nothing of a planned freeze that this App sealed for this issue */
export async function openWindow(sealer: Sealer, text: string, place: Place): Promise<KeptWindow | undefined> {
  const read = windowShape.safeParse(await openedText(sealer, text, { ...place, kind: 'window' }))
  if (!read.success) return undefined
  return { ...read.data, memory: read.data.memory.map(({ key, data }) => ({ key, data })) }
}

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
