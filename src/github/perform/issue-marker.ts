import { z } from 'zod'
import type { PerformJob } from '../../engine/ports.ts'
import type { Sealer } from '../sealed/sealer.ts'

const memory = z.object({ marker: z.string() })

/** What an issue ends with, so that it is found again. */
export interface IssueMarker {
  readonly marker: string
  /** Whether it was kept by an earlier try, so that an issue may carry it already. */
  readonly known: boolean
}

/**
 * The marker of the issue that belongs to this key, kept before it is used. Nobody else can work it out: a plain hash of the
 * key would give a secret away, for the key of an alert's issue holds its GHSA, and anybody could try all published ones
 * against a public issue. When the database is lost, it comes out as the same. Effects that share a key share the marker.
 */
export async function issueMarker(
  { memory: store, put, triesBefore }: PerformJob,
  { sealer }: { readonly sealer: Pick<Sealer, 'digest'> },
): Promise<IssueMarker> {
  const place = `${put.key}/marker`
  const kept = memory.safeParse(await store.recall(place)).data
  if (kept) return { marker: kept.marker, known: true }
  const marker = `<!-- firebreak:${sealer.digest(put.key)} -->`
  await store.memorise({ marker } satisfies z.infer<typeof memory>, place)
  return { marker, known: triesBefore > 0 }
}
