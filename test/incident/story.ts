import type { Effect, EffectResult, PutEffect } from '../../src/incident/effect.ts'
import type { BranchPushed, IssueChanged, PullRequestChanged } from '../../src/incident/event.ts'
import type { Message } from '../../src/incident/message.ts'
import type { Decision, Situation } from '../../src/incident/plan.ts'
import type { Refusal } from '../../src/incident/refusal.ts'
import type { Actor, PullRequest, Thread } from '../../src/incident/repository.ts'
import type { Entry } from '../../src/incident/timeline.ts'
import type { Policy } from '../../src/policy/policy.ts'
import { policy } from './policies.ts'
import { type Facts, issue, Procedure, person, pullRequest } from './procedure.ts'

export const minutes = (count: number): number => count * 60_000
export const hours = (count: number): number => count * 3_600_000

export const shaOf = (letter: string): string => letter.repeat(40)

interface PushChange extends Partial<Pick<BranchPushed, 'branch' | 'before' | 'after' | 'forced' | 'deleted'>> {
  readonly by?: string
}

/** The procedure in the words of what people do on GitHub. */
export class Story extends Procedure {
  /** Pull requests as GitHub would answer for them. */
  readonly pullRequests = new Map<number, PullRequest>()
  #comments = 1000

  constructor(under: Policy = policy, facts: Facts = {}) {
    super(under, facts)
    this.facts['pull-request'] = ({ number }) => this.pullRequests.get(number)
    this.facts['open-pull-requests'] = () => [...this.pullRequests.values()].filter(({ state }) => state === 'open')
    this.facts['pull-requests-with-commit'] = ({ sha }) =>
      [...this.pullRequests.values()].filter(({ head, mergeCommitSha }) => head.sha === sha || mergeCommitSha === sha)
    Object.assign(this.facts, facts)
  }

  changesIssue(
    change: IssueChanged['change'],
    by: string | Actor,
    thread: Partial<Thread> = {},
    more: Pick<IssueChanged, 'label' | 'counterpart'> = {},
  ): Decision {
    const actor = typeof by === 'string' ? person(by) : by
    // GitHub tells of a label when it stands there.
    const labels =
      change === 'labelled' && more.label !== undefined ? [...(thread.labels ?? []), more.label] : undefined
    return this.happens({
      type: 'IssueChanged',
      change,
      issue: issue({ ...thread, ...(labels && { labels }) }),
      actor,
      ...more,
    })
  }

  opens(thread: Partial<Thread> = {}, by = thread.author ?? 'alice'): Decision {
    return this.changesIssue('opened', by, { author: by, ...thread })
  }

  changesPull(
    change: PullRequestChanged['change'],
    by: string,
    pull: Partial<PullRequest> = {},
    more: Pick<PullRequestChanged, 'label'> = {},
  ): Decision {
    const changed = pullRequest(pull)
    this.pullRequests.set(changed.number, changed)
    return this.happens({ type: 'PullRequestChanged', change, pullRequest: changed, actor: person(by), ...more })
  }

  /** A hotfix of #12 by somebody trusted, as its author would open it. */
  opensHotfix(pull: Partial<PullRequest> = {}, by = 'carol'): Decision {
    return this.changesPull('opened', by, { title: 'Repair the shop', body: 'Incident: #12', author: by, ...pull })
  }

  merges(by: string, pull: Partial<PullRequest> = {}): Decision {
    const before = this.pullRequests.get(pull.number ?? 20)
    const merged = { merged: true, mergedBy: by, mergeCommitSha: shaOf('c'), state: 'closed' as const }
    return this.changesPull('merged', by, { ...before, ...merged, ...pull })
  }

  comments(body: string, by: string | Actor = 'alice', thread: Partial<Thread> = {}): Decision {
    this.#comments += 1
    const actor = typeof by === 'string' ? person(by) : by
    return this.happens({ type: 'CommentAdded', thread: issue(thread), commentId: this.#comments, body, actor })
  }

  edits(commentId: number, after: string, by = 'alice'): Decision {
    return this.happens({ type: 'CommentEdited', thread: issue(), commentId, before: '', after, actor: person(by) })
  }

  pushes({ by = 'alice', ...change }: PushChange = {}): Decision {
    return this.happens({
      type: 'BranchPushed',
      branch: 'main',
      before: shaOf('1'),
      after: shaOf('2'),
      forced: false,
      deleted: false,
      commits: [],
      touchesConfiguration: false,
      actor: person(by),
      ...change,
    })
  }

  /** The newest effect of one type succeeds. */
  succeeds(type: Effect['type'], result: EffectResult = { type: 'Done' }): Decision {
    return this.settles(this.newest(type), { succeeded: true, result })
  }

  /** The newest freeze that was asked for is seen to hold. */
  freezeHolds(): Decision {
    return this.succeeds('ApplyFreeze', frozen)
  }

  thawHolds(): Decision {
    return this.succeeds('LiftFreeze', { type: 'Lifted', comparison: [], wasMissing: false })
  }

  givesUp(type: Effect['type'], reason: string): Decision {
    return this.settles(this.newest(type), { succeeded: false, reason })
  }

  newest(type: Effect['type']): PutEffect {
    const put = this.effects.findLast(({ effect }) => effect.type === type)
    if (!put) throw new Error(`nobody asked for ${type}`)
    return put
  }

  /** What the checks of one name say now, by commit. */
  checks(name: string): Readonly<Record<string, 'success' | 'failure'>> {
    const published = this.effects.map(({ effect }) => effect)
    return Object.fromEntries(
      published.flatMap((effect) =>
        effect.type === 'PublishCheck' && effect.name === name ? [[effect.sha, effect.conclusion]] : [],
      ),
    )
  }
}

/** The same as an exercise. */
export class DrillStory extends Story {
  override situation(): Situation {
    const situation = super.situation()
    const drill = { name: 'Quarterly', scenario: 'drill.yml', injects: [], rehearsal: undefined, score: undefined }
    return { ...situation, incidents: situation.incidents.map((incident) => ({ ...incident, drill })) }
  }
}

export const frozen: Extract<EffectResult, { type: 'Frozen' }> = {
  type: 'Frozen',
  applied: { mechanism: 'ruleset', rulesetId: 77, verified: ['main'], unverified: [], refused: [], notReadBack: 0 },
}

/** A declared incident #12, its freeze seen to hold. */
export function frozenStory(under: Policy = policy): Story {
  const story = new Story(under)
  story.opens()
  story.freezeHolds()
  return story
}

type Of<T extends { type: string }, K extends T['type']> = Extract<T, { type: K }>

/** The effects of one type that a decision asks for. */
export const effectsOf = <K extends Effect['type']>({ effects }: Decision, type: K): readonly Of<Effect, K>[] =>
  effects.map(({ effect }) => effect).filter((effect): effect is Of<Effect, K> => effect.type === type)

/** The lines of one type that a decision writes on a timeline. */
export const entriesOf = <K extends Entry['type']>({ entries }: Decision, type: K): readonly Of<Entry, K>[] =>
  entries.map(({ entry }) => entry).filter((entry): entry is Of<Entry, K> => entry.type === type)

/** What a decision says in comments, with the thread it is said on. */
export const said = (decision: Decision): readonly (readonly [thread: number, type: Message['type']])[] =>
  effectsOf(decision, 'PostComment').map(({ thread, message }) => [thread, message.type])

/** The comments of one type that a decision posts. */
export const messagesOf = <K extends Message['type']>(decision: Decision, type: K): readonly Of<Message, K>[] =>
  effectsOf(decision, 'PostComment')
    .map(({ message }) => message)
    .filter((message): message is Of<Message, K> => message.type === type)

/** How a comment with commands was answered. */
export function answerTo(decision: Decision): { reaction: string | undefined; refusals: readonly Refusal[] } {
  return {
    reaction: effectsOf(decision, 'React')[0]?.content,
    refusals: messagesOf(decision, 'CommandRefused').map(({ refusal }) => refusal),
  }
}

/** True when a decision stores and does nothing. */
export const isQuiet = ({ entries, effects }: Decision): boolean => entries.length === 0 && effects.length === 0
