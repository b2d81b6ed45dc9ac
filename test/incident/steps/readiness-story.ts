import type { EffectOutcome, PutEffect } from '../../../src/incident/effect.ts'
import type { Message } from '../../../src/incident/message.ts'
import type { Decision } from '../../../src/incident/plan.ts'
import type { ProbeResult } from '../../../src/incident/readiness/channels.ts'
import { nothingKnown, type ReadinessFacts } from '../../../src/incident/readiness/facts.ts'
import type { Timer } from '../../../src/incident/timer.ts'
import { policyFrom } from '../policies.ts'
import { person } from '../procedure.ts'
import { Story } from '../story.ts'

export const calendar = '7/calendar'
export const text = `
roles: { maintainers: ["@alice"], others: ["@bob"] }
channels: { team: { type: slack, secret: TEAM }, pager: { type: pagerduty, secret: PAGER } }
severities:
  P0: { freeze: false, responders: [others] }
  P1: { freeze: hotfix-only, responders: [maintainers] }
escalation: { policies: { default: { steps: [{ notify: [maintainers], channels: [team, pager] }] } } }
`
export const policyWith = async (more: string) => await policyFrom(text + more)
export const on = await policyWith('readiness: { dashboard: true }')
export const off = await policyWith('')
export const other = await policyWith('readiness: { dashboard: true }\nfreeze: { branches: [stable] }')

export const seen: ReadinessFacts = { ...nothingKnown('nobody looked'), rulesets: { known: true, value: 'yes' } }
export const answers: ProbeResult = { state: 'answers', how: 'it does' }
export const gone: ProbeResult = { state: 'refuses', why: 'the address is gone' }

/** A repository with its own calendar, whose channels are as a test has them. */
export class Repository extends Story {
  waiting: readonly Timer[] = []
  isLooking = true
  readonly channels: { team: ProbeResult; pager: ProbeResult } = { team: answers, pager: answers }

  constructor(policy = on) {
    super(policy)
    this.facts.readiness = () => seen
    this.facts.channels = ({ wanted }) =>
      wanted.map(({ name }) => ({ channel: name, result: name === 'team' ? this.channels.team : this.channels.pager }))
  }

  /** A look that is asked for is over at once, and what follows from it is part of what happened. */
  override happens(event: Parameters<Story['happens']>[0]): Decision {
    const decision = super.happens(event)
    this.waiting = decision.timers.find(({ incident }) => incident === calendar)?.timers ?? this.waiting
    const effects = decision.effects.flatMap((put) =>
      put.effect.type === 'LookAround' && this.isLooking ? this.settles(put, this.seenBy(put.effect)).effects : [put],
    )
    return { ...decision, effects }
  }

  configurationChanges(policy = this.policy): void {
    this.policy = policy
    this.happens({ type: 'RepositoryChanged', change: 'default-branch', actor: person('alice') })
  }

  get nextLook(): number | undefined {
    return this.waiting.find(({ name }) => name === 'readiness')?.at
  }

  /** The clock moves to the next look, and everything that it asks for succeeds. Returns the effects. */
  looks(number = 5): readonly PutEffect[] {
    if (this.nextLook === undefined) throw new Error('nobody looks')
    this.now = Math.max(this.now, this.nextLook)
    return this.carriesOut(this.fires0(), number)
  }

  fires0(): readonly PutEffect[] {
    const at = this.nextLook ?? this.now
    this.waiting = this.waiting.filter(({ name }) => name !== 'readiness')
    return this.happens({ type: 'TimerFired', incident: calendar, timer: 'readiness', dueAt: at }).effects
  }

  /** What was asked for, and what its outcomes ask for. */
  carriesOut(effects: readonly PutEffect[], number = 5): readonly PutEffect[] {
    return effects.flatMap((put) => [put, ...this.settles(put, this.#outcomeOf(put, number)).effects])
  }

  #outcomeOf({ effect }: PutEffect, number: number): EffectOutcome {
    if (effect.type !== 'KeepIssue') return { succeeded: true, result: { type: 'Done' } }
    return { succeeded: true, result: { type: 'IssueOpened', number, url: '' } }
  }
}

export const dashboards = (effects: readonly PutEffect[]) =>
  effects.flatMap(({ effect }) => (effect.type === 'KeepIssue' ? [effect] : []))
export const news = (effects: readonly PutEffect[]) =>
  effects.flatMap(({ effect, key }) =>
    effect.type === 'PostComment' && effect.message.type === 'DashboardNews'
      ? [{ ...effect.message, key, thread: effect.thread }]
      : [],
  )
export const levelsOf = (message: Message | undefined): readonly string[] =>
  message?.type === 'Dashboard'
    ? message.findings.filter(({ topic }) => topic === 'channels').map(({ level }) => level)
    : []

/** A repository whose dashboard is there, with nothing broken. */
export function watched(): Repository {
  const repository = new Repository()
  repository.configurationChanges()
  repository.looks()
  return repository
}
