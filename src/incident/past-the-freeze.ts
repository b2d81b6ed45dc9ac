import type { Bypass, SuspectPush } from './incident.ts'
import type { Entry } from './timeline.ts'

/** What went past a freeze, after one more entry. */
export function bypassesAfter(bypasses: readonly Bypass[], entry: Entry): readonly Bypass[] {
  if (entry.type === 'Bypassed') {
    if (bypasses.some((bypass) => bypass.id === entry.id)) return bypasses
    const { id, at, by, branch, sha, how, reason } = entry
    return [...bypasses, { id, at, by, branch, sha, how, reason }]
  }
  // Taking the freeze away is a way past it like any other: on the record with the name, and its reason asked for.
  if (entry.type === 'FreezeTampered' && entry.lost) {
    const { at, by, how } = entry
    return [...bypasses, { id: `freeze/${at}`, at, by, branch: undefined, sha: undefined, how, reason: undefined }]
  }
  if (entry.type !== 'BypassExplained') return bypasses
  return bypasses.map((bypass) => (bypass.reason === undefined ? { ...bypass, reason: entry.reason } : bypass))
}

/** Pushes that nothing explains so far, after one more entry. */
export function suspectsAfter(suspects: readonly SuspectPush[], entry: Entry): readonly SuspectPush[] {
  if (entry.type === 'PushSuspected')
    return [...suspects, { sha: entry.sha, branch: entry.branch, by: entry.by, lookAgainAt: entry.lookAgainAt }]
  if (entry.type !== 'PushCleared' && entry.type !== 'Bypassed') return suspects
  return suspects.filter(({ sha }) => sha !== entry.sha)
}
