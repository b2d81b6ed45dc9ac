import type { CheckRun } from '../model/git.ts'
import type { RequiredCheck } from '../model/protection.ts'
import type { Repository } from '../model/repository.ts'

/** Conclusions that satisfy a required check. Source: docs "About status checks"; reports differ for rulesets. */
const PASSING = ['success', 'neutral', 'skipped']

export type Verdict = 'passing' | 'failing' | 'pending' | 'expected'

/**
 * Judges one required check on one commit. The newest run of (name, App) counts; with a pin only that App's; a run
 * and a status of the same name are both required. Nothing reported: `expected`, which blocks.
 */
export function judgeCheck(repository: Repository, sha: string, required: RequiredCheck): Verdict {
  const verdicts = [
    ...newestRuns(repository, sha, required).map(runVerdict),
    ...statusVerdicts(repository, sha, required),
  ]
  if (verdicts.length === 0) return 'expected'
  return verdicts.find((one) => one === 'failing') ?? verdicts.find((one) => one === 'pending') ?? 'passing'
}

/** @returns GitHub's sentences for required checks that do not pass. */
export function missingChecks(repository: Repository, sha: string | null, required: RequiredCheck[]): string[] {
  return required
    .map((check) => ({ check, verdict: sha === null ? 'expected' : judgeCheck(repository, sha, check) }))
    .filter(({ verdict }) => verdict !== 'passing')
    .map(({ check, verdict }) => `Required status check "${check.context}" is ${verdict}.`)
}

/** @returns the newest run of each App for a check name on a commit. */
export function newestRuns(repository: Repository, sha: string, required: RequiredCheck): CheckRun[] {
  const matching = repository.checkRuns
    .filter((run) => run.headSha === sha && run.name === required.context)
    .filter((run) => required.appId === null || run.appId === required.appId)
  const byApp = new Map(matching.toSorted((a, b) => a.id - b.id).map((run) => [run.appId, run]))
  return [...byApp.values()]
}

function runVerdict(run: CheckRun): Verdict {
  if (run.status !== 'completed') return 'pending'
  return run.conclusion !== null && PASSING.includes(run.conclusion) ? 'passing' : 'failing'
}

function statusVerdicts(repository: Repository, sha: string, required: RequiredCheck): Verdict[] {
  const newest = repository.statuses
    .filter((status) => status.sha === sha && status.context === required.context)
    .filter((status) => required.appId === null || status.appId === required.appId)
    .toSorted((a, b) => a.id - b.id)
    .at(-1)
  if (newest === undefined) return []
  if (newest.state === 'pending') return ['pending']
  return [newest.state === 'success' ? 'passing' : 'failing']
}
