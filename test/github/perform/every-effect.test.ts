import { afterEach, describe, expect, it } from 'vitest'
import type { PlannedAnswer } from '../../../src/emulator/http/request-faults.ts'
import { TryLater } from '../../../src/engine/ports.ts'
import type { EffectOutcome, EffectResult } from '../../../src/incident/effect.ts'
import { effectSamples, lasting, type Stage, worldOf } from './effect-samples.ts'
import type { Workbench } from './workbench.ts'

const open: Workbench[] = []
afterEach(async () => {
  for (const bench of open.splice(0)) await bench.close()
})

async function stage(raise: () => Promise<Stage>): Promise<Stage> {
  const raised = await raise()
  open.push(raised.bench)
  return raised
}

/** What happens instead of a request that is carried out and answered. */
interface Fault {
  readonly answer: PlannedAnswer | 'lost'
  /** Which requests are meant; all, unless it says more. */
  readonly path?: RegExp
}

/** The request of that number among those that are meant has the fault, from now on. Returns whether it was met. */
function plan({ github: { faults } }: Workbench, number: number, { answer, path = /^/ }: Fault): () => boolean {
  let seen = 0
  faults.beforeRequest((request) => {
    if (!path.test(request.path) || seen++ !== number) return
    if (answer === 'lost') faults.loseReply({})
    else faults.answer({}, answer)
  })
  return () => seen > number
}

const options = ({ key, previous }: Stage, triesBefore = 0) => ({ key, triesBefore, ...(previous && { previous }) })

/** Tried as the engine does until it is settled. */
const settle = (played: Stage, triesBefore?: number): Promise<EffectOutcome> =>
  played.bench.insist(played.effect, options(played, triesBefore))

/** What it came to: the outcome, and what people find on GitHub. */
const endOf = ({ bench }: Stage, outcome: EffectOutcome): unknown => lasting([outcome, worldOf(bench)])

async function undisturbed(raise: () => Promise<Stage>): Promise<unknown> {
  const played = await stage(raise)
  const outcome = await settle(played)
  expect(outcome).toMatchObject({ succeeded: true })
  return endOf(played, outcome)
}

/** Plays a round for every request that has the fault, each time with another one. */
async function forEveryRequest(
  raise: () => Promise<Stage>,
  fault: Fault,
  play: (played: Stage, number: number) => Promise<void>,
): Promise<void> {
  for (let number = 0, isMet = true; isMet; number++) {
    const played = await stage(raise)
    const wasMet = plan(played.bench, number, fault)
    await play(played, number)
    isMet = wasMet()
    await open.pop()?.close()
  }
}

class Died extends Error {
  override readonly name = 'Died'
}

/** The process dies at one of the notes that are kept, before or after it is on disk. */
function dieAtNote(memories: Map<string, unknown>, number: number, when: 'before' | 'after'): void {
  const keep = memories.set.bind(memories)
  let seen = 0
  memories.set = (key, value) => {
    const isLast = seen++ === number
    if (!isLast || when === 'after') keep(key, value)
    if (isLast) throw new Died(key)
    return memories
  }
}

const page = '<html><body>Sorry, we will be back soon</body></html>'
const html = { 'content-type': 'text/html; charset=utf-8' }
const graphql = /\/graphql$/

/** What an effect may be answered instead of what it expects. */
const answers: readonly (readonly [string, Fault])[] = [
  ...[401, 403, 404, 409, 410, 422, 429, 503].map(
    (status) => [`${status}`, { answer: { status, body: { message: 'It does not work' } } }] as const,
  ),
  ['a page for people', { answer: { status: 200, body: page, headers: html } }],
  ['an error page for people', { answer: { status: 404, body: page, headers: html } }],
  ['no data', { answer: { status: 200, body: { data: null } }, path: graphql }],
  ['nothing found', { answer: { status: 200, body: { data: { repository: null } } }, path: graphql }],
  ['errors', { answer: { status: 200, body: { errors: [{ message: 'It does not work' }] } }, path: graphql }],
  [
    'errors beside a part of the data',
    { answer: { status: 200, body: { data: { repository: null }, errors: [{ type: 'FORBIDDEN' }] } }, path: graphql },
  ],
]

/** What a token that may do more than everyday work is used for: routes, or the one effect that speaks GraphQL with it. */
const uses: readonly (readonly [permission: string, use: RegExp])[] = [
  ['administration', /^\w+ (?:(?:POST|PUT|DELETE) \S+\/rulesets|\w+ \S+\/protection$|\w+ \S+\/interaction-limits$)/],
  ['contents', /^(?:OpenRevert POST \/graphql|ProposeConfiguration POST \S+\/git\/(?:trees|commits|refs))$/],
  ['discussions', /^PublishDiscussion POST \/graphql$/],
  ['repository_advisories', /^OpenAdvisory \w+ \S+\/security-advisories$/],
]

describe.each(effectSamples)('%s', (_name, raise) => {
  it('has the same end when it is carried out twice', async () => {
    const played = await stage(raise)
    const first = endOf(played, await settle(played))
    expect(endOf(played, await settle(played, 1))).toEqual(first)
    expect(played.bench.github.unknownRequests).toEqual([])
  })

  it.each([
    ['the reply to any one request is lost', 'lost'],
    ['any one request is not carried out', { status: 502 }],
  ] as const)('has the same end when %s', async (_what, answer) => {
    const expected = await undisturbed(raise)
    await forEveryRequest(raise, { answer }, async (played, number) => {
      expect(endOf(played, await settle(played)), `request ${number}`).toEqual(expected)
    })
  })

  it.each(['before', 'after'] as const)('has the same end when the process dies %s any one note', async (when) => {
    const expected = await undisturbed(raise)
    for (let number = 0, died = true; died; number++) {
      const played = await stage(raise)
      dieAtNote(played.bench.memories, number, when)
      const first = await settle(played).catch((error: unknown) => void expect(error).toBeInstanceOf(Died))
      died = first === undefined
      expect(endOf(played, first ?? (await settle(played, 1))), `note ${number}`).toEqual(expected)
    }
  })

  it('uses the tokens that may do more for nothing else', async () => {
    const played = await stage(raise)
    await settle(played)
    await settle(played, 1)
    const strays = played.bench.github.requests.filter(({ method, path, permissions = {} }) =>
      uses.some(
        ([name, use]) => permissions?.[name] === 'write' && !use.test(`${played.effect.type} ${method} ${path}`),
      ),
    )
    expect(strays).toEqual([])
  })

  it('without any permission ends in words', async () => {
    const played = await stage(raise)
    const [installation] = played.bench.github.state.installations
    if (installation) played.bench.github.grant(installation, { metadata: 'read' }, 'olga')
    const outcome = await settle(played)
    expect(outcome.succeeded ? Object.keys(outcome.result) : outcome.reason).not.toHaveLength(0)
  })

  it.each(answers)('claims nothing, and fails in no unforeseen way, when it is answered with %s', async (_, fault) => {
    await forEveryRequest(raise, fault, async (played, number) => {
      const trying = played.bench.perform(played.effect, options(played))
      const outcome = await trying.catch((error: unknown) => {
        expect(error, `request ${number}`).toBeInstanceOf(TryLater)
      })
      expect(JSON.stringify(outcome) ?? '', `request ${number}`).not.toMatch(/undefined|NaN|null|Sorry/)
      if (outcome?.succeeded) expect(outcome.result, `request ${number}`).toSatisfy(isWhole)
    })
  })
})

/** What has an address or a number was seen; a rehearsal may have brought none. */
const isWhole = (result: EffectResult): boolean =>
  result.type === 'Rehearsed' || !Object.values<unknown>(result).includes(undefined)
