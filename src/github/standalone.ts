import { Probot } from 'probot'
import type { Log } from '../engine/ports.ts'
import type { Self } from '../incident/plan.ts'
import type { Repository } from '../incident/repository.ts'
import { type Clients, createClients } from './client.ts'
import { isRefusal } from './errors.ts'
import { field, integer, text } from './json.ts'
import { readRepository } from './pull-request.ts'

export interface Credentials {
  readonly appId: number
  /** PEM. */
  readonly privateKey: string
  readonly apiUrl: string
}

export interface Connection {
  readonly clients: Clients
  readonly self: Self
}

/** How a call is sent: `fetch`, as far as it is used here. */
export type Ask = (url: string, init?: RequestInit) => Promise<Response>

/** @param ask in the place of the network, for a simulation on this machine */
export const probotAlone = ({ appId, privateKey, apiUrl }: Credentials, ask?: Ask): Probot =>
  new Probot({ appId, privateKey, baseUrl: apiUrl, logLevel: 'fatal', ...(ask && { request: { fetch: ask } }) })

/** GitHub without a server: for the command line. Throws when GitHub does not know the App. */
export async function connect(credentials: Credentials, log: Log): Promise<Connection> {
  const { appId } = credentials
  const probot = probotAlone(credentials)
  const clients = createClients({ probot, log, throttle: false })
  const octokit = await clients.app()
  const { data } = await octokit.rest.apps.getAuthenticated()
  return { clients, self: { appId, slug: data?.slug ?? 'firebreak' } }
}

/**
 * A repository of any installation of this App, by its name; undefined where the App is not installed on it.
 * Source: "Get a repository installation for the authenticated app", then the repository with a token for it alone.
 */
export async function findRepository(clients: Clients, owner: string, name: string): Promise<Repository | undefined> {
  try {
    const app = await clients.app()
    const { data } = await app.request('GET /repos/{owner}/{repo}/installation', { owner, repo: name })
    const installationId = integer(field(data, 'id'))
    if (installationId === undefined) return undefined
    const octokit = await clients.issuesOf(installationId, name)
    const found = await octokit.request('GET /repos/{owner}/{repo}', { owner, repo: name })
    const repository = readRepository(found.data, installationId)
    return text(field(found.data, 'full_name')) === undefined ? undefined : repository
  } catch (error) {
    if (isRefusal(error, 'not-found')) return undefined
    throw error
  }
}
