import type { Emulator } from '../../emulator/emulator.ts'
import type { Policy } from '../../policy/policy.ts'
import type { SharedFile } from '../../policy/shared-files.ts'
import type { Simulation } from '../../policy/simulation.ts'
import { type Cast, contributor } from './cast.ts'

export interface House {
  readonly policy: Policy
  readonly simulation: Simulation
  readonly cast: Cast
  /** Path → text, the configuration among them. */
  readonly files: Readonly<Record<string, string>>
  /** What the configuration extends in other repositories. */
  readonly shared: readonly SharedFile[]
  /** `OWNER/REPO`. */
  readonly repository: string
}

/** The number of the ordinary pull request that is open when it begins; the emergency comes after it. */
export const ordinaryPull = 1

/**
 * Puts everybody and everything there that the configuration counts on, installs the App, and opens an ordinary pull request
 * to see what a freeze does to it.
 */
export function furnishHouse(github: Emulator, house: House): void {
  const { policy, simulation, cast, files, repository } = house
  const { private: isPrivate, branches } = simulation.repository
  addPeople(github, house)
  const category = policy.postmortem.publish.discussions
  github.addRepository(repository, {
    private: isPrivate,
    files: { 'README.md': '# A repository\n', ...files },
    collaborators: Object.fromEntries(cast.people),
    teams: Object.fromEntries(cast.teams.map(({ slug }) => [slug, 'write'])),
    ...(category !== undefined && { discussionCategories: [category] }),
  })
  for (const other of otherRepositories(house)) github.addRepository(other.name, { files: other.files })
  github.install(cast.owner)
  const person = github.as(contributor).in(repository)
  for (const branch of branches) person.createBranch(branch)
  const change = { 'README.md': '# The repository\n' }
  person.openPull({ title: 'An ordinary change', head: 'ordinary', files: change })
}

function addPeople(github: Emulator, { simulation, cast }: House): void {
  const { plan } = simulation.repository
  const people = [...cast.people]
  const isOwner = (login: string): boolean => login.toLowerCase() === cast.owner.toLowerCase()
  for (const [login] of people) github.addUser(login, isOwner(login) ? { plan } : {})
  // Who shares a configuration may be one person.
  if (people.some(([login]) => isOwner(login))) return
  const owners = people.filter(([, permission]) => permission === 'admin').map(([login]) => login)
  const members = people.map(([login]) => login)
  github.addOrganization(cast.owner, { plan, owners, members })
  for (const { slug, members: inTeam } of cast.teams) github.addTeam(cast.owner, slug, [...inTeam])
}

interface OtherRepository {
  readonly name: string
  readonly files: Record<string, string>
}

/** Where post-mortems and details go, and what the configuration extends. GitHub tells names apart in no case. */
function otherRepositories({ policy, cast, repository, shared }: House): readonly OtherRepository[] {
  const others = new Map<string, OtherRepository>()
  const named = (name: string): OtherRepository => {
    const known = others.get(name.toLowerCase())
    const other = known ?? { name, files: { 'README.md': `# ${name.split('/')[1]}\n` } }
    others.set(name.toLowerCase(), other)
    return other
  }
  for (const name of [policy.postmortem.repository, policy.confidential.repository])
    if (name !== undefined && name !== repository && name.startsWith(`${cast.owner}/`)) named(name)
  for (const { repository: name, path, text } of shared) named(`${cast.owner}/${name}`).files[path] = text
  return [...others.values()]
}
