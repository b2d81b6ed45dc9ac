import type { Log } from '../../engine/ports.ts'
import type { Policy } from '../../policy/policy.ts'
import type { SharedFile } from '../../policy/shared-files.ts'
import { momentOfBeginning, type PlannedStep, type Simulation } from '../../policy/simulation.ts'
import { act } from './acts.ts'
import { type Cast, reporter } from './cast.ts'
import { checkExpectations } from './expectations.ts'
import { furnishHouse } from './furnish.ts'
import { ElsewhereObserver } from './observe-elsewhere.ts'
import { IncidentObserver } from './observe-incidents.ts'
import { RulesObserver } from './observe-rules.ts'
import { ThreadObserver } from './observe-threads.ts'
import type { Scene } from './scene.ts'
import { SilentChannels } from './silent-channels.ts'
import { raiseSimulation, type SimulationStage } from './stage.ts'
import type { Line, Moment, Transcript } from './transcript.ts'
import { WhoMay } from './who-may.ts'

export interface SimulationParts {
  readonly policy: Policy
  readonly simulation: Simulation
  readonly cast: Cast
  /** Path → text: the configuration and what it names. */
  readonly files: Readonly<Record<string, string>>
  /** What the configuration extends in other repositories; all of one owner, the cast's. */
  readonly shared: readonly SharedFile[]
  readonly log: Log
  /** Told how far the play is, in milliseconds since its beginning. */
  readonly onTime?: (after: number) => void
}

const day = 86_400_000

/**
 * Plays a scenario through the real engine on GitHub's stand-in, in virtual time.
 * @returns what everybody would have seen
 * @throws NotPlayable when a step speaks of somebody or something that is not there
 */
export async function simulate(parts: SimulationParts): Promise<Transcript> {
  const { simulation, cast } = parts
  const repository = `${cast.owner}/${nameBeside(parts.shared)}`
  const from = momentOfBeginning(simulation.start, simulation.timezone)
  const channels = new SilentChannels()
  const furnish = (github: SimulationStage['github']) => furnishHouse(github, { ...parts, repository })
  const stage = await raiseSimulation({ start: from, furnish, channels, log: parts.log })
  try {
    await stage.settle()
    const moments: Moment[] = []
    const until = from + (simulation.until ?? lastStep(simulation) + day)
    const scene = sceneOf(parts, stage, repository)
    const watch = createWatch(stage, scene, channels)
    await playSteps({ ...{ stage, scene, moments, watch, from, until }, onTime: parts.onTime })
    const { title, timezone } = simulation
    const people = [...cast.people].map(([login, permission]) => ({ login, permission }))
    const freezes = watch.freezes()
    return { ...{ title, from, until, timezone, repository, people, moments, freezes }, unmet: unmetOf(moments) }
  } finally {
    await stage.close()
  }
}

/** `shop`; where the configuration extends a repository of that name, another one. */
function nameBeside(shared: readonly SharedFile[]): string {
  const taken = new Set(shared.map(({ repository }) => repository.toLowerCase()))
  const free = shared.map((_one, place) => `shop-${place + 2}`).find((name) => !taken.has(name))
  return taken.has('shop') ? (free ?? 'shop-1') : 'shop'
}

const lastStep = ({ steps, injects }: Simulation): number =>
  Math.max(0, ...steps.map(({ at }) => at), ...injects.map(({ after }) => after))

function sceneOf({ policy, simulation, cast }: SimulationParts, stage: SimulationStage, repository: string): Scene {
  const branches = ['main', ...simulation.repository.branches]
  const now = (): number => stage.clock.now()
  return { ...{ policy, simulation, cast, repository, branches, now }, github: stage.github, names: new Map() }
}

interface Watch {
  look(): Promise<readonly Line[]>
  freezes(): Transcript['freezes']
}

/** Everything that is looked at, in the order in which it is told. */
function createWatch({ github, store }: SimulationStage, scene: Scene, channels: SilentChannels): Watch {
  const home = github.repository(scene.repository)
  const rules = new RulesObserver(home)
  const others = github.state.repositories.filter((one) => one !== home)
  const threads = [
    new ThreadObserver(home),
    ...others.map((one) => new ThreadObserver(one, `${one.owner}/${one.name}`)),
  ]
  const incidents = new IncidentObserver(store, home.id)
  const elsewhere = new ElsewhereObserver(home)
  const merges = new WhoMay(scene)
  return {
    look: async () => [
      ...(await incidents.look(scene.now())),
      ...rules.look(),
      ...merges.look(),
      ...threads.flatMap((thread) => thread.look()),
      ...elsewhere.look(),
      ...channels.take(),
    ],
    freezes: () => incidents.freezes,
  }
}

interface Playing {
  readonly stage: SimulationStage
  readonly scene: Scene
  readonly moments: Moment[]
  readonly watch: Watch
  readonly from: number
  readonly until: number
  readonly onTime: SimulationParts['onTime']
}

async function playSteps(playing: Playing): Promise<void> {
  const { stage, scene, from, until } = playing
  const within = withReport(scene).filter(({ at }) => from + at <= until)
  for (const step of within) {
    await follow(playing, from + step.at - stage.clock.now())
    note(playing, act(scene, step))
    await follow(playing, 0)
    const { moments } = playing
    if (step.expect) note(playing, checkExpectations(scene, step.expect, moments))
  }
  await follow(playing, until - stage.clock.now())
}

/** Time passes, and what happens meanwhile is noted when it happens. */
async function follow(playing: Playing, milliseconds: number): Promise<void> {
  const { stage, watch, from, onTime } = playing
  await stage.clock.advance(milliseconds, async () => {
    onTime?.(stage.clock.now() - from)
    await stage.settle()
    note(playing, await watch.look())
  })
}

function note({ moments, stage }: Playing, lines: readonly Line[]): void {
  if (lines.length === 0) return
  const at = stage.clock.now()
  const last = moments.at(-1)
  if (last?.at === at) moments[moments.length - 1] = { at, lines: [...last.lines, ...lines] }
  else moments.push({ at, lines })
}

/** A scenario that opens nothing by itself begins with a report of what its title says; injects are told by the reporter. */
function withReport(scene: Scene): readonly PlannedStep[] {
  const { steps, injects } = scene.simulation
  const begins = steps.some(({ act: name }) => name === 'issue' || name === 'alert' || name === 'private-report')
  const told = injects.map(({ after, say }): PlannedStep => ({ at: after, by: reporter, act: 'comment', comment: say }))
  const all = [...(begins ? [] : [reportOf(scene)]), ...steps, ...told]
  return all.sort((one, other) => one.at - other.at)
}

function reportOf({ simulation, policy }: Scene): PlannedStep {
  const { titlePrefixes, labels: marks } = policy.detection
  const [prefix] = titlePrefixes
  const isMarked = titlePrefixes.some((mark) => simulation.title.toLowerCase().startsWith(mark.toLowerCase()))
  const title = isMarked || prefix === undefined ? simulation.title : `${prefix} ${simulation.title}`
  const severity = policy.severities.find(({ id }) => id === simulation.severity)?.label
  const kind = simulation.kind === undefined ? undefined : policy.kinds[simulation.kind]?.label
  const mark = prefix === undefined ? marks[0] : undefined
  const labels = [mark, severity, kind].filter((label) => label !== undefined)
  const body = simulation.description ?? simulation.title
  return { at: 0, by: reporter, act: 'issue', issue: { title, body, labels } }
}

const unmetOf = (moments: readonly Moment[]): readonly string[] =>
  moments.flatMap(({ lines }) => lines.filter(({ met }) => met === false).map(({ text }) => text))
