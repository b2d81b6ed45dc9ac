import type { EffectResult } from '../../incident/effect.ts'
import type { AdvisoryReason } from '../../incident/freeze-result.ts'
import type { RulesetBody } from '../../incident/freeze-rules.ts'
import type { Repository } from '../../incident/repository.ts'
import { fullName } from '../../incident/repository.ts'
import { ghDeleteRulesets, ghWithBody } from '../../lib/gh-api.ts'
import { isRefusal } from '../errors.ts'
import { type FreezeMark, freezePrefix } from './ruleset.ts'

export interface ByHand {
  readonly repository: Repository
  readonly mark: FreezeMark
  readonly body: RulesetBody
}

/** The result of a freeze that could not be enforced: why, and what an administrator can run. */
export function advisory(reason: AdvisoryReason, byHand: ByHand): EffectResult {
  return {
    type: 'Advisory',
    reason,
    commands: [...(remarks[reason] ?? []), freezeCommand(byHand), liftCommand(byHand)],
  }
}

/** Refusals that a freeze lives with: it is announced as advisory. Undefined for all other errors. */
export function advisoryReason(error: unknown): AdvisoryReason | undefined {
  if (isRefusal(error, 'plan')) return 'plan'
  if (isRefusal(error, 'permission')) return 'permission'
  return isRefusal(error, 'archived') ? 'archived' : undefined
}

/** Shell comments, so that a block of commands can be pasted whole. */
const remarks: Partial<Record<AdvisoryReason, readonly string[]>> = {
  plan: [
    '# GitHub has neither rulesets nor branch protection for this private repository on its plan: nothing can be enforced here.',
    '# Once the repository is public, or its owner has GitHub Pro, Team or Enterprise, an administrator can run:',
  ],
  archived: ['# The repository is archived, so it takes no changes, of rules or of code. After unarchiving it:'],
  unsupported: ['# This server does not offer rulesets. Where it does, an administrator can run:'],
}

const freezeCommand = ({ repository, body }: ByHand): string =>
  ghWithBody('POST', `repos/${fullName(repository)}/rulesets`, body)

const liftCommand = ({ repository, mark }: ByHand): string =>
  `# to lift it:\n${ghDeleteRulesets(fullName(repository), freezePrefix(mark))}`
