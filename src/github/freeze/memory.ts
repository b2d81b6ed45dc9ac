import { z } from 'zod'
import type { Memory, PerformJob } from '../../engine/ports.ts'
import type { ApplyFreeze } from '../../incident/effect.ts'
import { protectionSettings } from './protection-settings.ts'

/** One effective rule of a branch, as far as it matters for telling whether it is the same one later. */
const ruleTrace = z.object({
  ruleset: z.number(),
  source: z.string(),
  type: z.string(),
  /** Canonical JSON of its parameters. */
  parameters: z.string(),
})

const rulesetMemory = z.object({
  mechanism: z.literal('ruleset'),
  /** Each branch's rules before the freeze. */
  before: z.record(z.string(), z.array(ruleTrace)),
  /** How often nothing of the freeze was seen when the effect with this key read it back. */
  unseen: z.object({ by: z.string(), times: z.number() }),
})

const layer = z.object({
  /** Key of the effect that decided on it. */
  by: z.string(),
  /** What the freeze is laid on: what stood before, with what people changed until then. Null: no protection. */
  base: protectionSettings.nullable(),
  made: protectionSettings,
  /** Whether it was seen to stand; else it may not have been written, or by half. */
  seen: z.boolean(),
})

const branchMemory = z.object({
  /**
   * What stood before the first freeze, to compare with. Null: the branch was not protected; undefined: the freeze stood
   * already when this was written, and nothing was kept of the time before it.
   */
  before: protectionSettings.nullable().optional(),
  /** Oldest first. More than one only while it is not known which of them stands: then all of them are undone. */
  layers: z.array(layer).min(1),
})

const classicMemory = z.object({
  mechanism: z.literal('branch-protection'),
  branches: z.record(z.string(), branchMemory),
})

const liftMemory = z.object({
  /** Whether taking it off was begun, so that a second try does not take its own work for somebody's. */
  begun: z.boolean(),
  /** How often the ruleset was still listed after it was deleted. */
  stillListed: z.number(),
  /** What each branch's classic protection was going to be. */
  targets: z.record(z.string(), protectionSettings.nullable()),
})

const freezeMemory = z.discriminatedUnion('mechanism', [rulesetMemory, classicMemory])

export type RuleTrace = z.infer<typeof ruleTrace>
export type RulesetMemory = z.infer<typeof rulesetMemory>
export type Layer = z.infer<typeof layer>
export type BranchMemory = z.infer<typeof branchMemory>
export type ClassicMemory = z.infer<typeof classicMemory>
export type LiftMemory = z.infer<typeof liftMemory>

/** Under this key lies what is known of a freeze, whatever its mode by now. */
export const freezeKey = ({ firstKey }: Pick<ApplyFreeze, 'firstKey'>, { put }: Pick<PerformJob, 'put'>): string =>
  firstKey ?? put.key

/** The same of data that was kept elsewhere. */
export const readClassicMemory = (data: unknown): ClassicMemory | undefined => classicMemory.safeParse(data).data

/** What a freeze kept about the time before it; undefined when nothing was kept, or nothing that can be read. */
export async function recallFreeze(memory: Memory, key: string): Promise<RulesetMemory | ClassicMemory | undefined> {
  return freezeMemory.safeParse(await memory.recall(key)).data
}

/** What an interrupted thaw already knew. */
export async function recallLift(memory: Memory): Promise<LiftMemory> {
  return liftMemory.safeParse(await memory.recall()).data ?? { begun: false, stillListed: 0, targets: {} }
}
