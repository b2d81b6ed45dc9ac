import type { EventWork, Store } from '../../src/engine/ports.ts'
import { accountOf } from '../../src/incident/account-of.ts'
import type { Event } from '../../src/incident/event.ts'
import type { Incident } from '../../src/incident/incident.ts'
import { type Decision, Plan } from '../../src/incident/plan.ts'
import { noPlannedFreezes } from '../../src/incident/planned-freeze.ts'
import { reason } from '../../src/incident/reason.ts'
import { withoutFile } from '../../src/policy/resolve-policy.ts'
import { issueChanged, moment, nothing, repositoryOf, thread } from '../engine/support/samples.ts'
import { type BenchStore, benchStores, lanesAtATime } from './stores.ts'
import { percentile, printTable, rounded } from './table.ts'

/** Short turns and many of them: others use the machine too. */
const rounds = 8
const decisionsPerLane = 25
const policy = withoutFile()
const self = { appId: 1, slug: 'firebreak' }

/** As many grounds as a decision has that judges a hotfix. */
const grounds = ['title', 'branch', 'base', 'incident', 'impact', 'approvals'].map((rule) =>
  reason(`${rule}: as it should be`),
)

/** An ordinary decision about an incident: a line, a comment, the card and the labels, with the reasons of a verdict. */
function decide(incident: Incident | undefined, lane: number, event: Event): { decision: Decision; next: Incident } {
  const repository = repositoryOf(lane)
  const incidents = incident ? [incident] : []
  const situation = {
    repository,
    policy,
    incidents,
    planned: noPlannedFreezes,
    now: moment,
    self,
    configurationNews: undefined,
  }
  const plan = new Plan(situation)
  const severity = policy.defaultSeverity
  const current =
    incident ?? plan.begin({ repositoryId: lane, thread: thread(1), policy, severity, kind: undefined, now: moment })
  plan.because('somebody is believed', true, [reason('GitHub says: triage permission')])
  plan.because('#3 passes the rules of `hotfix.require`', true, grounds)
  const noted = plan.record(current, { type: 'Noted', text: 'It goes on.', happenedAt: undefined }, 'mona')
  const message = { type: 'Status', incident: noted.id } as const
  plan.put(noted, { type: 'PostComment', thread: 1, message }, { key: `${noted.id}/said`, keep: 'latest' })
  plan.put(noted, { type: 'SyncCard', incident: noted.id, thread: 1 }, { key: `${noted.id}/card`, keep: 'latest' })
  plan.put(noted, { type: 'SyncLabels', thread: 1, labels: [] }, { key: `${noted.id}/labels`, keep: 'latest' })
  const decision = plan.decision()
  const asked = [
    { question: { ask: 'permission', login: 'mona' }, answer: { ask: 'permission', value: 'triage' } },
  ] as const
  const account = accountOf({ situation, event, asked, decision })
  return { decision: { ...decision, account }, next: decision.incidents[0] ?? current }
}

interface Speed {
  /** A second. */
  readonly rate: number
  /** Microseconds of the processor for each. */
  readonly processor: number
}

/** Events that wait are decided on, as fast as the store takes the decisions. */
async function turn(store: Store, lanes: readonly number[], isExplained: boolean): Promise<Speed> {
  const events = lanes.flatMap((lane) =>
    Array.from({ length: decisionsPerLane }, () => issueChanged(1, { repository: repositoryOf(lane) })),
  )
  await Promise.all(events.map((event) => store.enqueue(event)))
  const incidents = new Map<number, Incident>()
  const cpu = process.cpuUsage()
  const begin = performance.now()
  let done = 0
  const work = async (): Promise<void> => {
    for (;;) {
      const claimed = await store.claim(moment)
      if (!claimed) return
      if (claimed.type === 'effect') await store.settle(claimed, { succeeded: false, reason: '' }, moment)
      else if (await decideOn(store, claimed, incidents, isExplained)) done += 1
    }
  }
  await Promise.all(Array.from({ length: lanesAtATime }, work))
  const { user, system } = process.cpuUsage(cpu)
  return { rate: done / ((performance.now() - begin) / 1000), processor: (user + system) / done }
}

/** @returns false for the outcome of an effect, about which nothing is decided */
async function decideOn(
  store: Store,
  work: EventWork,
  incidents: Map<number, Incident>,
  isExplained: boolean,
): Promise<boolean> {
  const { event, lane } = work
  if (event.type === 'EffectSettled') {
    await store.commit(work, nothing, event.repository)
    return false
  }
  const { decision, next } = decide(incidents.get(lane), lane, event)
  incidents.set(lane, next)
  const { account: _, ...bare } = decision
  await store.commit(work, isExplained ? decision : bare, event.repository)
  return true
}

async function measure(bench: BenchStore): Promise<readonly (readonly [string, ...string[]])[]> {
  const store = await bench.open(() => moment)
  const [withThem, without]: [Speed[], Speed[]] = [[], []]
  let next = 1
  for (let round = 0; round <= rounds; round++)
    for (const isExplained of round % 2 === 0 ? [true, false] : [false, true]) {
      const lanes = Array.from({ length: lanesAtATime }, () => next++)
      const speed = await turn(store, lanes, isExplained)
      // The first round warms up.
      if (round > 0) (isExplained ? withThem : without).push(speed)
    }
  await store.close()
  await bench.destroy()
  const median = (speeds: readonly Speed[], of: keyof Speed): number =>
    percentile(
      speeds.map((speed) => speed[of]),
      0.5,
    )
  const ratios = withThem.map(({ rate }, round) => rate / (without[round]?.rate ?? 1))
  return [
    [
      bench.name,
      ...[rounded(median(without, 'rate')), rounded(median(withThem, 'rate')), rounded(percentile(ratios, 0.5))],
      ...[rounded(median(without, 'processor')), rounded(median(withThem, 'processor'))],
    ],
  ]
}

/** What it costs to keep an account of each decision: the same decisions, with and without. */
export async function measureAccounts(): Promise<void> {
  const rows = []
  for (const bench of await benchStores()) rows.push(...(await measure(bench)))
  printTable(
    'Decisions about incidents, a second, without and with their accounts',
    ['store', 'without', 'with', 'ratio', 'processor without, µs each', 'with'],
    rows,
  )
}
