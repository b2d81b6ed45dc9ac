import { officialExamples } from '../github/normalize/official-examples.ts'
import { ProcessWorld, webhookSecret } from '../process/world.ts'
import { contenders } from './contenders.ts'
import { deliveriesPerSecond } from './load.ts'
import { percentile, printTable, rounded } from './table.ts'
import { Target } from './target.ts'

const rounds = 7
const seconds = 1

/** A comment that is no command, in a repository without an incident: most of what GitHub sends. */
function chatter(world: ProcessWorld): object {
  const found = officialExamples().find(({ name, payload }) => name === 'issue_comment' && payload.action === 'created')
  const { id, owner, name } = world.repository
  const identity = { id, name, full_name: `${owner}/${name}`, owner: { login: owner, id: 1 }, default_branch: 'main' }
  return {
    ...found?.payload,
    repository: { ...Object(found?.payload.repository), ...identity },
    comment: { ...Object(found?.payload.comment), body: `Thank you. ${'It works for me. '.repeat(520)}` },
    installation: { id: world.github.state.installations[0]?.id },
  }
}

interface Turn {
  readonly one: number
  readonly many: number
  /** Microseconds of the processor for each delivery. */
  readonly cost: number
  readonly memory: number
}

async function takeTurn(script: string, env: Readonly<Record<string, string>>, payload: object): Promise<Turn> {
  const target = await Target.start(script, env)
  const load = { url: target.url, secret: webhookSecret, event: 'issue_comment', payload, seconds }
  await target.knowsItsRepositories()
  await deliveriesPerSecond({ ...load, connections: 8 })
  const one = await deliveriesPerSecond({ ...load, connections: 1 })
  const [used, begin] = [target.processorTime, performance.now()]
  const many = await deliveriesPerSecond({ ...load, connections: 64 })
  const cost = (target.processorTime - used) / ((many * (performance.now() - begin)) / 1000)
  const memory = target.residentMegabytes
  await target.stop()
  return { one, many, cost, memory }
}

/**
 * Deliveries that concern nobody. The contenders take turns, and what is compared is the median of the rounds: others
 * use the machine too.
 */
export async function measureIrrelevant(): Promise<void> {
  const world = await ProcessWorld.open()
  const payload = chatter(world)
  const turns = new Map<string, Turn[]>()
  for (let round = 0; round < rounds; round++)
    for (const [name, script, level] of contenders) {
      const turn = await takeTurn(script, { ...world.env, LOG_LEVEL: level }, payload)
      turns.set(name, [...(turns.get(name) ?? []), turn])
    }
  await world.close()
  const median = (name: string, value: (turn: Turn, round: number) => number): number =>
    percentile((turns.get(name) ?? []).map(value), 0.5)
  const reference = turns.get('Probot with an empty App') ?? []
  printTable(
    `Deliveries that concern nobody (${Math.round(JSON.stringify(payload).length / 1000)} kB each), a second`,
    [
      'server',
      '1 connection',
      '64 connections',
      'processor each, µs',
      'rate by processor time, against Probot',
      'RSS after, MB',
    ],
    contenders.map(([name]) => [
      name,
      rounded(median(name, ({ one }) => one)),
      rounded(median(name, ({ many }) => many)),
      rounded(median(name, ({ cost }) => cost)),
      `${Math.round(100 * median(name, ({ cost }, round) => (reference[round]?.cost ?? 1) / cost))} %`,
      median(name, ({ memory }) => memory),
    ]),
  )
}
