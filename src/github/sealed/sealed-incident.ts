import { z } from 'zod'
import { type Incident, incidentId } from '../../incident/incident.ts'
import type { KeptIncident, Scrap } from '../../incident/kept.ts'
import type { Entry } from '../../incident/timeline.ts'
import { untouchedParts } from '../../incident/untouched.ts'
import { upgradedPolicy } from '../../policy/upgrade.ts'
import { openedText, sealedText } from './sealed-text.ts'
import type { Sealer } from './sealer.ts'

/** How many entries of the timeline are kept at either end, most first: the first that fits is taken. */
const timelineEnds = [Number.POSITIVE_INFINITY, 200, 80, 30, 10, 3]

export interface SealedIncident {
  readonly text: string
  /** What had to be left out, in words; undefined: nothing. */
  readonly leftOut: string | undefined
}

/**
 * An incident as a hidden line of its card. Where it is too long, the timeline loses its middle, then lists and reasons go;
 * where it stands, its clocks, its freeze, its hotfixes and its policy are kept to the last.
 * @param most characters that may be used
 * @returns undefined when even those do not fit
 */
export async function sealIncident(
  sealer: Sealer,
  kept: KeptIncident,
  most: number,
): Promise<SealedIncident | undefined> {
  for (const { incident, leftOut } of shorterAndShorter(kept.incident)) {
    const { repositoryId, anchor } = incident
    const place = { repositoryId, number: anchor.number, kind: 'incident' } as const
    const text = await sealedText(sealer, { ...kept, incident }, place)
    if (text.length <= most) return { text, leftOut }
  }
  return undefined
}

function* shorterAndShorter(incident: Incident): Generator<{ incident: Incident; leftOut: string | undefined }> {
  const { timeline } = incident
  for (const ends of timelineEnds) {
    const isWhole = timeline.length <= 2 * ends
    const some = isWhole ? timeline : [...timeline.slice(0, ends), ...timeline.slice(-ends)]
    const missing = timeline.length - some.length
    yield {
      incident: { ...incident, timeline: some },
      leftOut: isWhole ? undefined : `${missing} lines of its timeline`,
    }
  }
  yield { incident: bare(incident), leftOut: 'its timeline, its lists, and what went past the freeze' }
}

const bare = (incident: Incident): Incident => ({
  ...incident,
  timeline: incident.timeline.slice(0, 3),
  bypasses: [],
  checklists: [],
  communication: { ...incident.communication, channels: [] },
  freeze: incident.freeze && { ...incident.freeze, checks: {}, comparison: [] },
})

const moment = z.number().optional()
const entry = z.looseObject({ type: z.string(), at: z.number() })

/**
 * What is looked at before it is used. A seal that opens was made by this App, so this is about versions: what a later one
 * wrote and this one cannot go on with is not taken up.
 */
const shape = z.object({
  at: z.number(),
  memory: z.array(z.object({ key: z.string(), data: z.unknown() })),
  incident: z.looseObject({
    id: z.string(),
    repositoryId: z.number(),
    anchor: z.looseObject({ number: z.number(), title: z.string(), url: z.string(), present: z.boolean() }),
    status: z.enum(['reported', 'declared', 'acknowledged', 'mitigated', 'resolved', 'closed', 'cancelled']),
    severity: z.string(),
    reporter: z.string(),
    version: z.number(),
    times: z.looseObject({ reported: z.number(), declared: moment, resolved: moment, closed: moment }),
    escalation: z.looseObject({ next: z.number(), told: z.array(z.string()) }),
    freeze: z
      .looseObject({
        status: z.enum(['applying', 'on', 'advisory', 'failed', 'lifting', 'off', 'lost']),
        mode: z.enum(['hotfix-only', 'reviewed', 'locked']),
        branches: z.array(z.string()),
        firstKey: z.string(),
        applyKey: z.string(),
      })
      .optional(),
    hotfixes: z.array(z.looseObject({ number: z.number(), state: z.enum(['open', 'merged', 'closed']) })),
    checklists: z.array(z.looseObject({ id: z.string(), thread: z.number() })),
    bypasses: z.array(z.looseObject({ id: z.string() })),
    policy: z.looseObject({ severities: z.array(z.unknown()), kinds: z.record(z.string(), z.unknown()) }),
    timeline: z.array(entry),
  }),
})

/** @returns undefined where the text holds nothing of this anchor's that this App sealed and this version can read */
export async function openIncident(
  sealer: Sealer,
  text: string,
  { repositoryId, number }: { readonly repositoryId: number; readonly number: number },
): Promise<KeptIncident | undefined> {
  const opened = await openedText(sealer, text, { repositoryId, number, kind: 'incident' })
  const read = shape.safeParse(opened)
  if (!read.success) return undefined
  const { at, memory } = read.data
  // The shape was looked at where it matters; the rest is as this program wrote it.
  const stored = read.data.incident as unknown as Incident
  if (stored.id !== incidentId(repositoryId, number) || stored.anchor.number !== number) return undefined
  return { at, memory: memory.map(scrap), incident: upgraded(stored) }
}

const scrap = ({ key, data }: { key: string; data?: unknown }): Scrap => ({ key, data })

/** As a store reads what an earlier version stored. */
const upgraded = (incident: Incident): Incident => ({
  ...untouchedParts,
  ...incident,
  policy: upgradedPolicy(incident.policy),
  timeline: incident.timeline satisfies readonly Entry[],
})
