import { z } from 'zod'
import type { Memory } from '../../engine/ports.ts'
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
  /** How often nothing of the freeze was seen when it was read back. */
  unseen: z.number(),
})

const branchMemory = z.object({
  /** Null: the branch was not protected. */
  before: protectionSettings.nullable(),
  made: protectionSettings,
  /** What was read when this was decided: anything else found later is somebody's edit in between. */
  seen: protectionSettings.nullable(),
})

const classicMemory = z.object({
  mechanism: z.literal('branch-protection'),
  branches: z.record(z.string(), branchMemory),
})

const liftMemory = z.object({
  /** Whether anything of the freeze was found, so that a second try does not take its own work for somebody's. */
  found: z.boolean(),
  /** How often the ruleset was still listed after it was deleted. */
  stillListed: z.number(),
  /** What each branch's classic protection was going to be. */
  targets: z.record(z.string(), protectionSettings.nullable()),
})

const freezeMemory = z.discriminatedUnion('mechanism', [rulesetMemory, classicMemory])

export type RuleTrace = z.infer<typeof ruleTrace>
export type RulesetMemory = z.infer<typeof rulesetMemory>
export type BranchMemory = z.infer<typeof branchMemory>
export type ClassicMemory = z.infer<typeof classicMemory>
export type LiftMemory = z.infer<typeof liftMemory>

/** What a freeze kept about the time before it; undefined when nothing was kept, or nothing that can be read. */
export async function recallFreeze(memory: Memory, key?: string): Promise<RulesetMemory | ClassicMemory | undefined> {
  return freezeMemory.safeParse(await memory.recall(key)).data
}

/** What an interrupted thaw already knew. */
export async function recallLift(memory: Memory): Promise<LiftMemory> {
  return liftMemory.safeParse(await memory.recall()).data ?? { found: false, stillListed: 0, targets: {} }
}
