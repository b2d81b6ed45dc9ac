import { formatDuration } from '../../lib/duration.ts'
import { branchMatches } from '../../lib/glob.ts'
import type { DeploymentChanged, TimerFired } from '../event.ts'
import { type Incident, isEnded } from '../incident.ts'
import { leadersOf } from '../permission.ts'
import type { Plan } from '../plan.ts'
import { type Asking, deployedEnvironments } from '../question.ts'
import type { RollOut, StageState } from '../roll-out.ts'
import { gatesOf, gateWords, isDeployedTo, isOutOfOrder, isRolledOut, stageOf } from '../roll-out-course.ts'
import { postList } from './checklist.ts'
import { tellChannels } from './communication.ts'
import { lateness } from './lateness.ts'

/**
 * A hotfix was merged: its way into production begins, where the policy names stages. Those whose environment this
 * repository deploys to are followed; the others are a checklist for people.
 */
export function* beginRollOut(plan: Plan, incident: Incident, hotfix: number): Asking<Incident> {
  const { stages } = incident.policy.rollOut
  if (stages.length === 0) return incident
  const followed = yield* followedStages(incident)
  const names = stages.map(({ name }) => name)
  const begun = plan.record(incident, { type: 'RollOutBegun', hotfix, stages: names, followed })
  const items = stages
    .filter((_, place) => !followed.includes(place))
    .map((stage) => gateWords(stage, formatDuration(stage.watch ?? 0)))
  return postList(plan, begun, { id: gatesOf(hotfix), title: 'Roll-out', items }, begun.anchor.number)
}

/** The last gate may have been ticked: then the roll-out is over. */
export function noteGates(plan: Plan, incident: Incident): Incident {
  const { rollOut } = incident
  if (rollOut && !rollOut.finished && !isEnded(incident) && !incident.drill) finishWhenThrough(plan, incident, 0)
  return plan.find(incident.id) ?? incident
}

/** Nothing of an exercise reaches production. */
function* followedStages({ policy, drill }: Incident): Asking<readonly number[]> {
  const { stages } = policy.rollOut
  if (drill || stages.every(({ environment }) => environment === undefined)) return []
  const used = yield* deployedEnvironments()
  return stages.flatMap((stage, place) => (used.some((name) => isDeployedTo(stage, name)) ? [place] : []))
}

/** A deployment has come further: it moves the stage that it belongs to, in each incident whose hotfix it carries. */
export function* followDeployment(plan: Plan, event: DeploymentChanged): Asking<void> {
  for (const incident of plan.active) {
    const { rollOut } = incident
    if (!rollOut || rollOut.finished || incident.drill || isEnded(incident)) continue
    if (!carriesHotfix(plan, incident, rollOut, event.deployment)) continue
    const place = stageOf(incident, rollOut, event.deployment)
    const stage = place === undefined ? undefined : rollOut.stages[place]
    if (place !== undefined && stage) moveStage(plan, incident, { stage, place }, event)
  }
}

/**
 * Whether a deployment contains the merged hotfix: it is of that very commit, or of a branch that hotfixes go into and was
 * created after the merge. GitHub tells moments in whole seconds.
 */
function carriesHotfix(
  { situation }: Plan,
  { hotfixes, policy }: Incident,
  rollOut: RollOut,
  { sha, ref, createdAt }: DeploymentChanged['deployment'],
): boolean {
  const hotfix = hotfixes.find(({ number }) => number === rollOut.hotfix)
  if (hotfix?.mergedAt === undefined) return false
  if (sha === hotfix.mergeSha || sha === hotfix.sha) return true
  const branch = ref.replace(/^refs\/heads\//, '')
  const isAfter = createdAt + 1000 > hotfix.mergedAt
  return isAfter && branchMatches(policy.hotfix.bases, branch, situation.repository.defaultBranch)
}

interface Placed {
  readonly stage: StageState
  /** In `roll-out.stages`. */
  readonly place: number
}

const statuses = {
  queued: 'deploying',
  pending: 'deploying',
  in_progress: 'deploying',
  success: 'deployed',
  failure: 'failed',
  error: 'failed',
} as const satisfies Readonly<Record<DeploymentChanged['state'], StageState['status']>>

/** The newest deployment of a stage says how it stands, in whatever order its news come, and however often. */
function moveStage(plan: Plan, incident: Incident, { stage, place }: Placed, event: DeploymentChanged): void {
  const { deployment, statusId, state, url, actor } = event
  const status = statuses[state]
  if (isOldNews(stage, event)) return
  const isSame = stage.status === status && (status === 'deploying' || stage.news?.deployment === deployment.id)
  // What is through stays through: whatever is deployed on top of it later has its own watchers. A failure is everybody's.
  if (isSame || (stage.status === 'watched' && status !== 'failed')) return
  plan.because(`${stage.name} is ${status}`)
  const news = { deployment: deployment.id, status: statusId }
  const moved = plan.record(incident, { type: 'StageChanged', stage: place, status, url, news }, actor.login)
  if (status === 'failed') alarm(plan, moved, { stage, place })
  if (status === 'deployed') sayDeployed(plan, moved, place)
}

function isOldNews({ news }: StageState, { deployment, statusId }: DeploymentChanged): boolean {
  if (!news) return false
  return deployment.id < news.deployment || (deployment.id === news.deployment && statusId <= news.status)
}

function sayDeployed(plan: Plan, incident: Incident, place: number): void {
  const { rollOut } = incident
  const outOfOrder = rollOut !== undefined && isOutOfOrder(incident, rollOut, place)
  plan.put(incident, {
    type: 'PostComment',
    thread: incident.anchor.number,
    message: { type: 'StageDeployed', incident: incident.id, stage: place, outOfOrder },
  })
  finishWhenThrough(plan, incident, 0)
}

/** Production is hurt: the commander, or else everybody who responds, is called, and so are the channels. */
function alarm(plan: Plan, incident: Incident, { stage, place }: Placed): void {
  const { rollBack } = incident.policy.rollOut.stages[place] ?? {}
  const members = leadersOf(plan, incident)
  plan.put(
    incident,
    {
      type: 'PostComment',
      thread: incident.anchor.number,
      message: { type: 'StageFailed', incident: incident.id, stage: place, members },
    },
    { urgent: true },
  )
  const trigger = rollBack === undefined ? '' : ` Roll back if: ${rollBack}`
  const text = `Stage "${stage.name}" of the roll-out failed.${trigger}`
  tellChannels(plan, incident, { notice: { occasion: 'alarm', text } })
}

/** The timers `stage/N`: a stage was watched for as long as it is to be. */
export function* followStageTimer(plan: Plan, incident: Incident, event: TimerFired): Asking<void> {
  const place = Number(event.timer.split('/')[1])
  const late = lateness(event)
  const watched = plan.record(incident, {
    type: 'StageChanged',
    stage: place,
    status: 'watched',
    url: undefined,
    news: undefined,
  })
  if (finishWhenThrough(plan, watched, late)) return
  plan.put(watched, {
    type: 'PostComment',
    thread: watched.anchor.number,
    message: { type: 'StageWatched', incident: watched.id, stage: place, late },
  })
}

/** Returns whether that was the end of it. */
function finishWhenThrough(plan: Plan, incident: Incident, late: number): boolean {
  const { rollOut } = incident
  if (!rollOut || !isRolledOut(incident, rollOut)) return false
  const finished = plan.record(incident, { type: 'RollOutFinished' })
  plan.put(finished, {
    type: 'PostComment',
    thread: finished.anchor.number,
    message: { type: 'RollOutFinished', incident: finished.id, late },
  })
  return true
}
