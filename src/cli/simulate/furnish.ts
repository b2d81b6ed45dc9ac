import type { Emulator } from '../../emulator/emulator.ts'
import type { Policy } from '../../policy/policy.ts'
import type { Simulation } from '../../policy/simulation.ts'
import { type Cast, contributor } from './cast.ts'

export interface House {
  readonly policy: Policy
  readonly simulation: Simulation
  readonly cast: Cast
  /** Path → text, the configuration among them. */
  readonly files: Readonly<Record<string, string>>
  /** `OWNER/REPO`. */
  readonly repository: string
}

/** The number of the ordinary pull request that is open when it begins; the emergency comes after it. */
export const ordinaryPull = 1

/**
 * Puts everybody and everything there that the configuration counts on, installs the App, and opens an ordinary pull request
 * to see what a freeze does to it.
 */
export function furnishHouse(github: Emulator, { policy, simulation, cast, files, repository }: House): void {
  const { plan, private: isPrivate, branches } = simulation.repository
  const people = [...cast.people]
  for (const [login] of people) github.addUser(login)
  const owners = people.filter(([, permission]) => permission === 'admin').map(([login]) => login)
  const members = people.map(([login]) => login)
  github.addOrganization(cast.owner, { plan, owners, members })
  for (const { slug, members: inTeam } of cast.teams) github.addTeam(cast.owner, slug, [...inTeam])
  const category = policy.postmortem.publish.discussions
  github.addRepository(repository, {
    private: isPrivate,
    files: { 'README.md': '# A repository\n', ...files },
    collaborators: Object.fromEntries(people),
    teams: Object.fromEntries(cast.teams.map(({ slug }) => [slug, 'write'])),
    ...(category !== undefined && { discussionCategories: [category] }),
  })
  for (const other of [policy.postmortem.repository, policy.confidential.repository])
    if (other !== undefined && other !== repository && other.startsWith(`${cast.owner}/`)) github.addRepository(other)
  github.install(cast.owner)
  const person = github.as(contributor).in(repository)
  for (const branch of branches) person.createBranch(branch)
  const change = { 'README.md': '# The repository\n' }
  person.openPull({ title: 'An ordinary change', head: 'ordinary', files: change })
}
