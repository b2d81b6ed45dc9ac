import type { Commit } from '../model/git.ts'
import type { Pull } from '../model/issue.ts'
import type { Repository } from '../model/repository.ts'

/** @returns the commit and everything before it, nearest first. */
export function ancestry(repository: Repository, sha: string): Commit[] {
  const seen = new Set<string>()
  const found: Commit[] = []
  const queue = [sha]
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const commit = repository.commits[next]
    if (commit === undefined || seen.has(next)) continue
    seen.add(next)
    found.push(commit)
    queue.push(...commit.parents)
  }
  return found
}

/** @returns true when `older` is `newer` itself or one of its ancestors. */
export function isAncestor(repository: Repository, older: string, newer: string): boolean {
  return ancestry(repository, newer).some((commit) => commit.sha === older)
}

/** @returns the sha of the nearest common ancestor, or undefined for unrelated histories. */
export function mergeBase(repository: Repository, one: string, other: string): string | undefined {
  const mine = new Set(ancestry(repository, one).map((commit) => commit.sha))
  return ancestry(repository, other).find((commit) => mine.has(commit.sha))?.sha
}

/** @returns commits reachable from `to` and not from `from`, oldest first. */
export function commitsBetween(repository: Repository, from: string | null, to: string): Commit[] {
  const known = new Set(from === null ? [] : ancestry(repository, from).map((commit) => commit.sha))
  const fresh = ancestry(repository, to).filter((commit) => !known.has(commit.sha))
  return fresh.toReversed()
}

/** @returns a pull request's commits, oldest first; for merged ones those it had against its base at the time. */
export function commitsOfPull(repository: Repository, pull: Pull): Commit[] {
  return commitsBetween(repository, pull.base.sha, pull.head.sha)
}

/**
 * Merges two trees file by file against their common ancestor.
 * @returns the merged tree, or null when both sides changed the same file differently.
 */
export function mergeTrees(repository: Repository, ours: string, theirs: string): Record<string, string> | null {
  const from = repository.commits[mergeBase(repository, ours, theirs) ?? '']?.files ?? {}
  const filesOf = (sha: string) => repository.commits[sha]?.files ?? {}
  return mergeChanges({ from, ours: filesOf(ours), theirs: filesOf(theirs) })
}

/** Both sides' changes since `from`, file by file; null when both changed the same file differently. */
export function mergeChanges(trees: Record<'from' | 'ours' | 'theirs', Tree>): Tree | null {
  const merged: Tree = {}
  for (const path of new Set([...Object.keys(trees.ours), ...Object.keys(trees.theirs)])) {
    const [before, left, right] = [trees.from[path], trees.ours[path], trees.theirs[path]]
    if (left !== before && right !== before && left !== right) return null
    const kept = left === before ? right : left
    if (kept !== undefined) merged[path] = kept
  }
  return merged
}

type Tree = Record<string, string>

/** @returns true when the head can be merged into the base branch as it is now. */
export function isMergeable(repository: Repository, pull: Pull): boolean {
  const tip = repository.branches[pull.base.ref]
  return tip !== undefined && mergeTrees(repository, tip, pull.head.sha) !== null
}
