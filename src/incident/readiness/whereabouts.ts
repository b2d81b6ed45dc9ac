import type { ReadinessFacts } from './facts.ts'

/**
 * Whether the repository belongs to a person: then it has that one administrator, collaborators who may all write, and neither
 * teams nor roles. Source: "Permission levels for a personal account repository".
 */
export const isPersonal = ({ repository }: Pick<ReadinessFacts, 'repository'>): boolean =>
  repository.known && repository.value.owner === 'user'

/** Where people are let in. */
export const collaboratorsPage = (facts: Pick<ReadinessFacts, 'repository'>): string =>
  isPersonal(facts) ? 'Settings → Collaborators' : 'Settings → Collaborators and teams'
