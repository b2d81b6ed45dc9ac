import type { Emulator } from '../../emulator/emulator.ts'
import type { Policy } from '../../policy/policy.ts'
import type { ThreadName } from '../../policy/schema/simulation.ts'
import type { Simulation } from '../../policy/simulation.ts'
import type { Cast } from './cast.ts'
import { ordinaryPull } from './furnish.ts'

/** What an act, or an expectation, has to do with. */
export interface Scene {
  readonly github: Emulator
  readonly now: () => number
  readonly policy: Policy
  readonly simulation: Simulation
  readonly cast: Cast
  /** `OWNER/REPO`. */
  readonly repository: string
  /** Names that the scenario gave with `as`. */
  readonly names: Map<string, number>
  /** Branches that a freeze could be about. */
  readonly branches: readonly string[]
}

/** The scenario asks for something that is not there. The message is for whoever wrote it. */
export class NotPlayable extends Error {
  override readonly name = 'NotPlayable'
}

/** The first issue that somebody opened, or that Firebreak opened for an alert. */
const incidentName = 'incident'
const ordinaryName = 'ordinary'

/** The number behind a name: one given with `as`, `incident`, `ordinary`, a number, or a part of a title. */
export function threadNamed({ github, repository, names }: Scene, name: ThreadName): number {
  const { issues } = github.repository(repository)
  if (typeof name === 'number') {
    if (!issues.some(({ number }) => number === name)) throw new NotPlayable(`there is no #${name} then`)
    return name
  }
  const given = names.get(name) ?? (name === ordinaryName ? ordinaryPull : undefined)
  if (given !== undefined) return given
  const first = name === incidentName ? issues.find(({ pull }) => !pull) : undefined
  const titled = [...issues].reverse().find(({ title }) => title.toLowerCase().includes(name.toLowerCase()))
  const found = first ?? titled
  if (!found) throw new NotPlayable(`nothing is called “${name}” then, neither by \`as\` nor by its title`)
  return found.number
}

/** The number of the incident's issue; undefined before there is one. */
export const incidentNumber = ({ github, repository, names }: Scene): number | undefined =>
  names.get(incidentName) ?? github.repository(repository).issues.find(({ pull }) => !pull)?.number

/** The one person who does something. */
export function personNamed({ cast, now }: Scene, name: string): string {
  const [login] = cast.named(name, now())
  if (login === undefined) throw new NotPlayable(`nobody is in the role “${name}” then`)
  if (!cast.people.has(login)) throw new NotPlayable(`nobody is called “${login}”; name them in \`people\``)
  return login
}
