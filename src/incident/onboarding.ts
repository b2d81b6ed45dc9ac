import type { FreezeMode } from '../policy/policy.ts'
import type { Suggestion } from '../policy/starter.ts'
import type { Survey } from './survey.ts'

/**
 * The repository's own timer that has its configuration read where the App was added, and then suggests one where there is
 * none. See `readingTimer`, which only reads.
 */
export const onboardingTimer = 'onboarding'

/** Of whatever suggests a configuration in a repository: an issue or a pull request, once and for all. */
export const onboardingKey = (repositoryId: number): string => `${repositoryId}/onboarding`

/** What a configuration comes to, as it is told to those who have just written it. */
export interface InForce {
  readonly titlePrefixes: readonly string[]
  readonly labels: readonly string[]
  readonly severities: readonly {
    readonly id: string
    /** Names of roles. */
    readonly responders: readonly string[]
    readonly freeze: FreezeMode | undefined
  }[]
  readonly branches: readonly string[]
}

export type OnboardingMessage =
  | {
      readonly type: 'Onboarding'
      readonly survey: Survey
      readonly suggestion: Suggestion
      /** The pull request has the files in it; the issue has links that open GitHub's editor with them. */
      readonly way: 'issue' | 'pull-request'
      /** What begins an emergency as long as there is no file. */
      readonly today: Pick<InForce, 'titlePrefixes' | 'labels'>
      /** What would be in force with the file. */
      readonly inForce: InForce
      /** The issue form that fits the file; undefined: there is a file of its name. */
      readonly form: string | undefined
    }
  | { readonly type: 'Onboarded'; readonly inForce: InForce }
