import type { RepositoryTraits } from '../policy/repository-traits.ts'

/** What was found in a repository on which this App was installed, to suggest how it could be configured. */
export interface Survey extends RepositoryTraits {
  /** Of its page for people, without a slash at the end: `https://github.com/acme/shop`. */
  readonly url: string
  readonly defaultBranch: string
  readonly hasCodeOwners: boolean
  readonly hasIssueForms: boolean
  /** There is a file where the form for emergencies would be put. */
  readonly hasEmergencyForm: boolean
  /** `undefined`: whether there is a configuration could not be seen. */
  readonly hasConfiguration: boolean | undefined
  readonly archived: boolean
  readonly fork: boolean
  readonly hasIssues: boolean
  /** The installation was granted `contents: write`, and `pull_requests: write`, without which a branch alone would come of it. */
  readonly mayWriteContents: boolean
}
