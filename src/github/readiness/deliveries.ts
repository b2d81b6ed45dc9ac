import type { DeliveryFact, HookFact, ReadinessFacts } from '../../incident/readiness/facts.ts'
import { field, integer, list, text } from '../json.ts'
import { type Looking, looked } from './look.ts'

const newestLooked = 100

/** Whether what happens on GitHub reaches the server, as GitHub's log and the App's settings tell. */
export async function deliveryFacts(looking: Looking): Promise<Pick<ReadinessFacts, 'deliveries' | 'hook'>> {
  return {
    deliveries: await looked(() => readDeliveries(looking)),
    hook: await looked(() => readHook(looking)),
  }
}

/**
 * The newest attempts alone, and of those what this installation was sent: the log is one for all repositories.
 * Source: "List deliveries for an app webhook", kept for three days.
 */
async function readDeliveries({ clients, repository }: Looking): Promise<DeliveryFact> {
  const octokit = await clients.app()
  const { data } = await octokit.request('GET /app/hook/deliveries', { per_page: newestLooked })
  const ours = list(data).filter((each) => integerOf(field(each, 'installation_id')) === repository.installationId)
  const moments = ours.map((each) => Date.parse(text(field(each, 'delivered_at')) ?? '')).filter(Number.isFinite)
  const through = new Map<string, boolean>()
  for (const each of ours) {
    const guid = text(field(each, 'guid')) ?? ''
    through.set(guid, through.get(guid) === true || isTaken(each))
  }
  const failed = [...through.values()].filter((isThrough) => !isThrough).length
  return { newest: moments.length === 0 ? undefined : Math.max(...moments), failed, total: through.size }
}

/** The client hands over large numbers as bigint. */
const integerOf = (value: unknown): number | undefined => integer(typeof value === 'bigint' ? Number(value) : value)

function isTaken(attempt: unknown): boolean {
  const status = Number(field(attempt, 'status_code'))
  return status >= 200 && status < 300
}

/** Source: "Get a webhook configuration for an app". Its address is not kept: it may hold a password. */
async function readHook({ clients }: Looking): Promise<HookFact> {
  const octokit = await clients.app()
  const { data } = await octokit.request('GET /app/hook/config')
  const address = text(field(data, 'url')) ?? ''
  const isUnchecked = String(field(data, 'insecure_ssl') ?? '0') !== '0'
  return { hasAddress: address !== '', isInsecure: address !== '' && (isUnchecked || !address.startsWith('https:')) }
}
