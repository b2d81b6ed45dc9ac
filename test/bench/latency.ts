import { createHmac } from 'node:crypto'
import { configuration, ProcessWorld, webhookSecret } from '../process/world.ts'
import { percentile, printTable, rounded } from './table.ts'

const organizations = 60

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

/** An organization each, because pacing is per installation; one emergency after another. */
export async function measureLatency(): Promise<void> {
  const world = await ProcessWorld.open()
  const names = Array.from({ length: organizations }, (_, index) => `org-${index}`)
  for (const name of names) {
    world.github.addOrganization(name, { owners: ['alice'] })
    const files = { '.github/incident.yml': configuration }
    world.github.addRepository(`${name}/shop`, { files, collaborators: { alice: 'admin', trudy: 'triage' } })
    world.github.install(name)
  }
  const server = world.spawn({ env: { LOG_LEVEL: 'info' } })
  const address = await server.listening()
  const moments: Moments[] = []
  for (const name of names) moments.push(await emergency(world, address, `${name}/shop`))
  await world.close()
  const row = (what: string, values: readonly number[]): string[] => [
    what,
    ...[0.5, 0.99].map((share) => rounded(percentile(values, share))),
  ]
  printTable(
    'An emergency, milliseconds',
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
