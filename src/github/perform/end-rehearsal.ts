import { deleteRuleset } from '../freeze/write-ruleset.ts'
import type { Performer } from './context.ts'

/** Removes a drill's ruleset; one that is gone already is as good. */
export const endRehearsal: Performer<'EndRehearsal'> = async ({ rulesetId }, job, { clients }) => {
  if (rulesetId !== undefined) await deleteRuleset(await clients.administration(job.repository), job, rulesetId)
  return { type: 'Done' }
}
