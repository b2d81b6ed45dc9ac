import type { AppFact, ReadinessFacts } from '../../incident/readiness/facts.ts'
import { field, isRecord, list, text } from '../json.ts'
import { followed, type Looking, looked, placeOf } from './look.ts'

type InstallationFacts = Pick<ReadinessFacts, 'app' | 'permissions' | 'events' | 'clockSkew'>

/**
 * What the App asks for, what was granted to it here, and how far the two clocks are apart.
 * Source: "Get the authenticated app", "Get a repository installation for the authenticated app".
 */
export async function installationFacts(looking: Looking): Promise<InstallationFacts> {
  const app = await looked(() => readApp(looking))
  const installation = await looked(async () => {
    const octokit = await looking.clients.app()
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/installation', placeOf(looking))
    return data as unknown
  })
  const page = installation.known ? text(field(installation.value, 'html_url')) : undefined
  return {
    app: followed(app, ({ fact }) => ({ ...fact, installationPage: page })),
    clockSkew: app.known ? app.value.skew : app,
    permissions: followed(installation, (value) => permissionsIn(field(value, 'permissions'))),
    events: followed(installation, (value) => namesIn(field(value, 'events'))),
  }
}

async function readApp({ clients, now }: Looking) {
  const octokit = await clients.app()
  const before = now()
  const { data, headers } = await octokit.request('GET /app')
  const fact: Omit<AppFact, 'installationPage'> = {
    slug: text(field(data, 'slug')) ?? '',
    permissions: permissionsIn(field(data, 'permissions')),
    events: namesIn(field(data, 'events')),
  }
  return { fact, skew: skewOf(headers.date, (before + now()) / 2) }
}

/** The header's time is cut to seconds: on average half a second is lost. */
function skewOf(date: string | undefined, now: number): ReadinessFacts['clockSkew'] {
  const moment = Date.parse(date ?? '')
  if (Number.isNaN(moment)) return { known: false, why: 'GitHub did not say what time it is' }
  return { known: true, value: Math.round(moment + 500 - now) }
}

const permissionsIn = (value: unknown): Readonly<Record<string, string>> =>
  isRecord(value) ? Object.fromEntries(Object.entries(value).flatMap(([name, level]) => levelOf(name, level))) : {}

const levelOf = (name: string, level: unknown): [string, string][] => (typeof level === 'string' ? [[name, level]] : [])

const namesIn = (value: unknown): readonly string[] => list(value).flatMap((name) => text(name) ?? [])
