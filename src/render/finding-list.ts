import { type Finding, type FindingTopic, findingTopics } from '../incident/finding.ts'
import { levelSigns, topicHeadings } from './finding-words.ts'
import { mixed } from './words.ts'

/** Who reads a list of findings, and how much of it there is room for. */
export interface Listing {
  /** Whether GitHub said just now that the repository is private; else anybody reads it. */
  readonly isPrivate: boolean
  /** Those that are written out; of the others it is said how many there are. */
  readonly chosen: ReadonlySet<Finding>
}

/** More is not read. */
const mostFindings = 60
const worstFirst: readonly Finding['level'][] = ['broken', 'weak', 'unknown', 'good']

/**
 * What there is room for: whole findings, the worst first, whatever their topic.
 * @param room characters
 */
export function listing(findings: readonly Finding[], isPrivate: boolean, room: number): Listing {
  const all = findings
    .filter((finding) => isShown(finding, isPrivate))
    .toSorted((one, other) => worstFirst.indexOf(one.level) - worstFirst.indexOf(other.level))
    .slice(0, mostFindings)
  const lengths = all.map((finding) => findingItem(finding).length + 1)
  const isFitting = (place: number): boolean => lengths.slice(0, place + 1).reduce((sum, each) => sum + each, 0) <= room
  return { isPrivate, chosen: new Set(all.filter((_, place) => isFitting(place))) }
}

/** Each with what it means and what to do. Where anybody reads, of some topics no more than how many there are. */
export function findingList(findings: readonly Finding[], { isPrivate, chosen }: Listing): string {
  const shown = findings.filter((finding) => isShown(finding, isPrivate))
  const heldBack = findings.filter((finding) => !isShown(finding, isPrivate))
  const written = shown.filter((finding) => chosen.has(finding))
  const rest = shown.length - written.length
  return [
    ...written.map(findingItem),
    ...(rest > 0 ? [`- ${written.length > 0 ? 'and ' : ''}${rest} more than there is room for here`] : []),
    ...findingTopics.flatMap((topic) => heldBackItem(topic, heldBack)),
  ].join('\n')
}

function findingItem({ level, seen, emergency, remedy }: Finding): string {
  const details = [
    emergency !== undefined && `  - In an emergency: ${plain(emergency)}`,
    remedy !== undefined && `  - What to do: ${plain(remedy)}`,
  ]
  return [`- ${levelSigns[level]} ${plain(seen)}`, ...details.filter((line) => line !== false)].join('\n')
}

/** A sentence about what was found, from outside as it may be. */
export const plain = (text: string): string => mixed(text, { max: 600 })

/**
 * What GitHub shows to some people only, such as who passes a ruleset, and what would tell a stranger that a freeze does not
 * hold. The other topics are in the configuration, which anybody reads.
 */
const notForAll: ReadonlySet<FindingTopic> = new Set([
  ...(['permissions', 'freeze', 'bypass', 'checks', 'merge-queue'] as const),
  ...(['people', 'deliveries'] as const),
])

function isShown({ topic, level }: Finding, isPrivate: boolean): boolean {
  // Why something cannot be seen on GitHub is, as a rule, a permission that the App does not have.
  const isForAll = !notForAll.has(topic) && (level !== 'unknown' || topic === 'channels')
  return isPrivate || isForAll
}

function heldBackItem(topic: FindingTopic, heldBack: readonly Finding[]): readonly string[] {
  const findings = heldBack.filter((finding) => finding.topic === topic)
  const levels = worstFirst.flatMap((level) => {
    const amount = findings.filter((finding) => finding.level === level).length
    return amount === 0 ? [] : [`${levelSigns[level]} ${amount}`]
  })
  return levels.length === 0 ? [] : [`- ${topicHeadings[topic]}: ${levels.join(', ')}`]
}
