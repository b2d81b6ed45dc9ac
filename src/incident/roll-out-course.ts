import type { RollOutStage } from '../policy/course.ts'
import type { DeploymentChanged } from './event.ts'
import type { Incident } from './incident.ts'
import type { RollOut, StageState } from './roll-out.ts'

/** Whether a stage needs no more waiting for: deployed, and watched for as long as it is to be. */
function isThrough({ policy }: Incident, { status }: StageState, place: number): boolean {
  return status === 'watched' || (status === 'deployed' && policy.rollOut.stages[place]?.watch === undefined)
}

/** Whether nothing is left: what is followed is through; where nothing is followed, every gate is ticked. */
export const isRolledOut = (incident: Incident, { hotfix, stages }: RollOut): boolean =>
  stages.some(({ followed }) => followed)
    ? stages.every((stage, place) => !stage.followed || isThrough(incident, stage, place))
    : areTicked(incident, gatesOf(hotfix))

/** The id of the checklist of a hotfix's gates. The next hotfix has another; no id in a configuration has a slash. */
export const gatesOf = (hotfix: number): string => `roll-out/${hotfix}`

/** Whether all of a checklist was ticked by somebody trusted. */
const areTicked = ({ checklists }: Incident, wanted: string): boolean =>
  checklists.find(({ id }) => id === wanted)?.items.every(({ ticked, trusted }) => ticked && trusted) === true

/** Whether a stage before this one is followed and not through. */
export const isOutOfOrder = (incident: Incident, { stages }: RollOut, place: number): boolean =>
  stages.slice(0, place).some((stage, before) => stage.followed && !isThrough(incident, stage, before))

/**
 * The place of the stage that a deployment belongs to. Where several stages share an environment, each deployment is the
 * next one's; undefined: none is named for that environment.
 */
export function stageOf(
  { policy }: Incident,
  { stages }: RollOut,
  { id, environment }: DeploymentChanged['deployment'],
): number | undefined {
  const places = policy.rollOut.stages.flatMap((stage, place) => (isDeployedTo(stage, environment) ? [place] : []))
  const isReached = (place: number): boolean => ['deployed', 'watched'].includes(stages[place]?.status ?? '')
  return (
    places.find((place) => stages[place]?.news?.deployment === id) ??
    places.find((place) => !isReached(place)) ??
    places.at(-1)
  )
}

/** Whether a stage's deployments go to an environment. GitHub takes its name in any case. */
export const isDeployedTo = (stage: RollOutStage, environment: string): boolean =>
  stage.environment?.toLowerCase() === environment.toLowerCase()

/** A stage as the item of a checklist. */
export function gateWords({ name, traffic, watch, rollBack }: RollOutStage, watchWords: string): string {
  const what = traffic === undefined ? name : `${name}, ${traffic}`
  const done = watch === undefined ? 'deployed' : `watched for ${watchWords}`
  return rollBack === undefined ? `${what}: ${done}` : `${what}: ${done}; roll back if: ${rollBack}`
}
