import type { FreezePolicy } from '../policy/policy.ts'
import type { Finding } from './finding.ts'
import type { ByHandFacts } from './readiness/facts.ts'

/** What a repository keeps of its dashboard: the one issue that tells what would not work in an emergency. */
export interface Dashboard {
  /** Of its issue, once it was seen. */
  readonly number: number | undefined
  /** What was broken when people last heard of it (`brokenAfter`); undefined: nobody was told anything yet. */
  readonly told: readonly string[] | undefined
  /** Somebody closed the issue: it stays closed until something else breaks. */
  readonly closed: boolean
  /** Names of the channels of which nobody answered at the last look. */
  readonly away?: readonly string[]
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
      /** Sentences about what was not looked at. */
      readonly leftOut?: readonly string[]
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

/** What of some findings is broken, by names that stay the same as long as the same things are. */
export const brokenIn = (findings: readonly Finding[]): readonly string[] => [
  ...new Set(findings.filter(isBroken).flatMap(namesOf)),
]

/** Whether people heard of all that a finding is about. @param told as `Dashboard.told` has it */
export const isTold = (finding: Finding, told: readonly string[]): boolean =>
  told.includes(formerName(finding)) || namesOf(finding).every((name) => told.includes(name))

/** Of what is broken, that which people did not hear of yet. */
export const newsAmong = (findings: readonly Finding[], told: readonly string[]): readonly Finding[] =>
  findings.filter((finding) => isBroken(finding) && !isTold(finding, told))

/**
 * What is broken when people have heard of these findings. What could not be seen is as it was.
 * @param told what was broken before
 */
export function brokenAfter(findings: readonly Finding[], told: readonly string[] = []): readonly string[] {
  const unseen = findings.filter(({ level }) => level === 'unknown')
  const isUnseen = (name: string): boolean =>
    unseen.some((finding) =>
      finding.subjects ? namesOf(finding).includes(name) : name.startsWith(`${finding.topic}: `),
    )
  return [...new Set([...brokenIn(findings), ...told.filter(isUnseen)])]
}

const isBroken = ({ level }: Finding): boolean => level === 'broken'

const namesOf = ({ topic, subjects = [''] }: Finding): readonly string[] =>
  subjects.map((subject) => `${topic}: ${subject}`)

/** As records have it that were written before findings had subjects. */
const formerName = ({ topic, seen }: Finding): string => `${topic}: ${seen.replace(/\d+/g, '#')}`
