import { taskItems } from '../../lib/markdown.ts'
import type { Policy } from '../../policy/policy.ts'
import { brokenAfter, type Dashboard, dashboardKey, dashboardTitle, lookAgainBox, newsAmong } from '../dashboard.ts'
import type { EffectOutcome } from '../effect.ts'
import type { EffectSettled, IssueChanged, TimerFired } from '../event.ts'
import type { Finding, FindingTopic } from '../finding.ts'
import { answerIn, lookKey } from '../look.ts'
import type { SlowQuestion } from '../look-effect.ts'
import type { Message } from '../message.ts'
import { outlookOf } from '../outlook.ts'
import { atLeast, membersOf } from '../permission.ts'
import type { Plan } from '../plan.ts'
import { type Asking, permissionOf } from '../question.ts'
import { channelFindings, channelsAsked, channelsAway } from '../readiness/channels.ts'
import type { ByHandFacts, ReadinessFacts } from '../readiness/facts.ts'
import { findingsOf, inOrder, readinessAsked } from '../readiness/judge.ts'
import { isEmergency, isLookDue, nextLook } from './readiness-calendar.ts'

const unseen: Dashboard = { number: undefined, told: undefined, closed: false }

/** The timer that has it looked. Returns whether the timer was that one. */
export function followReadinessTimer(plan: Plan, event: TimerFired): boolean {
  if (!isLookDue(plan, event)) return false
  if (isEmergency(plan)) plan.because(notInAnEmergency)
  else askToLook(plan)
  return true
}

const notInAnEmergency = 'nobody looks how ready the repository is while there is an emergency'

const questionsOf = (policy: Policy): readonly SlowQuestion[] => [
  { ask: 'readiness', wanted: readinessAsked(policy) },
  { ask: 'channels', wanted: channelsAsked(policy) },
]

/** A look takes up to a minute: it goes on beside the lane. */
function askToLook(plan: Plan): void {
  const { policy, repository } = plan.situation
  if (!policy.readiness.dashboard) return
  plan.because('it is to be looked how ready the repository is')
  plan.windows.keepDashboard(plan.windows.dashboard ?? unseen)
  const look = { type: 'LookAround', questions: questionsOf(policy), askedAt: plan.now } as const
  plan.put(undefined, look, { key: lookKey(repository.id, 'readiness'), keep: 'latest' })
}

/** What was seen is judged by the policy in force, if it was asked for by that one. Returns whether it was this look. */
export function followLook(plan: Plan, { put: { effect, key }, outcome }: EffectSettled): boolean {
  const { policy, repository } = plan.situation
  if (effect.type !== 'LookAround' || key !== lookKey(repository.id, 'readiness')) return false
  if (isEmergency(plan)) plan.because(notInAnEmergency)
  else if (JSON.stringify(effect.questions) !== JSON.stringify(questionsOf(policy))) askToLook(plan)
  else judgeLook(plan, outcome)
  return true
}

/** Has the issue tell of it. Where GitHub showed nothing at all, the issue stays as it is. */
function judgeLook(plan: Plan, outcome: EffectOutcome): void {
  const { policy, repository } = plan.situation
  if (!policy.readiness.dashboard) return
  const facts = answerIn(outcome, 'readiness')
  if (!facts || isBlind(facts)) return void plan.because('nothing of the repository could be seen', false)
  const probed = answerIn(outcome, 'channels')
  const before = plan.windows.dashboard ?? unseen
  const channels = channelFindings(policy, probed, before.away ?? [])
  const findings = inOrder([...findingsOf(policy, facts, plan.now), ...channels])
  const isPrivate = facts.repository.known && facts.repository.value.private
  const isNews = before.told !== undefined && newsAmong(findings, before.told).length > 0
  plan.because(
    `it was looked how ready the repository is: ${newsAmong(findings, []).length} would fail in an emergency`,
  )
  plan.windows.keepDashboard({ ...before, ...(probed && { away: channelsAway(probed) }) })
  plan.put(
    undefined,
    {
      type: 'KeepIssue',
      open: !before.closed || isNews,
      title: dashboardTitle,
      labels: [],
      // There may be one from before the database was lost.
      ...(before.number === undefined && { again: true }),
      message: {
        type: 'Dashboard',
        ...{ findings, lookedAt: plan.now, nextAt: nextLook(plan, plan.now), called: calledNow(plan) },
        ...{ isPrivate, leftOut: facts.leftOut },
        byHand: isPrivate ? { freeze: policy.freeze, facts: byHandFacts(facts) } : undefined,
      },
    },
    { key: dashboardKey(repository.id), keep: 'latest' },
  )
}

/** Nothing of GitHub could be seen. */
const isBlind = (facts: ReadinessFacts): boolean =>
  Object.values(facts).every((fact: unknown) => typeof fact !== 'object' || fact === null || !isKnown(fact))

const isKnown = (fact: object): boolean => 'known' in fact && fact.known === true

/** What of a policy that calls people all day is worth a reader's time. */
const mostCalls = 10

/** Who would be told of the worst emergency if it were reported at this moment and nobody answered. */
function calledNow({ situation: { policy }, now: at }: Plan): DashboardBody['called'] {
  const severity = policy.severities[0]?.id ?? ''
  const outlook = outlookOf(policy, { severity, kind: undefined, at })
  const calls = outlook?.alarms.slice(0, mostCalls).map(({ at: moment, members, channels }) => ({
    after: moment - at,
    members,
    channels: channels.map(({ name }) => name),
  }))
  return calls && { severity, calls }
}

const byHandFacts = (facts: ReadinessFacts): ByHandFacts => {
  const { repository, rulesets, protection, branches, unreadBranches, administrators } = facts
  return { repository, rulesets, protection, branches, unreadBranches, administrators }
}

/** The issue tells of it: now people are told what an edit would not have them notice. Returns whether it was the dashboard. */
export function followDashboardOutcome(plan: Plan, { put, outcome }: EffectSettled): boolean {
  const { effect, key } = put
  if (effect.type !== 'KeepIssue' || key !== dashboardKey(plan.situation.repository.id)) return false
  const { dashboard } = plan.windows
  const { message } = effect
  // Switched off meanwhile, or refused: the next look tries again.
  if (!dashboard || message.type !== 'Dashboard' || !outcome.succeeded) return true
  const number = outcome.result.type === 'IssueOpened' ? outcome.result.number : dashboard.number
  const told = brokenAfter(message.findings, dashboard.told)
  if (number !== undefined && dashboard.told) tell(plan, message, { number, before: dashboard.told, told })
  plan.windows.keepDashboard({ ...dashboard, number, told, closed: dashboard.closed && !effect.open })
  return true
}

interface Change {
  readonly number: number
  readonly before: readonly string[]
  readonly told: readonly string[]
}

type DashboardBody = Extract<Message, { type: 'Dashboard' }>

/** One comment for what broke, and one when nothing is broken any more. */
function tell(plan: Plan, { findings, lookedAt, isPrivate }: DashboardBody, { number, before, told }: Change): void {
  const broke = newsAmong(findings, before)
  const isMended = before.length > 0 && told.length === 0
  if (broke.length === 0 && !isMended) return
  plan.put(
    undefined,
    {
      type: 'PostComment',
      thread: number,
      message: { type: 'DashboardNews', broke, members: membersToCall(plan, broke), isPrivate },
    },
    { key: `${dashboardKey(plan.situation.repository.id)}/news/${new Date(lookedAt).toISOString()}` },
  )
}

/** Without these a freeze does not hold, or cannot be lifted. */
const freezing: ReadonlySet<FindingTopic> = new Set(['permissions', 'freeze', 'bypass', 'checks', 'merge-queue'])

/** Whoever answers for the worst severity that freezes, when it would not; nobody else needs to be called for a dashboard. */
function membersToCall({ situation: { policy }, now }: Plan, broke: readonly Finding[]): readonly string[] {
  const worst = policy.severities.find(({ freeze }) => freeze !== false)
  const isSerious = broke.some(({ topic }) => freezing.has(topic))
  return worst && isSerious ? membersOf(policy, worst.responders, undefined, now) : []
}

/** Somebody closed or reopened the dashboard, or ticked its box. */
export function* followDashboardIssue(plan: Plan, { change, issue, actor }: IssueChanged): Asking<void> {
  const { dashboard } = plan.windows
  if (!dashboard || dashboard.number !== issue.number) return
  if (change === 'closed' || change === 'reopened')
    return plan.windows.keepDashboard({ ...dashboard, closed: change === 'closed' })
  if (change !== 'edited' || isEmergency(plan)) return
  const isTicked = taskItems(issue.body).some(({ text, ticked }) => ticked && text.startsWith(lookAgainBox))
  if (isTicked && atLeast(yield* permissionOf(actor.login), 'triage')) askToLook(plan)
}

/** The configuration does not ask for it any more: the issue says so and is closed. */
export function endDashboard(plan: Plan): void {
  const { policy, repository } = plan.situation
  if (policy.readiness.dashboard || !plan.windows.dashboard) return
  plan.windows.keepDashboard(undefined)
  plan.put(
    undefined,
    { type: 'KeepIssue', open: false, title: dashboardTitle, labels: [], message: { type: 'DashboardOff' } },
    { key: dashboardKey(repository.id), keep: 'latest' },
  )
}
