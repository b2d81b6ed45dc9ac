import { decide } from '../../src/incident/decide.ts'
import type { EffectOutcome, PutEffect } from '../../src/incident/effect.ts'
import type { Event } from '../../src/incident/event.ts'
import type { Incident } from '../../src/incident/incident.ts'
import type { LookAround } from '../../src/incident/look-effect.ts'
import type { Decision, Situation } from '../../src/incident/plan.ts'
import { noPlannedFreezes, type PlannedFreezes } from '../../src/incident/planned-freeze.ts'
import type { Answer, Answers, EffectCount, Question } from '../../src/incident/question.ts'
import { nothingKnown } from '../../src/incident/readiness/facts.ts'
import type { Actor, PullRequest, Repository, Thread } from '../../src/incident/repository.ts'
import type { Survey } from '../../src/incident/survey.ts'
import type { Timer } from '../../src/incident/timer.ts'
import type { Policy } from '../../src/policy/policy.ts'

export const repository: Repository = {
  id: 7,
  owner: 'acme',
  name: 'shop',
  installationId: 1,
  defaultBranch: 'main',
  private: false,
}

export const self: Actor = { login: 'firebreak[bot]', type: 'Bot', isSelf: true }

export const person = (login: string): Actor => ({ login, type: 'User', isSelf: false })

export const issue = (change: Partial<Thread> = {}): Thread => ({
  number: 12,
  type: 'issue',
  title: '[EMERGENCY] Shop is down',
  body: '',
  author: 'alice',
  authorType: 'User',
  labels: [],
  state: 'open',
  url: 'https://github.test/acme/shop/issues/12',
  ...change,
})

export const pullRequest = (change: Partial<PullRequest> = {}): PullRequest => ({
  ...issue({ number: 20, title: '[EMERGENCY] Fix', author: 'carol', url: 'https://github.test/acme/shop/pull/20' }),
  type: 'pull-request',
  head: { ref: 'hotfix/fix', sha: 'a'.repeat(40), repository: 'acme/shop' },
  base: { ref: 'main', sha: 'b'.repeat(40) },
  draft: false,
  merged: false,
  mergedBy: undefined,
  mergeCommitSha: undefined,
  ...change,
})

export type Facts = {
  readonly [K in keyof Answers]?: (question: Extract<Question, { ask: K }>) => Answers[K]
}

/** Permissions of the people that the tests use; whoever is not named has none. */
const permissions: Readonly<Record<string, Answers['permission']>> = {
  alice: 'admin',
  bob: 'maintain',
  carol: 'write',
  trudy: 'triage',
  mallory: 'read',
}

/** A repository of an organisation with one maintainer and nothing in it. */
export const surveyed: Survey = {
  ...{ owner: 'organization', ownerLogin: 'acme', people: [{ login: 'alice', permission: 'admin' }], teams: [] },
  ...{ hasDependabot: false, environments: [], releaseBranches: [], hasCodeOwners: false, hasIssueForms: false },
  ...{ hasEmergencyForm: false, hasConfiguration: false, archived: false, fork: false, hasIssues: true },
  ...{ url: 'https://github.test/acme/shop', defaultBranch: 'main', mayWriteContents: false },
  ...{ mergers: 1, isPublic: false, allCalled: false },
}

const nothing: Required<Facts> = {
  permission: ({ login }) => permissions[login] ?? 'none',
  membership: () => false,
  issue: () => undefined,
  'pull-request': () => undefined,
  reviews: () => [],
  files: () => [],
  'open-pull-requests': () => [],
  'pull-requests-with-commit': () => [],
  'repository-file': () => undefined,
  'merge-group': () => undefined,
  'repository-files': () => [],
  'issue-elsewhere': () => undefined,
  'deployed-environments': () => [],
  'open-alerts': () => undefined,
  whereabouts: () => ({ is: 'unknown' }),
  'comment-stands': () => undefined,
  'freeze-standing': () => ({ is: 'unknown', changes: [], by: undefined, administered: undefined }),
  'own-checks': () => undefined,
  readiness: () => nothingKnown('nobody looked'),
  channels: () => [],
  survey: () => surveyed,
  'kept-state': () => ({ incidents: [], strays: [], comments: [], lists: [] }),
  'command-answered': () => false,
  'effects-asked-for': () => ({ asked: 0, waiting: 0 }),
  'configuration-at': () => ({ present: false, blob: undefined, problems: [], notices: [] }),
}

/** The procedure without an engine: events in, what would be stored and done out. State is carried from one to the next. */
export class Procedure {
  now = Date.parse('2026-03-02T09:00:00Z')
  policy: Policy
  /** What GitHub would answer; a test changes it as the world changes. */
  readonly facts: { -readonly [K in keyof Required<Facts>]: Required<Facts>[K] }
  readonly asked: Question[] = []
  planned: PlannedFreezes = noPlannedFreezes
  /** Every effect so far, oldest first. */
  readonly effects: PutEffect[] = []
  readonly #incidents = new Map<string, Incident>()
  readonly #settled = new Set<string>()
  readonly #timers = new Map<string, readonly Timer[]>()

  constructor(policy: Policy, facts: Facts = {}) {
    this.policy = policy
    const askedFor = (prefix: string): EffectCount => {
      const keys = [...new Set(this.effects.flatMap(({ key }) => (key.startsWith(prefix) ? [key] : [])))]
      return { asked: keys.length, waiting: keys.filter((key) => !this.#settled.has(key)).length }
    }
    this.facts = { ...nothing, 'effects-asked-for': ({ prefix }) => askedFor(prefix), ...facts }
  }

  incident(number = 12): Incident {
    const found = this.incidents.find(({ anchor }) => anchor.number === number)
    if (!found) throw new Error(`there is no incident #${number}`)
    return found
  }

  get incidents(): readonly Incident[] {
    return [...this.#incidents.values()]
  }

  /** Goes on with an incident that was begun elsewhere. */
  takesUp(incident: Incident): void {
    this.#incidents.set(incident.id, incident)
  }

  /** What the incident waits for now. */
  timers(number = 12): readonly Timer[] {
    return this.#timers.get(this.incident(number).id) ?? []
  }

  situation(): Situation {
    return {
      repository,
      policy: this.policy,
      incidents: this.incidents,
      planned: this.planned,
      now: this.now,
      self: { appId: 1, slug: 'firebreak' },
      configurationNews: undefined,
    }
  }

  /** What would be decided, without keeping it. */
  decides(event: Bare<Event>): Decision {
    const steps = decide(this.situation(), { ...event, repository, at: this.now } as Event)
    let step = steps.next()
    while (!step.done) step = steps.next(this.#answer(step.value))
    assertReasoned(event.type, step.value, this.planned)
    return step.value
  }

  /** Decides on one event and keeps the result, as the engine would. */
  happens(event: Bare<Event>): Decision {
    const decision = this.decides(event)
    for (const incident of decision.incidents) this.#incidents.set(incident.id, incident)
    this.planned = decision.planned ?? this.planned
    for (const { incident, timers } of decision.timers) this.#timers.set(incident, timers)
    this.effects.push(...decision.effects)
    for (const key of decision.cancelled) this.#settled.add(key)
    return decision
  }

  /** An effect's outcome comes back. */
  settles(put: PutEffect, outcome: EffectOutcome): Decision {
    this.#settled.add(put.key)
    return this.happens({ type: 'EffectSettled', put, outcome })
  }

  /** The clock moves to a timer of the incident, and the timer fires. */
  fires(name: string, number = 12, late = 0): Decision {
    const { id } = this.incident(number)
    const timers = this.timers(number)
    const due = timers.find((timer) => timer.name === name)
    if (!due) throw new Error(`no timer ${name}; there are ${timers.map((timer) => timer.name).join(', ') || 'none'}`)
    this.#timers.set(
      id,
      timers.filter((timer) => timer !== due),
    )
    this.now = Math.max(this.now, due.at + late)
    return this.happens({ type: 'TimerFired', incident: id, timer: name, dueAt: due.at })
  }

  /** What a look around sees. */
  seenBy({ questions }: LookAround): EffectOutcome {
    const answers = questions.map((question) => [question.ask, this.#answer(question).value])
    return { succeeded: true, result: { type: 'Seen', answers: Object.fromEntries(answers) } }
  }

  #answer(question: Question): Answer {
    this.asked.push(question)
    const answer = this.facts[question.ask] as (asked: Question) => unknown
    return { ask: question.ask, value: answer(question) } as Answer
  }
}

/**
 * Whoever asks later why something was decided is told: so each decision of each of these tests that touches an incident or a
 * planned freeze has to have a reason, and each reason has to be a sentence.
 */
function assertReasoned(type: Event['type'], { incidents, planned, because }: Decision, before: PlannedFreezes): void {
  const changed = planned?.freezes.filter((freeze) => !before.freezes.includes(freeze)) ?? []
  const about = [...incidents, ...changed].map(({ id }) => id)
  if (about.length > 0 && because.length === 0)
    throw new Error(`A decision on ${type} about ${about.join(', ')} has no reason: say it with \`plan.because\`.`)
  const odd = because.find(({ what }) => what.trim().length < 10 || /undefined|\[object|NaN/u.test(what))
  if (odd) throw new Error(`A decision on ${type} gives a reason that nobody understands: "${odd.what}".`)
}

/** An event without what every event of the tests has in common. */
export type Bare<E> = E extends unknown ? Omit<E, 'repository' | 'at'> : never
