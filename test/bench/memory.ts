import { officialExamples } from '../github/normalize/official-examples.ts'
import { ProcessWorld, webhookSecret } from '../process/world.ts'
import { deliveriesPerSecond } from './load.ts'
import { printTable, rounded } from './table.ts'
import { Target } from './target.ts'

const token = 'long-enough-for-a-bench'
const loadSeconds = 5

/** What the server itself says of its memory, in megabytes; the heap is what is in use, garbage included. */
async function memoryOf(target: Target): Promise<readonly string[]> {
  const answer = await fetch(new URL('/metrics', target.url), { headers: { authorization: `Bearer ${token}` } })
  const text = await answer.text()
  const megabytes = (name: string): string => rounded(Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]) / 1e6)
  const lag = Number(/^nodejs_eventloop_lag_p99_seconds (\S+)$/m.exec(text)?.[1]) * 1000
  return [megabytes('process_resident_memory_bytes'), megabytes('nodejs_heap_size_used_bytes'), rounded(lag)]
}

/** A comment on something that nobody declared an emergency, in one of many repositories. */
function comment(world: ProcessWorld, body: string): object {
  const found = officialExamples().find(({ name, payload }) => name === 'issue_comment' && payload.action === 'created')
  const { id, owner, name } = world.repository
  const identity = { id, name, full_name: `${owner}/${name}`, owner: { login: owner, id: 1 }, default_branch: 'main' }
  return {
    ...found?.payload,
    repository: { ...Object(found?.payload.repository), ...identity },
    comment: { ...Object(found?.payload.comment), body },
    installation: { id: world.github.state.installations[0]?.id },
  }
}

/** What the process holds: at rest, after thousands of deliveries that concern nobody, and after an emergency with everything. */
export async function measureMemory(): Promise<void> {
  const world = await ProcessWorld.open()
  const target = await Target.start('src/start.js', { ...world.env, LOG_LEVEL: 'info', METRICS_TOKEN: token })
  world.github.connectWebhook(target.url)
  await target.isWell()
  const rows = [['at rest', ...(await memoryOf(target))]]
  const payload = comment(world, 'It works for me. '.repeat(520))
  const load = { url: target.url, secret: webhookSecret, event: 'issue_comment', payload, seconds: loadSeconds }
  const rate = await deliveriesPerSecond({ ...load, connections: 64 })
  rows.push([`after ${rounded(rate * loadSeconds)} deliveries that concern nobody`, ...(await memoryOf(target))])
  world.as('trudy').openIssue({ title: '[EMERGENCY] Everything is down' })
  await world.github.settle()
  await new Promise((resolve) => setTimeout(resolve, 3000))
  rows.push(['after an emergency', ...(await memoryOf(target))])
  await target.stop()
  await world.close()
  printTable('Memory, with metrics', ['when', 'RSS, MB', 'heap in use, MB', 'event loop lag p99, ms'], rows)
}
