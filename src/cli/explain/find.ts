import { type Incident, isAnchoredAt, isOngoing, isPostmortemAt } from '../../incident/incident.ts'
import { fullName, type Repository } from '../../incident/repository.ts'
import { didYouMean } from '../../lib/did-you-mean.ts'
import { failure, type Result, success } from '../../lib/result.ts'

const mostNamed = 10

/** Names are compared as GitHub compares them. @returns the repository, or a sentence about those that are known */
export function findRepository(known: readonly Repository[], name: string): Result<Repository, string> {
  const found = known.find((repository) => fullName(repository).toLowerCase() === name.toLowerCase())
  if (found) return success(found)
  if (known.length === 0) return failure(`Nothing is stored of ${name}, nor of any other repository.`)
  const names = known.map(fullName)
  const nearest = didYouMean(name, names)
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : ''
  const remedy =
    nearest === undefined ? `It knows ${names.slice(0, mostNamed).join(', ')}${more}.` : `Did you mean ${nearest}?`
  return failure(`Nothing is stored of a repository ${name}. ${remedy}`)
}

/**
 * The incidents that a number belongs to: as their anchor, the issue in its place, a hotfix, or the post-mortem. The one that
 * goes on comes first, else the newest.
 */
export function incidentsAt(incidents: readonly Incident[], number: number): readonly Incident[] {
  const tied = incidents.filter(
    (incident) =>
      isAnchoredAt(incident, number) ||
      isPostmortemAt(incident, number) ||
      incident.hotfixes.some((hotfix) => hotfix.number === number),
  )
  const rank = (incident: Incident): number => (isAnchoredAt(incident, number) ? 2 : 0) + (isOngoing(incident) ? 1 : 0)
  return tied.toSorted((one, other) => rank(other) - rank(one) || other.anchor.number - one.anchor.number)
}

/** What can be asked for instead of a number that is no incident's. */
export function noIncident(where: string, incidents: readonly Incident[]): string {
  const numbers = incidents.toReversed().map(({ anchor }) => `#${anchor.number}`)
  const known =
    numbers.length === 0
      ? 'It has none.'
      : `Its incidents: ${numbers.slice(0, mostNamed).join(', ')}${numbers.length > mostNamed ? ', …' : ''}.`
  return `No incident belongs to ${where}, and nothing was decided there that is remembered. ${known}`
}
