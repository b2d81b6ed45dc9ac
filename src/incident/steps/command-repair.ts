import type { Incident } from '../incident.ts'
import type { Asking } from '../question.ts'
import type { Refusal } from '../refusal.ts'
import type { CommandContext } from './command-context.ts'

/** `decide hotfix|workaround|rollback REASON` */
export function* decideRepair({ description }: CommandContext, _incident: Incident): Asking<Refusal | undefined> {
  return { type: 'usage', usage: description.usage }
}

/** `rollback [#PR]` */
export function* rollBack({ description }: CommandContext, _incident: Incident): Asking<Refusal | undefined> {
  return { type: 'usage', usage: description.usage }
}
