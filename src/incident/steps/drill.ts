import type { DrillScenario } from '../../policy/scenario.ts'
import type { EffectSettled, TimerFired } from '../event.ts'
import type { Incident } from '../incident.ts'
import type { Plan } from '../plan.ts'
import type { Asking } from '../question.ts'
import type { Thread } from '../repository.ts'
import { declare } from './declare.ts'

/**
 * The issue of a drill was opened: from here on it is an incident like any other, but that it freezes nothing, pages
 * nobody and carries its own label. Returns whether the outcome was of such an issue.
 */
export function* beginDrill(plan: Plan, { put, outcome }: EffectSettled): Asking<boolean> {
  const { effect } = put
  if (effect.type !== 'OpenIssue' || effect.message.type !== 'DrillIssue') return false
  if (!outcome.succeeded || outcome.result.type !== 'IssueOpened') return true
  const { drill: name, scenario, by } = effect.message
  const { policy, repository, self } = plan.situation
  const severity = policy.severities.find(({ id }) => id === scenario.severity)?.id ?? policy.defaultSeverity
  const { number, url } = outcome.result
  const incident = plan.begin({
    repositoryId: repository.id,
    thread: { ...pageOf(scenario), author: by ?? `${self.slug}[bot]`, number, url },
    policy,
    severity,
    kind: scenario.kind !== undefined && Object.hasOwn(policy.kinds, scenario.kind) ? scenario.kind : undefined,
    now: plan.now,
  })
  plan.because(`#${number} is the drill "${name}"`)
  const begun = plan.record(incident, { type: 'DrillBegun', name, scenario }, by)
  yield* declare(plan, begun, by ?? `${self.slug}[bot]`, `drill ${name}`)
  return true
}

const pageOf = ({ title, description }: DrillScenario): Omit<Thread, 'author' | 'number' | 'url'> => ({
  type: 'issue',
  title: drillTitle(title),
  body: description,
  authorType: 'Bot',
  labels: [],
  state: 'open',
})

/** What every drill's issue is called, so that nobody takes it for an emergency. */
export const drillTitle = (title: string): string => `[DRILL] ${title}`

/** The timers `inject/N` of an incident that is a drill: the situation takes another turn. */
export function* followDrillTimer(plan: Plan, incident: Incident, { timer }: TimerFired): Asking<void> {
  const index = Number(timer.split('/')[1])
  const inject = incident.drill?.injects[index]
  if (!inject || inject.said) return
  const told = plan.record(incident, { type: 'DrillInject', inject: index })
  plan.put(told, {
    type: 'PostComment',
    thread: told.anchor.number,
    message: { type: 'DrillInject', incident: told.id, text: inject.text },
  })
}
