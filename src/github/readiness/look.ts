import { TryLater } from '../../engine/ports.ts'
import { messageOf } from '../../engine/redact.ts'
import type { Fact, ReadinessAsked } from '../../incident/readiness/facts.ts'
import type { Repository } from '../../incident/repository.ts'
import type { Clients } from '../client.ts'
import { isRefusal, type RefusalKind } from '../errors.ts'

export type ReadinessClients = Pick<Clients, 'app' | 'forRepository' | 'special' | 'issuesOf' | 'administration'>

/** What every look at a repository starts from. */
export interface Looking {
  readonly clients: ReadinessClients
  readonly repository: Repository
  readonly wanted: ReadinessAsked
  readonly appId: number
  readonly now: () => number
}

export const known = <T>(value: T): Fact<T> => ({ known: true, value })
export const unknown = (why: string): Fact<never> => ({ known: false, why })

/** What a look gives, or why it gave nothing. Throws `TryLater` alone. */
export async function looked<T>(look: () => Promise<T>): Promise<Fact<T>> {
  try {
    return known(await look())
  } catch (error) {
    if (error instanceof TryLater) throw error
    return unknown(whyNot(error))
  }
}

/** A fact made from another one. */
export const followed = <T, U>(fact: Fact<T>, then: (value: T) => U): Fact<U> =>
  fact.known ? known(then(fact.value)) : fact

const reasons: Partial<Record<RefusalKind, string>> = {
  'not-found': 'GitHub shows this App nothing of it',
  plan: "the repository's plan does not have it",
  archived: 'the repository is archived',
  gone: 'it is switched off here',
}

/** Why a look gave nothing: a clause without its full stop. */
function whyNot(error: unknown): string {
  if (!isRefusal(error)) return messageOf(error).replace(/\.$/, '')
  if (error.kind !== 'permission') return reasons[error.kind] ?? messageOf(error).replace(/\.$/, '')
  const needed = error.acceptedPermissions
  return needed === undefined ? 'the App may not look' : `the App may not look: it lacks ${needed}`
}

/** The address parts of a repository's routes. */
export const placeOf = ({ repository }: Looking) => ({ owner: repository.owner, repo: repository.name })
