import type { Command } from './command.ts'
import { dbBackup, dbCopy, dbRestored } from './commands/db.ts'
import { demo } from './commands/demo.ts'
import { doctor } from './commands/doctor.ts'
import { explain } from './commands/explain.ts'
import { init } from './commands/init.ts'
import { reference } from './commands/reference.ts'
import { schema } from './commands/schema.ts'
import { simulate } from './commands/simulate.ts'
import { thaw } from './commands/thaw.ts'
import { validate } from './commands/validate.ts'

/**
 * Every command of the command line; within a purpose in the order in which they are shown. Each loads what it needs when it is run,
 * so that help and a slip of the keyboard are answered at once.
 */
export const commands: readonly Command[] = [
  init,
  validate,
  schema,
  reference,
  demo,
  simulate,
  doctor,
  thaw,
  explain,
  dbCopy,
  dbBackup,
  dbRestored,
]
