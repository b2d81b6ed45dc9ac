import type { Interruption } from '../incident/check-up.ts'

/** Why nothing can be done in a repository. */
export const interruptedBecause: { readonly [Why in Interruption]: string } = {
  archived: 'the repository is archived',
  suspended: 'the App is suspended',
  removed: 'the App is not installed here any more, or the repository is gone',
  deleted: 'the repository was deleted',
}

/** The same, of a time that is over. */
export const wasInterruptedBecause: { readonly [Why in Interruption]: string } = {
  archived: 'the repository was archived',
  suspended: 'the App was suspended',
  removed: 'the App was not installed here',
  deleted: 'the repository was deleted',
}
