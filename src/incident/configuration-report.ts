import type { Problem } from '../policy/problem.ts'

/** What checking a version of the configuration found. No problems: it would take effect. */
export interface ConfigurationReport {
  /** False when the file does not exist at that commit. */
  readonly present: boolean
  /** The file's blob; undefined when it is not there. */
  readonly blob: string | undefined
  readonly problems: readonly Problem[]
  /** What takes effect, and probably not as it was meant. */
  readonly notices: readonly Problem[]
}
