import { notFound } from '../http/api-error.ts'
import type { CheckRun, CommitStatus, Conclusion } from '../model/git.ts'
import {
  checkRunWithId,
  createCheckRun,
  createStatus,
  pressCheckButton,
  rerequestCheck,
  type StatusInput,
} from '../operations/checks.ts'
import type { RepositoryContext } from '../operations/context.ts'
import { resolveRef } from '../operations/refs.ts'
import { demandRole } from './demand.ts'

export type ReportCheck = {
  name: string
  /** A branch or a sha. */
  ref: string
  /** Left out: in progress. */
  conclusion?: Conclusion
  /** The App that reports; some foreign CI unless told otherwise. */
  appId?: number
}

/** The id of the App that stands for somebody else's CI. */
export const FOREIGN_APP_ID = 15368

/** What people and other Apps do with checks. */
export function checkVerbs(context: RepositoryContext) {
  const shaOf = (ref: string): string => {
    const commit = resolveRef(context, ref)
    if (commit === undefined) throw notFound(`No commit found for the ref ${ref}`)
    return commit.sha
  }
  return {
    /** Presses "Re-run" on a check. */
    rerequestCheck(id: number): void {
      demandRole(context, 'write', 're-run a check')
      rerequestCheck(context, checkRunWithId(context, id))
    },
    /** Presses one of a check's own buttons. */
    pressCheckButton(id: number, identifier: string): void {
      demandRole(context, 'write', 'press a button of a check')
      pressCheckButton(context, checkRunWithId(context, id), identifier)
    },
    /** Reports a check in the name of an App, other than the one under test. */
    reportCheck(input: ReportCheck): CheckRun {
      demandRole(context, 'write', 'report a check')
      const { appId = FOREIGN_APP_ID, ref, name, conclusion } = input
      const outcome = conclusion === undefined ? { status: 'in_progress' as const } : { conclusion }
      return createCheckRun(context, { name, headSha: shaOf(ref), ...outcome }, appId)
    },
    /** Reports a commit status. */
    reportStatus(input: Omit<StatusInput, 'sha'> & { ref: string }): CommitStatus {
      demandRole(context, 'write', 'report a status')
      const { ref, ...status } = input
      return createStatus(context, { ...status, sha: shaOf(ref) })
    },
  }
}
