import type { Scrap } from '../incident/kept.ts'
import { windowCheckName } from '../incident/planned-freeze.ts'
import type { Repository } from '../incident/repository.ts'
import type { Clients } from './client.ts'
import { isRefusal } from './errors.ts'
import { isSameSetting } from './freeze/canonical.ts'
import { readClassic } from './freeze/classic.ts'
import { readClassicMemory } from './freeze/memory.ts'
import { GivenUp } from './perform/context.ts'
import { keptWindows } from './sealed/keep-planned.ts'
import type { KeptPlace } from './sealed/kept-comments.ts'
import type { KeptWindow } from './sealed/sealed-freeze.ts'
import type { ClassicRemainder } from './thaw-remainders.ts'

/** A planned freeze that stands on classic protection, and what is known of the time before it. */
export interface StandingWindow {
  readonly checkName: string
  readonly memory: readonly Scrap[]
}

/**
 * The planned freezes of which something is kept and which stand: by their check, or by a protection that is as they made it.
 * What is kept of one stays when it is over.
 * @param remaining where checks of freezes were found
 */
export async function standingWindows(
  place: KeptPlace,
  clients: Pick<Clients, 'administration'>,
  remaining: readonly ClassicRemainder[],
): Promise<readonly StandingWindow[]> {
  const kept = await keptWindows(place)
  if (kept.length === 0) return []
  const octokit = await clients.administration(place.repository)
  const standing: StandingWindow[] = []
  for (const window of kept) {
    const checkName = windowCheckName(window.slug)
    const isSeen = remaining.some((each) => each.checkName === checkName)
    if (isSeen || (await isAsMade({ ...place, octokit }, window))) standing.push({ checkName, memory: window.memory })
  }
  return standing
}

/** A freeze without a check (`reviewed`, `locked`) is known by the whole of what it made of a branch. */
async function isAsMade(
  { octokit, repository }: Pick<KeptPlace, 'octokit'> & { readonly repository: Repository },
  { memory }: KeptWindow,
): Promise<boolean> {
  for (const [branch, { layers }] of memory.flatMap(({ data }) =>
    Object.entries(readClassicMemory(data)?.branches ?? {}),
  )) {
    const now = await readClassic({ octokit, repository, branch }).catch(unreadable)
    if (now !== undefined && layers.some(({ made, base }) => isSameSetting(made, now) && !isSameSetting(base, made)))
      return true
  }
  return false
}

/** A branch that is gone, or whose protection cannot be read: nothing is found there. */
function unreadable(error: unknown): undefined {
  if (error instanceof GivenUp || isRefusal(error)) return undefined
  throw error
}
