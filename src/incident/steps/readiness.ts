import { taskItems } from '../../lib/markdown.ts'
import { brokenIn, type Dashboard, dashboardKey, dashboardTitle, lookAgainBox, sameness } from '../dashboard.ts'
import type { EffectSettled, IssueChanged, TimerFired } from '../event.ts'
import type { Finding, FindingTopic } from '../finding.ts'
import type { Message } from '../message.ts'
import { outlookOf } from '../outlook.ts'
import { atLeast, membersOf } from '../permission.ts'
import type { Plan } from '../plan.ts'
import { type Asking, permissionOf, probedChannels, readinessOf } from '../question.ts'
import { channelFindings, channelsAsked } from '../readiness/channels.ts'
import type { ByHandFacts, ReadinessFacts } from '../readiness/facts.ts'
import { findingsOf, inOrder, readinessAsked } from '../readiness/judge.ts'
import { isEmergency, isLookDue, nextLook } from './readiness-calendar.ts'

const unseen: Dashboard = { number: undefined, told: undefined, closed: false }

/** The timer that has it looked. Returns whether the timer was that one. */
export function* followReadinessTimer(plan: Plan, event: TimerFired): Asking<boolean> {
  if (!isLookDue(plan, event)) return false
  if (isEmergency(plan)) plan.because('nobody looks how ready the repository is while there is an emergency')
  else yield* look(plan)
  return true
}

/** Looks, and has the issue tell of it. Where GitHub could be asked nothing at all, the issue stays as it is. */
function* look(plan: Plan): Asking<void> {
  const { policy, repository } = plan.situation
  if (!policy.readiness.dashboard) return
  const facts = yield* readinessOf(readinessAsked(policy))
  if (isBlind(facts)) return plan.because('GitHub had no time to be looked at', false)
  const probed = yield* probedChannels(channelsAsked(policy))
  const findings = inOrder([...findingsOf(policy, facts, plan.now), ...channelFindings(policy, probed)])
  const before = plan.windows.dashboard ?? unseen
  const isPrivate = facts.repository.known && facts.repository.value.private
  const isNews = brokenIn(findings).some((each) => before.told !== undefined && !before.told.includes(each))
  plan.because(`it was looked how ready the repository is: ${brokenIn(findings).length} would fail in an emergency`)
  plan.windows.keepDashboard(before)
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
        isPrivate,
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

const byHandFacts = ({ rulesets, protection, branches, administrators }: ReadinessFacts): ByHandFacts => ({
  ...{ rulesets, protection, branches, administrators },
})

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
  plan.windows.keepDashboard({ number, told, closed: dashboard.closed && !effect.open })
  return true
}

/** What could not be seen today is as it was. */
function brokenAfter(findings: readonly Finding[], told: readonly string[] = []): readonly string[] {
  const unknown = new Set(findings.filter(({ level }) => level === 'unknown').map(({ topic }) => topic))
  // A channel that cannot be tried says nothing about the others.
  unknown.delete('channels')
  const asBefore = told.filter((each) => [...unknown].some((topic) => each.startsWith(`${topic}: `)))
  return [...new Set([...brokenIn(findings), ...asBefore])]
}

interface Change {
  readonly number: number
  readonly before: readonly string[]
  readonly told: readonly string[]
}

type DashboardBody = Extract<Message, { type: 'Dashboard' }>

/** One comment for what broke, and one when nothing is broken any more. */
function tell(plan: Plan, { findings, lookedAt, isPrivate }: DashboardBody, { number, before, told }: Change): void {
  const broke = findings.filter((finding) => finding.level === 'broken' && !before.includes(sameness(finding)))
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
  if (isTicked && atLeast(yield* permissionOf(actor.login), 'triage')) yield* look(plan)
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
