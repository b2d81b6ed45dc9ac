import { createHmac } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { configuration, ProcessWorld, webhookSecret } from '../process/world.ts'
import { percentile, printTable, rounded } from './table.ts'

const organizations = 60
/** A server that was started just now looks into every repository; what is measured comes when that is over. */
const quietMs = 100

interface Moments {
  readonly answered: number
  readonly effect: number
  readonly card: number
}

/** Posts GitHub's own delivery and notes when it was answered, when the first change came, and when the card came. */
async function emergency(world: ProcessWorld, address: string, repository: string): Promise<Moments> {
  const { github } = world
  const begin = performance.now()
  const since = (): number => performance.now() - begin
  github.faults.deliveries.hold(1, { event: 'issues' })
  github.as('trudy').in(repository).openIssue({ title: '[EMERGENCY] Everything is down' })
  const delivery = github.deliveries.findLast(({ event }) => event === 'issues')
  const changes: { path: string; at: number }[] = []
  const card = Promise.withResolvers<void>()
  const unhook = github.faults.beforeRequest(({ method, path }) => {
    if (method === 'GET' || !path.startsWith(`/repos/${repository}/`)) return
    changes.push({ path, at: since() })
    if (path.endsWith('/comments')) card.resolve()
  })
  const body = JSON.stringify(delivery?.payload)
  const headers = {
    'content-type': 'application/json',
    'x-github-event': 'issues',
    'x-github-delivery': delivery?.guid ?? '',
    'x-hub-signature-256': `sha256=${createHmac('sha256', webhookSecret).update(body).digest('hex')}`,
  }
  await fetch(`${address}/api/github/webhooks`, { method: 'POST', body, headers })
  const answered = since()
  await card.promise
  unhook()
  return {
    answered,
    effect: changes[0]?.at ?? 0,
    card: changes.find(({ path }) => path.endsWith('/comments'))?.at ?? 0,
  }
}

/** Resolves when the server has not called for a while. */
async function quiet({ github }: ProcessWorld): Promise<void> {
  for (let seen = -1; seen !== github.requests.length; ) {
    seen = github.requests.length
    await sleep(quietMs)
  }
}

/** One emergency after another, in an organization each, because pacing is per installation. */
async function emergencies(world: ProcessWorld, address: string, names: readonly string[]): Promise<Moments[]> {
  const moments: Moments[] = []
  for (const name of names) {
    moments.push(await emergency(world, address, `${name}/shop`))
    await quiet(world)
  }
  return moments
}

/** The first emergency of each organization, for which nothing is known and no token is at hand, and the second. */
export async function measureLatency(): Promise<void> {
  const world = await ProcessWorld.open()
  const server = world.spawn({ env: { LOG_LEVEL: 'info' } })
  const address = await server.listening()
  await quiet(world)
  const names = Array.from({ length: organizations }, (_, index) => `org-${index}`)
  for (const name of names) {
    world.github.addOrganization(name, { owners: ['alice'] })
    const files = { '.github/incident.yml': configuration }
    world.github.addRepository(`${name}/shop`, { files, collaborators: { alice: 'admin', trudy: 'triage' } })
    world.github.install(name)
  }
  show('The first emergency of a repository, milliseconds', await emergencies(world, address, names))
  show('The second, milliseconds', await emergencies(world, address, names))
  await world.close()
}

function show(title: string, moments: readonly Moments[]): void {
  const row = (what: string, values: readonly number[]): string[] => [
    what,
    ...[0.5, 0.99].map((share) => rounded(percentile(values, share))),
  ]
  printTable(
    title,
    ['from – to', 'p50', 'p99'],
    [
      row(
        'delivery sent – answered (durable)',
        moments.map(({ answered }) => answered),
      ),
      row(
        'answered – first change on GitHub (the ruleset)',
        moments.map(({ answered, effect }) => effect - answered),
      ),
      row(
        'answered – card posted, freeze read back',
        moments.map(({ answered, card }) => card - answered),
      ),
    ],
  )
}
