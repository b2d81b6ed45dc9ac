import type { Hotfix } from './incident.ts'
import type { Entry } from './timeline.ts'

/** The incident's hotfixes after one more line of the timeline. */
export function evolveHotfixes(hotfixes: readonly Hotfix[], entry: Entry): readonly Hotfix[] {
  switch (entry.type) {
    case 'HotfixLinked':
      return hotfixes.some((hotfix) => hotfix.number === entry.number)
        ? change(hotfixes, entry.number, (hotfix) => ({
            ...hotfix,
            state: hotfix.state === 'closed' ? 'open' : hotfix.state,
            linkedByHand: hotfix.linkedByHand || entry.byHand,
          }))
        : [...hotfixes, fresh(entry.number, entry.byHand)]
    case 'HotfixJudged':
      return change(hotfixes, entry.number, (hotfix) => ({
        ...hotfix,
        sha: entry.sha,
        passed: entry.passed,
        failed: entry.failed,
      }))
    case 'HotfixMerged':
      return change(hotfixes, entry.number, (hotfix) => ({
        ...hotfix,
        state: 'merged',
        mergedAt: entry.at,
        mergeSha: entry.sha,
        closesAnchor: entry.closesAnchor,
      }))
    case 'HotfixClosed':
      return change(hotfixes, entry.number, (hotfix) => ({ ...hotfix, state: 'closed', passed: undefined }))
    default:
      return hotfixes
  }
}

const fresh = (number: number, linkedByHand: boolean): Hotfix => ({
  number,
  linkedByHand,
  mergeSha: undefined,
  closesAnchor: false,
  state: 'open',
  sha: undefined,
  passed: undefined,
  failed: [],
  mergedAt: undefined,
})

const change = (hotfixes: readonly Hotfix[], number: number, to: (hotfix: Hotfix) => Hotfix): readonly Hotfix[] =>
  hotfixes.map((hotfix) => (hotfix.number === number ? to(hotfix) : hotfix))
