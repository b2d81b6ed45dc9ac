import { didYouMean } from '../../lib/did-you-mean.ts'
import { nextOccurrence } from '../../policy/cron.ts'
import type { Drill } from '../../policy/preparation.ts'
import { type DrillScenario, readScenario } from '../../policy/scenario.ts'
import type { Event, TimerFired } from '../event.ts'
import { drillLabel } from '../labels.ts'
import { onboardingTimer } from '../onboarding.ts'
import { assigneesAmong, namedMembers } from '../permission.ts'
import { type Plan, repositoryTimers } from '../plan.ts'
import { type Asking, repositoryFile, repositoryFiles } from '../question.ts'
import type { Refusal } from '../refusal.ts'
import type { Timer } from '../timer.ts'
import type { CommandContext } from './command-context.ts'
import { drillTitle } from './drill.ts'
import { isPutOff, isToBeOnboarded } from './onboarding.ts'
import { isLookDue, lookTimers, readinessTimer } from './readiness-calendar.ts'

const minute = 60_000
const day = 1_440 * minute

/** The repository's own timer that has its configuration read, so that what waits by the calendar begins. */
export const readingTimer = 'configuration'

/** Whether a timer of the repository's own has the configuration read. */
export const hasConfigurationRead = (timer: string): boolean => timer === readingTimer || timer === onboardingTimer

/** Between the readings of two repositories that one delivery names. */
const betweenReadings = 1000

/**
 * The repository's own timers: `drill/NAME` for each drill of the policy, at its next time, and the next look at how ready
 * it is. They are set when the configuration may have changed, and after each of them. Where the App was added just now, the
 * file is still to be read.
 *
 * Where something else sets them, a drill that was due within the last minute is asked for again: its timer may be replaced
 * before it fires, while this is decided. Its key makes it one. Where one of them has fired, all that were due have.
 */
export function scheduleDrills(plan: Plan, event: Event): void {
  if (!mayHaveChanged(plan, event)) return
  const after = heldNow(plan, event) || isLookDue(plan, event) ? plan.now : plan.now - minute
  const timers = plan.situation.policy.drills.flatMap(({ name, cron, timezone }) => {
    const at = nextOccurrence(cron, timezone, after)
    return at === undefined ? [] : [{ name: `drill/${name}`, at }]
  })
  plan.schedule([...timers, ...lookTimers(plan, event, after), ...readingFor(plan, event)])
}

/** An organisation may add a thousand repositories at once: they have their turns. */
function readingFor(plan: Plan, event: Event): readonly Timer[] {
  if (isPutOff(plan, event)) return [{ name: onboardingTimer, at: plan.now + 30 * minute }]
  if (event.type !== 'InstallationChanged' || event.change !== 'added') return []
  const name = isToBeOnboarded(plan.situation.onboarding, event) ? onboardingTimer : readingTimer
  return [{ name, at: plan.now + (event.place ?? 0) * betweenReadings }]
}

function mayHaveChanged(plan: Plan, event: Event): boolean {
  if (plan.situation.configurationNews || isPutOff(plan, event)) return true
  switch (event.type) {
    case 'DatabaseLost':
      return true
    case 'BranchPushed':
      return event.touchesConfiguration
    case 'RepositoryChanged':
      return event.change === 'default-branch'
    case 'InstallationChanged':
      return event.change === 'added'
    case 'TimerFired':
      return event.incident === repositoryTimers(event.repository.id)
    // The first emergency may be what has the configuration read at all.
    case 'IssueChanged':
    case 'PullRequestChanged':
      return hasCalendar(plan) && plan.changed().length > 0
    default:
      return false
  }
}

const hasCalendar = ({ situation: { policy } }: Plan): boolean => policy.drills.length > 0 || policy.readiness.dashboard

function heldNow(plan: Plan, event: Event): { readonly name: string; readonly dueAt: number } | undefined {
  if (event.type !== 'TimerFired' || event.incident !== repositoryTimers(plan.situation.repository.id)) return undefined
  if (hasConfigurationRead(event.timer) || event.timer === readinessTimer) return undefined
  return { name: event.timer.slice('drill/'.length), dueAt: event.dueAt }
}

/** A drill that the calendar asks for. Returns whether the timer was the repository's own. */
export function* followDrillCalendar(plan: Plan, event: TimerFired): Asking<boolean> {
  const held = heldNow(plan, event)
  if (!held) return false
  const drill = plan.situation.policy.drills.find(({ name }) => name === held.name)
  if (!drill) return true
  const moment = new Date(held.dueAt).toISOString()
  const problem = yield* openDrill(plan, drill, { key: `${drill.name}/${moment}`, at: held.dueAt, by: undefined })
  reportProblem(plan, drill, problem)
  return true
}

/** What kept a drill from being held is one issue, which is closed when the next one can be. */
function reportProblem(plan: Plan, drill: Drill, problem: string | undefined): void {
  plan.put(
    undefined,
    {
      type: 'KeepIssue',
      open: problem !== undefined,
      title: `The drill "${drill.name}" could not be held`,
      labels: [drillLabel],
      message: { type: 'DrillFailed', drill: drill.name, reason: problem ?? '' },
    },
    { key: `${plan.situation.repository.id}/drill-problem/${drill.name}`, keep: 'latest' },
  )
}

/** `drill NAME`, anywhere in the repository. */
export function* drillByCommand({ plan, event, args, by, description }: CommandContext): Asking<Refusal | undefined> {
  const { drills } = plan.situation.policy
  const names = drills.map(({ name }) => name)
  if (args === '') return { type: 'usage', usage: `/incident ${description.usage}` }
  const drill = drills.find(({ name }) => name.toLowerCase() === args.toLowerCase())
  if (!drill) {
    const nearest = didYouMean(args, names)
    return { type: 'unknown-name', what: 'drill', found: args, allowed: nearest === undefined ? names : [nearest] }
  }
  const problem = yield* openDrill(plan, drill, { key: `comment-${event.commentId}`, at: plan.now, by })
  return problem === undefined ? undefined : { type: 'drill-impossible', reason: problem }
}

interface Start {
  /** Makes this drill the same one when it is asked for again. */
  readonly key: string
  /** Epoch milliseconds: the day chooses the scenario. */
  readonly at: number
  readonly by: string | undefined
}

/** Opens a drill's issue. Returns why not, in one sentence. */
function* openDrill(plan: Plan, drill: Drill, { key, at, by }: Start): Asking<string | undefined> {
  const found = yield* scenarioFor(drill, at)
  if (typeof found === 'string') return found
  const { policy, repository } = plan.situation
  const members = namedMembers(policy, drill.assign, undefined, plan.now)
  plan.because(`the drill "${drill.name}" is held with ${found.path}`)
  plan.put(
    undefined,
    {
      type: 'OpenIssue',
      title: drillTitle(found.title),
      labels: [drillLabel],
      assignees: assigneesAmong(members),
      message: { type: 'DrillIssue', drill: drill.name, scenario: found, by, members },
    },
    { key: `${repository.id}/drill/${key}` },
  )
  return undefined
}

/** One of the drill's scenario files, another one each day, so that a team does not learn one by heart. */
function* scenarioFor({ scenarios }: Drill, at: number): Asking<DrillScenario | string> {
  const paths: string[] = []
  for (const pattern of scenarios) paths.push(...(yield* repositoryFiles(pattern)))
  const sorted = [...new Set(paths)].sort()
  const path = sorted[Math.floor(at / day) % Math.max(1, sorted.length)]
  if (path === undefined)
    return `no file matches ${scenarios.join(', ')} on the default branch: a scenario has a \`title\` and a \`description\``
  const text = yield* repositoryFile(path)
  if (text === undefined) return `${path} is not there any more`
  const scenario = readScenario(text, path)
  return scenario.ok ? scenario.value : scenario.error
}
