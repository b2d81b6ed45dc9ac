import type { CommandDescription } from '../commands-table.ts'
import type { CommentAdded } from '../event.ts'
import type { Plan } from '../plan.ts'

/** One command on its way: who typed it, where, and what stands after its name. */
export interface CommandContext {
  readonly plan: Plan
  readonly event: CommentAdded
  /** The same whenever this command is carried out: what it came to is told under it, and found after the database was lost. */
  readonly name: string
  readonly by: string
  readonly args: string
  readonly description: CommandDescription
}
