import type { Finding, FindingTopic } from '../finding.ts'
import type { Fact } from './facts.ts'

type Rest = Omit<Finding, 'topic' | 'level' | 'seen'>

/** Findings of one topic, by their level. */
export const about = (topic: FindingTopic) => ({
  good: (seen: string, rest: Rest = {}): Finding => ({ topic, level: 'good', seen, ...rest }),
  weak: (seen: string, rest: Rest): Finding => ({ topic, level: 'weak', seen, ...rest }),
  broken: (seen: string, rest: Rest): Finding => ({ topic, level: 'broken', seen, ...rest }),
  /** @param what could not be seen, as the subject of a sentence */
  unknown: (what: string, { why }: { readonly why: string }, rest: Rest = {}): Finding => ({
    topic,
    level: 'unknown',
    seen: `${what} could not be seen: ${why}.`,
    ...rest,
  }),
})

/** Findings about a fact, or the one that it could not be seen. */
export function judged<T>(
  fact: Fact<T>,
  unseen: (why: { readonly why: string }) => Finding,
  judge: (value: T) => readonly Finding[],
): readonly Finding[] {
  return fact.known ? judge(fact.value) : [unseen(fact)]
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function named(items: readonly string[], most = 5): string {
  const shown = items.slice(0, most)
  const more = items.length - shown.length
  const all = more > 0 ? [...shown, `${more} more`] : shown
  const last = all.at(-1) ?? 'nobody'
  return all.length < 2 ? last : `${all.slice(0, -1).join(', ')} and ${last}`
}

/** `is` or `are`, `it` or `they`: by how many there are. */
export const byNumber = (items: readonly unknown[], one: string, many: string): string =>
  items.length === 1 ? one : many
