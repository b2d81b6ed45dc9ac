import type { FreezePolicy } from '../policy/policy.ts'
import type { Finding } from './finding.ts'
import type { ByHandFacts } from './readiness/facts.ts'

/** What a repository keeps of its dashboard: the one issue that tells what would not work in an emergency. */
export interface Dashboard {
  /** Of its issue, once it was seen. */
  readonly number: number | undefined
  /** What was broken when people last heard of it (`brokenIn`); undefined: nobody was told anything yet. */
  readonly told: readonly string[] | undefined
  /** Somebody closed the issue: it stays closed until something else breaks. */
  readonly closed: boolean
}

interface Call {
  /** Milliseconds after the report. */
  readonly after: number
  readonly members: readonly string[]
  /** Names of channels. */
  readonly channels: readonly string[]
}

export type DashboardMessage =
  /** The body of the issue. */
  | {
      readonly type: 'Dashboard'
      readonly findings: readonly Finding[]
      /** Whether GitHub said just now that the repository is private; else anybody reads it. */
      readonly isPrivate: boolean
      /** Epoch milliseconds. */
      readonly lookedAt: number
      /** Undefined: the calendar has no other time. */
      readonly nextAt: number | undefined
      /** Who would be told of the worst emergency if it were reported at this moment and nobody answered. */
      readonly called: { readonly severity: string; readonly calls: readonly Call[] } | undefined
      /** How to freeze and lift without this App; undefined: it is not for everybody who reads the issue. */
      readonly byHand: { readonly freeze: FreezePolicy; readonly facts: ByHandFacts } | undefined
    }
  /** The body of the issue when nobody looks any more. */
  | { readonly type: 'DashboardOff' }
  /** What broke since people last heard of it, and who must know; empty: nothing is broken any more. */
  | {
      readonly type: 'DashboardNews'
      readonly broke: readonly Finding[]
      readonly members: readonly string[]
      readonly isPrivate: boolean
    }

/** The title that the issue keeps. */
export const dashboardTitle = 'Firebreak: readiness'

export const dashboardKey = (repositoryId: number): string => `${repositoryId}/readiness`

/** The words of the box; a tick has it looked again. */
export const lookAgainBox = 'Look again now'

/**
 * What of some findings is broken, in a form that stays the same as long as it is the same: numbers in a sentence, such as
 * how many deliveries failed, change from day to day.
 */
export const brokenIn = (findings: readonly Finding[]): readonly string[] => [
  ...new Set(findings.filter(({ level }) => level === 'broken').map(sameness)),
]

export const sameness = ({ topic, seen }: Finding): string => `${topic}: ${seen.replace(/\d+/g, '#')}`
