import type { KeyPath } from '../policy/problem.ts'

/** What a finding is about; each has a heading of its own. */
export const findingTopics = [
  'permissions',
  'configuration',
  'freeze',
  'bypass',
  'checks',
  'merge-queue',
  'rivals',
  'labels',
  'people',
  'coverage',
  'channels',
  'deliveries',
  'clock',
  'drills',
] as const
export type FindingTopic = (typeof findingTopics)[number]

/**
 * One thing that was looked at before the emergency. `broken`: something would not work; `weak`: it would, and worse than
 * meant; `unknown`: it could not be seen. The sentences are plain text, without markup; names from outside stand in them as
 * they came, and are neutralised when they are rendered.
 */
export interface Finding {
  readonly topic: FindingTopic
  readonly level: 'good' | 'weak' | 'broken' | 'unknown'
  /**
   * What it is about, such as the names of branches, people or channels. With the topic it tells whether a finding is the one of
   * yesterday, whose words may have been others. Undefined: it is about all that its topic is.
   */
  readonly subjects?: readonly string[]
  /** What was seen. */
  readonly seen: string
  /** What would go wrong in an emergency; undefined where nothing would. */
  readonly emergency?: string
  /** What to do about it. */
  readonly remedy?: string
  /** What of the configuration it is about, such as `['severities', 'P0', 'approvals']`. */
  readonly key?: KeyPath
}

/** A finding about a proposed configuration. */
export interface Hazard extends Finding {
  /** The line of its key, from 1; undefined where the file does not say it itself. */
  readonly line?: number
}

/** Whether anything would not work in an emergency. */
export const hasBroken = (findings: readonly Finding[]): boolean => findings.some(({ level }) => level === 'broken')
