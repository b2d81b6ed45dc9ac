import fc from 'fast-check'
import type { Effect, EffectOutcome, PutEffect } from '../../src/incident/effect.ts'
import type { Event } from '../../src/incident/event.ts'
import type { PullRequest } from '../../src/incident/repository.ts'
import { type Bare, issue, person, pullRequest } from './procedure.ts'
import { frozen, type Story, shaOf } from './story.ts'

/** One thing that happens; what it means depends on where the story stands, so it is played rather than a plain event. */
export type Happening =
  | { readonly do: 'event'; readonly event: Bare<Event> }
  | { readonly do: 'merge'; readonly number: number; readonly by: string }
  | {
      readonly do: 'settle'
      readonly of: 'freeze' | 'any'
      readonly pick: number
      readonly outcome: 'good' | 'advisory' | 'given-up'
    }
  | { readonly do: 'fire'; readonly pick: number; readonly late: number }
  | { readonly do: 'wait'; readonly minutes: number }

/** Alice to trudy are trusted; mallory reads, eve is a stranger. Neither is in any role. */
export const strangers = ['mallory', 'eve'] as const
const people = ['alice', 'bob', 'carol', 'trudy', ...strangers] as const

const who = fc.constantFrom(...people, 'alice', 'alice')
const titles = fc.constantFrom('[EMERGENCY] Down', 'Down', '[EMERGENCY] Post-mortem', 'A wish')
const labels = fc.subarray(['emergency', 'severity/P0', 'severity/P2', 'kind/security', 'freeze-exempt'], {
  maxLength: 3,
})
const bodies = fc.constantFrom('', 'Incident: #12', 'Fixes #12', 'Fixes #13', 'A vulnerability', '### Severity\n\nP0')
const issueNumbers = fc.constantFrom(12, 13, 41)
const pullNumbers = fc.constantFrom(20, 21)
const shas = fc.constantFrom('a', 'd', 'e').map(shaOf)

const commandTexts = fc.constantFrom(
  ...['ack', 'confirm', 'severity P0', 'severity P2', 'kind security', 'commander me', 'update fine', 'note 10:00 x'],
  ...['freeze', 'freeze locked', 'freeze reviewed', 'freeze hotfix-only main', 'thaw', 'escalate', 'snooze 10m'],
  ...['link #20', 'link #12', 'bypass because', 'cancel no', 'resolve', 'reopen yes', 'post-mortem', 'status', 'help'],
  ...['nonsense', 'drill x', ''],
)

const thread = (number: number, type: 'issue' | 'pull-request' = 'issue') => ({ ...issue({ number }), type })

const issueChanged: fc.Arbitrary<Happening> = fc
  .record({
    change: fc.constantFrom(
      'opened',
      'edited',
      'labelled',
      'unlabelled',
      'reopened',
      'closed',
      'deleted',
      'transferred',
      'assigned',
    ),
    by: who,
    number: issueNumbers,
    title: titles,
    labels,
    body: bodies,
    label: fc.constantFrom('emergency', 'severity/P0', 'kind/security', 'wish'),
  })
  .map(({ change, by, label, ...rest }) => ({
    do: 'event',
    event: {
      type: 'IssueChanged',
      change,
      label,
      actor: person(by),
      issue: issue({ ...rest, author: by, state: change === 'closed' ? 'closed' : 'open' }),
    },
  }))

const pulls: fc.Arbitrary<PullRequest> = fc
  .record({
    number: pullNumbers,
    title: titles,
    labels,
    body: bodies,
    author: fc.constantFrom(...people, 'dependabot[bot]'),
    draft: fc.boolean(),
    sha: shas,
    ref: fc.constantFrom('hotfix/x', 'wish', 'hotfix/cve-2026-1'),
    repository: fc.constantFrom('acme/shop', 'mallory/shop', undefined),
    base: fc.constantFrom('main', 'release/1', 'dev'),
  })
  .map(({ sha, ref, repository, base, ...rest }) =>
    pullRequest({ ...rest, head: { ref, sha, repository }, base: { ref: base, sha: shaOf('b') } }),
  )

const pullChanged: fc.Arbitrary<Happening> = fc
  .record({
    change: fc.constantFrom(
      'opened',
      'edited',
      'retargeted',
      'labelled',
      'pushed',
      'drafted',
      'readied',
      'reopened',
      'closed',
    ),
    by: who,
    pull: pulls,
  })
  .map(({ change, by, pull }) => ({
    do: 'event',
    event: {
      type: 'PullRequestChanged',
      change,
      actor: person(by),
      pullRequest: { ...pull, state: change === 'closed' ? 'closed' : 'open' },
    },
  }))

const commented: fc.Arbitrary<Happening> = fc
  .record({
    by: who,
    at: fc.oneof(
      issueNumbers.map((number) => thread(number)),
      pullNumbers.map((number) => thread(number, 'pull-request')),
    ),
    texts: fc.array(commandTexts, { minLength: 1, maxLength: 2 }),
    commentId: fc.integer({ min: 1000, max: 9999 }),
  })
  .map(({ by, at, texts, commentId }) => {
    const body = texts.map((text) => `/incident ${text}`).join('\n')
    return { do: 'event', event: { type: 'CommentAdded', thread: at, commentId, body, actor: person(by) } }
  })

const pushed: fc.Arbitrary<Happening> = fc
  .record({ by: who, forced: fc.boolean(), deleted: fc.boolean(), branch: fc.constantFrom('main', 'dev'), after: shas })
  .map(({ by, ...push }) => ({
    do: 'event',
    event: {
      type: 'BranchPushed',
      before: shaOf('1'),
      commits: [],
      touchesConfiguration: false,
      actor: person(by),
      ...push,
    },
  }))

const asked: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({ by: who, headSha: shas }).map(
    ({ by, headSha }): Happening => ({
      do: 'event',
      event: { type: 'MergeGroupRequested', headSha, baseBranch: 'main', actor: person(by) },
    }),
  ),
  fc.record({ by: who, change: fc.constantFrom('edited', 'deleted'), rulesetId: fc.constantFrom(77, 78) }).map(
    ({ by, ...change }): Happening => ({
      do: 'event',
      event: { type: 'RulesetChanged', name: 'x', enforcement: 'active', actor: person(by), ...change },
    }),
  ),
  fc.record({ by: who, pull: pulls }).map(
    ({ by, pull }): Happening => ({
      do: 'event',
      event: { type: 'ReviewChanged', change: 'submitted', pullRequest: pull, actor: person(by) },
    }),
  ),
  fc.record({ by: who, ticked: fc.boolean() }).map(({ by, ticked }): Happening => {
    const after = `- [${ticked ? 'x' : ' '}] Is it urgent\n- [x] Is the fix small`
    return {
      do: 'event',
      event: { type: 'CommentEdited', thread: issue(), commentId: 5, before: '', after, actor: person(by) },
    }
  }),
)

const played: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({ do: fc.constant('merge' as const), number: pullNumbers, by: who }),
  fc.record({
    do: fc.constant('settle' as const),
    of: fc.constantFrom('freeze', 'any'),
    pick: fc.nat(),
    outcome: fc.constantFrom('good', 'good', 'advisory', 'given-up'),
  }),
  fc.record({ do: fc.constant('fire' as const), pick: fc.nat(), late: fc.constantFrom(0, 0, 3_600_000) }),
  fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 600 }) }),
)

const opening: fc.Arbitrary<Happening> = fc.record({ by: who, labels, body: bodies }).map(({ by, ...rest }) => ({
  do: 'event',
  event: { type: 'IssueChanged', change: 'opened', actor: person(by), issue: issue({ ...rest, author: by }) },
}))

const anything = fc.oneof(
  { weight: 2, arbitrary: issueChanged },
  { weight: 4, arbitrary: pullChanged },
  { weight: 5, arbitrary: commented },
  { weight: 1, arbitrary: pushed },
  { weight: 2, arbitrary: asked },
  { weight: 7, arbitrary: played },
)

/** Begins with an emergency, so that the rest has something to be about; long enough to come to an end and to reopen. */
export const happenings: fc.Arbitrary<readonly Happening[]> = fc
  .tuple(opening, fc.array(anything, { minLength: 15, maxLength: 50, size: 'max' }))
  .map(([first, rest]) => [first, ...rest])

/** The event that a happening is, where the story stands; undefined when it means nothing there. */
export function eventOf(story: Story, happening: Happening): Bare<Event> | undefined {
  switch (happening.do) {
    case 'event':
      remember(story, happening.event)
      return happening.event
    case 'merge':
      return mergeEvent(story, happening)
    case 'settle':
      return settleEvent(story, happening)
    case 'fire':
      return fireEvent(story, happening)
    case 'wait':
      story.now += happening.minutes * 60_000
      return undefined
  }
}

function remember(story: Story, event: Bare<Event>): void {
  if (event.type === 'PullRequestChanged') story.pullRequests.set(event.pullRequest.number, event.pullRequest)
}

function mergeEvent(story: Story, { number, by }: Extract<Happening, { do: 'merge' }>): Bare<Event> | undefined {
  const before = story.pullRequests.get(number)
  if (before?.state !== 'open') return undefined
  const merged = { ...before, state: 'closed', merged: true, mergedBy: by, mergeCommitSha: shaOf('c') } as const
  story.pullRequests.set(number, merged)
  return { type: 'PullRequestChanged', change: 'merged', pullRequest: merged, actor: person(by) }
}

/** Effects settle in any order, and twice. */
function settleEvent(
  story: Story,
  { of, pick, outcome }: Extract<Happening, { do: 'settle' }>,
): Bare<Event> | undefined {
  // Mostly those that wait for an outcome; the older ones settle a second time.
  const isAskedFor = ({ effect: { type } }: PutEffect): boolean =>
    of === 'freeze' ? type === 'ApplyFreeze' || type === 'LiftFreeze' : type !== 'PublishCheck' && type !== 'React'
  const tellable = story.effects.filter(isAskedFor)
  const put = tellable.at(-1 - (pick % Math.max(1, Math.min(of === 'freeze' ? 2 : 8, tellable.length))))
  return put && { type: 'EffectSettled', put, outcome: outcomeOf(put, outcome) }
}

function outcomeOf({ effect }: PutEffect, how: 'good' | 'advisory' | 'given-up'): EffectOutcome {
  if (how === 'given-up') return { succeeded: false, reason: 'no answer' }
  if (how === 'advisory' && effect.type === 'ApplyFreeze')
    return { succeeded: true, result: { type: 'Advisory', reason: 'plan', commands: [] } }
  return { succeeded: true, result: results[effect.type] ?? { type: 'Done' } }
}

const commented5 = { type: 'Commented', commentId: 5, url: 'https://github.test/5' } as const
const results: { readonly [K in Effect['type']]?: Extract<EffectOutcome, { succeeded: true }>['result'] } = {
  SyncCard: commented5,
  PostComment: commented5,
  ApplyFreeze: frozen,
  LiftFreeze: { type: 'Lifted', comparison: [], wasMissing: false },
  OpenIssue: { type: 'IssueOpened', number: 40, url: 'https://github.test/40' },
  KeepIssue: { type: 'IssueOpened', number: 41, url: 'https://github.test/41' },
}

function fireEvent(story: Story, { pick, late }: Extract<Happening, { do: 'fire' }>): Bare<Event> | undefined {
  const waiting = story.incidents.flatMap(({ id, anchor }) =>
    story.timers(anchor.number).map((timer) => ({ id, timer })),
  )
  const next = waiting[pick % Math.max(1, waiting.length)]
  if (!next) return undefined
  story.now = Math.max(story.now, next.timer.at + late)
  return { type: 'TimerFired', incident: next.id, timer: next.timer.name, dueAt: next.timer.at }
}
