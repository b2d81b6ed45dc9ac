import type { InteractionLimit } from '../policy/policy.ts'

/** Whom GitHub's interaction limits let take part. */
export const limitWords: Readonly<Record<InteractionLimit, string>> = {
  'existing-users': 'accounts that are younger than a day have to wait',
  'contributors-only': 'only those who have committed here before may take part',
  'collaborators-only': 'only collaborators may take part',
}
