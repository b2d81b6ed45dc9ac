import type { ProbotOctokit } from 'probot'
import type { Log } from '../engine/ports.ts'
import type { Repository } from '../incident/repository.ts'
import { GitHubRefusal, isRefusal, Uninstalled } from './errors.ts'
import { field } from './json.ts'

type Permissions = Readonly<Record<string, 'read' | 'write'>>
type Home = Pick<Repository, 'id' | 'owner' | 'name' | 'installationId'>

/** All that everyday work needs. Administration is not among it. */
const working: Permissions = {
  checks: 'write',
  contents: 'read',
  issues: 'write',
  members: 'read',
  merge_queues: 'read',
  metadata: 'read',
  pull_requests: 'write',
}

/** For freezes, their rehearsal, and the limits of a cool-down alone: it also lets one delete the repository. */
const administering: Permissions = { administration: 'write', metadata: 'read' }

/** What is needed rarely has a token of its own each time, and may not have been granted at all. */
const purposes = {
  /** `revertPullRequest` pushes a branch. */
  reverting: { contents: 'write', pull_requests: 'write', metadata: 'read' },
  advisories: { repository_advisories: 'write', metadata: 'read' },
  discussions: { discussions: 'write', metadata: 'read' },
  deployments: { deployments: 'read', metadata: 'read' },
  /** The first configuration is one commit on a branch of its own. */
  configuring: { contents: 'write', metadata: 'read' },
  alerts: { vulnerability_alerts: 'read', metadata: 'read' },
} as const satisfies Readonly<Record<string, Permissions>>

export type Purpose = keyof typeof purposes

/** Installation tokens, each for one repository and for no more than is named here; kept until shortly before they expire. */
export interface Tokens {
  /** Fewer permissions when the installation was not granted all of them; the calls that need those are then refused. */
  working(repository: Home): Promise<string>
  /** Throws `GitHubRefusal` of kind `permission` when the installation was not granted administration. */
  administration(repository: Home): Promise<string>
  /** For one rare purpose in one repository. Throws `GitHubRefusal` of kind `permission` when it was not granted. */
  special(repository: Home, purpose: Purpose): Promise<string>
  /** Issues of another repository of the same installation; `not-found` when it is not part of it. */
  issuesOf(installationId: number, name: string): Promise<string>
  /** Reads the contents of another repository of the same installation; `not-found` when it is not part of it. */
  reading(installationId: number, name: string): Promise<string>
  /** Names the repositories of a whole installation, and can do nothing else. */
  names(installationId: number): Promise<string>
  /** A token that GitHub no longer takes. */
  forget(token: string): void
}

interface Order {
  readonly installationId: number
  readonly repository: { readonly repository_ids: number[] } | { readonly repositories: string[] } | 'all'
  readonly permissions: Permissions
}

interface Minted {
  readonly token: string
  readonly usableUntil: number
}

interface Kept {
  readonly token: Promise<string>
  value?: string
  /** Infinity while it is being minted, so that one mint serves everybody who asks meanwhile. */
  usableUntil: number
}

const minute = 60_000
/** GitHub's tokens live for an hour (REST: "Create an installation access token for an app"). */
const longestUse = 50 * minute
/** Short, so that a permission which is granted in the middle of an incident is soon made use of. */
const reducedUse = 5 * minute

interface Options {
  /** A client that authenticates as the App (JWT). */
  readonly app: () => Promise<ProbotOctokit>
  readonly log: Log
  readonly now: () => number
}

/** Errors are those of the client: `TryLater` and `GitHubRefusal`. */
export function createTokens(options: Options): Tokens {
  const keep = createKeep(options.now)
  return {
    working: (home) => keep.get(`working ${home.installationId} ${home.id}`, () => mintWorking(options, home)),
    administration: (home) =>
      keep.get(`admin ${home.installationId} ${home.id}`, () => mintAdministration(options, home)),
    special: (home, purpose) =>
      keep.get(`${purpose} ${home.installationId} ${home.id}`, () => mintSpecial(options, home, purpose)),
    issuesOf: (id, name) =>
      keep.get(`issues ${id} ${name}`, () =>
        mintElsewhere(options, id, { name, permissions: { issues: 'write', metadata: 'read' } }),
      ),
    reading: (id, name) =>
      keep.get(`reading ${id} ${name}`, () =>
        mintElsewhere(options, id, { name, permissions: { contents: 'read', metadata: 'read' } }),
      ),
    names: (installationId) =>
      keep.get(`names ${installationId}`, () =>
        mint(options, { installationId, repository: 'all', permissions: { metadata: 'read' } }),
      ),
    forget: keep.forget,
  }
}

function createKeep(now: () => number) {
  const kept = new Map<string, Kept>()

  function begin(key: string, mint: () => Promise<Minted>): Promise<string> {
    for (const [other, { usableUntil }] of kept) if (usableUntil <= now()) kept.delete(other)
    const token = mint().then(
      (minted) => {
        entry.value = minted.token
        entry.usableUntil = minted.usableUntil
        return minted.token
      },
      (error) => {
        kept.delete(key)
        throw error
      },
    )
    const entry: Kept = { token, usableUntil: Number.POSITIVE_INFINITY }
    kept.set(key, entry)
    return token
  }

  return {
    get(key: string, mint: () => Promise<Minted>): Promise<string> {
      const known = kept.get(key)
      return known && known.usableUntil > now() ? known.token : begin(key, mint)
    },
    forget(token: string): void {
      for (const [key, { value }] of kept) if (value === token) kept.delete(key)
    },
  }
}

const forRepository = (home: Home, permissions: Permissions): Order => ({
  installationId: home.installationId,
  repository: { repository_ids: [home.id] },
  permissions,
})

async function mintWorking(options: Options, home: Home): Promise<Minted> {
  try {
    return await mint(options, forRepository(home, working))
  } catch (error) {
    if (!lacksPermission(error)) throw absent(error, `${home.owner}/${home.name}`)
  }
  const permissions = await grantedOf(options, home.installationId)
  const missing = Object.keys(working).filter((name) => permissions[name] !== working[name])
  options.log.warn({ repository: home.id, missing }, 'The installation lacks permissions; going on without them')
  const minted = await mint(options, forRepository(home, permissions))
  return { ...minted, usableUntil: Math.min(minted.usableUntil, options.now() + reducedUse) }
}

async function mintAdministration(options: Options, home: Home): Promise<Minted> {
  const name = `${home.owner}/${home.name}`
  try {
    return await mint(options, forRepository(home, administering))
  } catch (error) {
    throw lacksPermission(error) ? notGranted(name, administering) : absent(error, name)
  }
}

async function mintSpecial(options: Options, home: Home, purpose: Purpose): Promise<Minted> {
  const name = `${home.owner}/${home.name}`
  const permissions: Permissions = purposes[purpose]
  try {
    return await mint(options, forRepository(home, permissions))
  } catch (error) {
    throw lacksPermission(error) ? notGranted(name, permissions) : absent(error, name)
  }
}

async function mintElsewhere(
  options: Options,
  installationId: number,
  { name, permissions }: { readonly name: string; readonly permissions: Permissions },
): Promise<Minted> {
  try {
    return await mint(options, { installationId, repository: { repositories: [name] }, permissions })
  } catch (error) {
    throw lacksPermission(error) ? notGranted(name, permissions) : absent(error, name)
  }
}

/** REST: `POST /app/installations/{installation_id}/access_tokens` with `repository_ids` and `permissions`. */
async function mint({ app, now }: Options, order: Order): Promise<Minted> {
  const octokit = await app()
  const { data } = await octokit.request('POST /app/installations/{installation_id}/access_tokens', {
    installation_id: order.installationId,
    permissions: { ...order.permissions },
    ...(order.repository === 'all' ? {} : order.repository),
  })
  // GitHub's clock and ours may differ: whichever of the two ends sooner.
  const expires = Date.parse(data.expires_at)
  const usableUntil = Math.min(now() + longestUse, Number.isNaN(expires) ? Infinity : expires - 5 * minute)
  return { token: data.token, usableUntil }
}

/** GitHub answers 422 "The permissions requested are not granted to this installation." */
const lacksPermission = (error: unknown): boolean =>
  isRefusal(error, 'invalid') && /permissions requested/i.test(error.message)

function notGranted(name: string, permissions: Permissions): GitHubRefusal {
  const needed = Object.entries(permissions)
    .filter(([permission]) => permission !== 'metadata')
    .map(([permission, level]) => `${permission}=${level}`)
  // Which of several it lacks, GitHub does not say.
  const all = needed.length > 1 ? 'all of ' : ''
  return new GitHubRefusal(
    'permission',
    `The App was not granted ${all}${needed.join(' and ')} in ${name}: an owner can grant it in the settings of the installation.`,
    { status: 403, acceptedPermissions: needed.join(',') },
  )
}

/** A repository that was taken out of the installation is answered with 422 as well. */
function absent(error: unknown, name: string): unknown {
  if (!isRefusal(error, 'invalid', 'not-found')) return error
  return new Uninstalled(name, error.status)
}

async function grantedOf({ app }: Options, installationId: number): Promise<Permissions> {
  const octokit = await app()
  const { data } = await octokit.request('GET /app/installations/{installation_id}', {
    installation_id: installationId,
  })
  const granted: unknown = data.permissions
  const common: Record<string, 'read' | 'write'> = {}
  for (const [name, wanted] of Object.entries(working)) {
    const level = field(granted, name)
    if (level === 'read' || level === 'write' || level === 'admin') common[name] = level === 'read' ? 'read' : wanted
  }
  return common
}
