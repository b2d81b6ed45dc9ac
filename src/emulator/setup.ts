import type { Account, Plan, Role, Team } from './model/account.ts'
import type { Installation, Permissions } from './model/installation.ts'
import type { InteractionLimit } from './model/interaction-limit.ts'
import { emptyCollections, type Repository } from './model/repository.ts'
import { installedRepositoryJson } from './shapes/installation.ts'
import { DEFAULT_EVENTS, type WebhookEvent } from './webhooks/event.ts'
import { covers } from './webhooks/publish.ts'
import { botLogin, findAccount, findRepository, type World } from './world.ts'

export type UserInput = { name?: string; plan?: Plan }
export type OrganizationInput = { plan?: Plan; owners?: string[]; members?: string[]; name?: string }
export type RepositoryInput = {
  private?: boolean
  archived?: boolean
  description?: string
  defaultBranch?: string
  files?: Record<string, string>
  collaborators?: Record<string, Role>
  /** Team slug → role. */
  teams?: Record<string, Role>
  labels?: string[]
  /** Names of the categories of its Discussions; without any, Discussions are switched off. */
  discussionCategories?: string[]
}
export type Announcement = Pick<WebhookEvent, 'event' | 'action' | 'sender' | 'payload'>
export type InstallInput = { permissions?: Permissions; events?: string[]; repositories?: string[]; by?: string }

/** Everything an App like Firebreak could ask for. */
export const ALL_PERMISSIONS: Permissions = {
  metadata: 'read',
  issues: 'write',
  pull_requests: 'write',
  checks: 'write',
  statuses: 'write',
  contents: 'write',
  administration: 'write',
  merge_queues: 'read',
  vulnerability_alerts: 'read',
  repository_advisories: 'write',
  members: 'read',
  discussions: 'write',
  deployments: 'write',
  actions: 'read',
}

/** Ways to put things there from the start. Only installing makes events. */
export type Setup = ReturnType<typeof createSetup>

/** Who is there. */
function peopleSetup(world: World) {
  return {
    /** Registers a person. */
    addUser: (login: string, input: UserInput = {}): Account => addAccount(world, login, { type: 'User', ...input }),
    /** @returns what a person signs in with on a command line. */
    signIn: (login: string): string => {
      const secret = `ghp_emulated${String(world.state.personalTokens.length + 1).padStart(24, '0')}`
      world.state.personalTokens.push({ secret, login })
      return secret
    },
    /** Registers another App's bot user. */
    addBot: (login: string): Account => addAccount(world, login, { type: 'Bot' }),
    /** Registers an organization; plan `team` unless told otherwise. People named are registered when missing. */
    addOrganization: (login: string, input: OrganizationInput = {}): Account => {
      addMissingPeople(world, [...(input.owners ?? []), ...(input.members ?? [])])
      return addAccount(world, login, { type: 'Organization', plan: 'team', ...input })
    },
    /** Registers a team. */
    addTeam: (organization: string, slug: string, members: string[]): Team =>
      addTeam(world, organization, slug, members),
  }
}

/** @returns the verbs that furnish a stand-in. */
export function createSetup(world: World) {
  addAccount(world, botLogin(world), { type: 'Bot' })
  addAccount(world, 'github-merge-queue[bot]', { type: 'Bot' })
  return {
    ...peopleSetup(world),
    /** Creates a repository with one commit on its default branch; people named are registered when missing. @param fullName `owner/name`. */
    addRepository: (fullName: string, input: RepositoryInput = {}): Repository => addRepository(world, fullName, input),
    /** Installs the App and sends `installation.created`. */
    install: (account: string, input: InstallInput = {}): Installation => install(world, account, input),
    /** Sends `installation.suspend`; tokens answer 403 from then on. */
    suspend: (installation: Installation, by: string): void => setSuspended(world, installation, by, true),
    /** Ends a suspension. */
    unsuspend: (installation: Installation, by: string): void => setSuspended(world, installation, by, false),
    /** Removes the App from an account; its rulesets stay. */
    uninstall: (installation: Installation, by: string): void => {
      publishInstallation(world, installation, 'deleted', by)
      world.state.installations = world.state.installations.filter((one) => one !== installation)
    },
    /** Takes a repository out of an installation, as an owner who selects others. */
    deselect: (installation: Installation, fullName: string, by: string): void =>
      choose(world, installation, { removed: repositoryNamed(world, fullName) }, by),
    /** Puts a repository into an installation that has selected ones. */
    select: (installation: Installation, fullName: string, by: string): void =>
      choose(world, installation, { added: repositoryNamed(world, fullName) }, by),
    /** Changes what was granted, as an owner who accepts new permissions. */
    grant: (installation: Installation, permissions: Permissions, by: string): void => {
      installation.permissions = permissions
      publishInstallation(world, installation, 'new_permissions_accepted', by)
    },
    /**
     * Sends an event about things the stand-in keeps no record of, such as `dependabot_alert`. Repository, sender,
     * organization and installation are added; who hears of it is decided as for every event.
     */
    announce: (fullName: string, event: Announcement): void => {
      const repository = repositoryNamed(world, fullName)
      world.publish({ ...event, repository })
    },
    /** Limits interactions in all public repositories of an account, or ends that. */
    limitInteractions: (account: string, limit: InteractionLimit | null): void => {
      const owner = findAccount(world, account)
      if (owner !== undefined) owner.interactionLimit = limit
    },
    /** @throws when there is no such repository. @returns the repository called `owner/name`. */
    repository: (fullName: string): Repository => repositoryNamed(world, fullName),
  }
}

function repositoryNamed(world: World, fullName: string): Repository {
  const found = findRepository(world, fullName)
  if (found === undefined) throw new Error(`The stand-in has no repository "${fullName}"; add it with addRepository.`)
  return found
}

function addAccount(world: World, login: string, input: Partial<Account>): Account {
  const account: Account = {
    id: world.ids.next(),
    login,
    type: 'User',
    name: null,
    plan: 'free',
    owners: [],
    members: [],
    interactionLimit: null,
    createdAt: world.timestamp(),
    ...input,
  }
  world.state.accounts.push(account)
  return account
}

function addMissingPeople(world: World, logins: string[]): void {
  for (const login of logins.filter((one) => findAccount(world, one) === undefined)) {
    addAccount(world, login, { type: 'User' })
  }
}

function addTeam(world: World, organization: string, slug: string, members: string[]): Team {
  addMissingPeople(world, members)
  const people = members.map((login) => ({ login, role: 'member' as const }))
  const team: Team = { id: world.ids.next(), organization, slug, name: slug, members: people }
  world.state.teams.push(team)
  return team
}

function addRepository(world: World, fullName: string, input: RepositoryInput): Repository {
  const [owner = '', name = ''] = fullName.split('/')
  addMissingPeople(world, [owner, ...Object.keys(input.collaborators ?? {})])
  const now = world.timestamp()
  const defaultBranch = input.defaultBranch ?? 'main'
  const files = input.files ?? { 'README.md': `# ${name}\n` }
  const commit = { sha: world.ids.sha(), message: 'Initial commit', author: owner, parents: [], files, createdAt: now }
  const repository: Repository = {
    id: world.ids.next(),
    owner,
    name,
    description: input.description ?? null,
    private: input.private ?? false,
    archived: input.archived ?? false,
    forkOf: null,
    formerNames: [],
    defaultBranch,
    collaborators: input.collaborators ?? {},
    teamRoles: input.teams ?? {},
    nextNumber: 1,
    ...emptyCollections(),
    labels: (input.labels ?? []).map((label) => ({
      id: world.ids.next(),
      name: label,
      color: 'ededed',
      description: null,
    })),
    discussionCategories: (input.discussionCategories ?? []).map((category) => ({
      id: world.ids.next(),
      name: category,
      slug: category.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
      isAnswerable: category === 'Q&A',
    })),
    branches: { [defaultBranch]: commit.sha },
    commits: { [commit.sha]: commit },
    createdAt: now,
    updatedAt: now,
    pushedAt: now,
  }
  world.state.repositories.push(repository)
  return repository
}

function install(world: World, account: string, input: InstallInput): Installation {
  const chosen = input.repositories?.map((name) => findRepository(world, `${account}/${name}`)?.id ?? 0)
  const installation: Installation = {
    id: world.ids.next(),
    account,
    permissions: { metadata: 'read', ...(input.permissions ?? ALL_PERMISSIONS) },
    events: input.events ?? DEFAULT_EVENTS,
    repositoryIds: chosen ?? null,
    suspendedAt: null,
    suspendedBy: null,
    createdAt: world.timestamp(),
    updatedAt: world.timestamp(),
  }
  world.state.installations.push(installation)
  publishInstallation(world, installation, 'created', input.by ?? account)
  return installation
}

function choose(
  world: World,
  installation: Installation,
  { added, removed }: { added?: Repository; removed?: Repository },
  by: string,
): void {
  const chosen = world.state.repositories.filter((one) => covers(installation, one) && one !== removed)
  installation.repositoryIds = [...new Set([...chosen, ...(added ? [added] : [])].map(({ id }) => id))]
  const payload = {
    repository_selection: 'selected',
    repositories_added: added ? [installedRepositoryJson(added)] : [],
    repositories_removed: removed ? [installedRepositoryJson(removed)] : [],
    requester: null,
  }
  const action = added ? 'added' : 'removed'
  world.publish({ event: 'installation_repositories', action, sender: by, payload, installation })
}

function setSuspended(world: World, installation: Installation, by: string, suspended: boolean): void {
  installation.suspendedAt = suspended ? world.timestamp() : null
  installation.suspendedBy = suspended ? by : null
  publishInstallation(world, installation, suspended ? 'suspend' : 'unsuspend', by)
}

function publishInstallation(world: World, installation: Installation, action: string, sender: string): void {
  const repositories = world.state.repositories.filter((one) => covers(installation, one))
  // GitHub names none when an installation is suspended or unsuspended.
  const names =
    action === 'suspend' || action === 'unsuspend' ? {} : { repositories: repositories.map(installedRepositoryJson) }
  world.publish({ event: 'installation', action, sender, payload: names, installation })
}
