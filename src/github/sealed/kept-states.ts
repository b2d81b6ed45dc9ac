import type { GitHub, Log } from '../../engine/ports.ts'
import { freezeCheckName, isFrozen } from '../../incident/incident.ts'
import type { KeptIncident, KeptState, LateComment, StandingList, StrayFreeze } from '../../incident/kept.ts'
import type { Self } from '../../incident/plan.ts'
import type { Repository } from '../../incident/repository.ts'
import { isAtHand } from '../../incident/still-to-do.ts'
import type { FreezeMechanism } from '../../policy/policy.ts'
import type { Clients, Octokit } from '../client.ts'
import { isRefusal } from '../errors.ts'
import { at, text } from '../json.ts'
import { classicRemainders } from '../thaw-remainders.ts'
import { standingChecks } from './given-checks.ts'
import {
  commentsOn,
  commentsSince,
  type KeptPlace,
  type Opened,
  openComments,
  type ReadComment,
} from './kept-comments.ts'
import type { KeptFreeze } from './sealed-freeze.ts'
import type { Sealer } from './sealer.ts'
import { type StandingRuleset, standingRulesets } from './standing-rulesets.ts'

interface KeptParts {
  readonly clients: Pick<Clients, 'forRepository' | 'administration'>
  readonly self: Self
  readonly log: Log
  readonly sealer: Sealer
  readonly now: () => number
}

const minute = 60_000
const day = 1_440 * minute
/** A card is edited whenever something happens; what is older and open is found by its labels or its ruleset. */
const lookBack = 90 * day
/** A command may be older than the state that is kept and not be in it: it waited while something else was written. */
const overlap = 15 * minute
const openLabels = ['reported', 'declared', 'acknowledged', 'mitigated', 'resolved'].map((name) => `incident/${name}`)

/** Reads what this App keeps in a repository's comments, and what of its freezes stands. Two calls where there is nothing. */
export function createKeptStates({ clients, now, ...parts }: KeptParts): Pick<GitHub, 'kept' | 'isAnswered'> {
  return {
    async isAnswered(repository, commentId) {
      const octokit = await clients.forRepository(repository)
      return isAnswered({ ...parts, repository, octokit }, commentId)
    },
    async kept(repository, mechanism) {
      try {
        const place = { ...parts, repository, octokit: await clients.forRepository(repository) }
        const classic = () => classicAnchors({ clients, self: parts.self }, repository)
        return await readKept(place, { since: now() - lookBack, mechanism, classic })
      } catch (error) {
        // Not installed there any more, or not allowed to read issues: there is nothing that could be gone on with.
        if (!isRefusal(error)) throw error
        parts.log.warn({ repository: repository.id, error: error.message }, 'What GitHub keeps here cannot be read')
        return { incidents: [], strays: [], comments: [], lists: [] }
      }
    },
  }
}

interface Reading {
  /** Comments that were not edited since this moment are not listed, in epoch milliseconds. */
  readonly since: number
  /** Numbers of anchors that are known to have something. */
  readonly anchors?: readonly number[]
  /** With `classic`: by which the repository freezes. */
  readonly mechanism?: FreezeMechanism
  /** Numbers of the anchors whose freezes stand on classic protection; asked only where there may be some. */
  readonly classic?: () => Promise<readonly number[]>
}

/** Branches that are looked at for freezes whose incident is not known. */
const mostBranches = 100

/** Where the protection of branches cannot be seen, nothing of ours can have been laid on it. */
async function classicAnchors(looking: Parameters<typeof classicRemainders>[0], of: Repository): Promise<number[]> {
  try {
    return (await classicRemainders(looking, of, mostBranches)).flatMap(({ number }) => number ?? [])
  } catch (error) {
    if (isRefusal(error)) return []
    throw error
  }
}

/** A repository may have no rulesets: then freezes are laid on classic protection whatever was asked for. */
const mayBeClassic = ({ mechanism }: Reading, rulesets: readonly StandingRuleset[] | undefined): boolean =>
  mechanism === 'branch-protection' || (mechanism === 'auto' && rulesets === undefined)

/** Everything that is kept in a repository. */
export async function readKept(place: KeptPlace, reading: Reading): Promise<KeptState> {
  const { since, anchors = [] } = reading
  const { comments, complete } = await commentsSince(place, since)
  const seen = await rulesetsIn(place)
  const rulesets = seen ?? []
  const classic = mayBeClassic(reading, seen) ? ((await reading.classic?.()) ?? []) : []
  const first = await openComments(place, comments)
  const known = new Set(first.incidents.map(({ incident }) => incident.anchor.number))
  const elsewhere = [
    ...anchors,
    ...classic,
    ...rulesets.flatMap(({ number }) => number ?? []),
    ...(complete ? [] : await labelled(place)),
  ]
  const more: ReadComment[] = []
  for (const number of new Set(elsewhere)) if (!known.has(number)) more.push(...(await ofThread(place, number)))
  const opened = more.length === 0 ? first : merged(first, await openComments(place, more))
  const incidents: KeptIncident[] = []
  for (const kept of opened.incidents) incidents.push(await withChecks(place, withFreeze(kept, opened.freezes)))
  return {
    incidents,
    strays: await Promise.all(straysAmong(opened, rulesets, classic).map((stray) => withMoment(place, stray))),
    comments: await lateComments(place, incidents, comments),
    lists: listsAmong(incidents, comments),
  }
}

/** Undefined: the server, or the plan, has none. */
async function rulesetsIn({ octokit, repository }: KeptPlace): Promise<readonly StandingRuleset[] | undefined> {
  try {
    return await standingRulesets(octokit, repository)
  } catch (error) {
    if (isRefusal(error)) return undefined
    throw error
  }
}

async function ofThread(place: KeptPlace, number: number): Promise<readonly ReadComment[]> {
  try {
    return await commentsOn(place, number)
  } catch (error) {
    if (isRefusal(error, 'not-found', 'gone')) return []
    throw error
  }
}

const merged = (first: Opened, second: Opened): Opened => ({
  incidents: [...first.incidents, ...second.incidents],
  freezes: [...first.freezes, ...second.freezes],
})

/** Numbers of the anchors that carry the label of an open incident. Source: "List repository issues", `labels`. */
async function labelled({ octokit, repository }: KeptPlace): Promise<number[]> {
  const numbers: number[] = []
  for (const labels of openLabels) {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/issues', {
      owner: repository.owner,
      repo: repository.name,
      state: 'all',
      labels,
      per_page: 100,
    })
    numbers.push(...data.map(({ number }) => number))
  }
  return numbers
}

/** What was kept before the freeze changed anything counts where the card was written before that. */
function withFreeze(kept: KeptIncident, freezes: readonly KeptFreeze[]): KeptIncident {
  const freeze = freezes.find(({ number }) => number === kept.incident.anchor.number)
  if (!freeze || freeze.at < kept.at) return kept
  const keys = new Set(freeze.memory.map(({ key }) => key))
  return { ...kept, memory: [...kept.memory.filter(({ key }) => !keys.has(key)), ...freeze.memory] }
}

/** The verdicts as they stand on GitHub: the card is not edited for each. */
async function withChecks(place: KeptPlace, kept: KeptIncident): Promise<KeptIncident> {
  const { freeze, anchor } = kept.incident
  if (freeze?.mode !== 'hotfix-only' || !isFrozen(kept.incident)) return kept
  const standing = await standingChecks(place, {
    name: freezeCheckName(anchor.number),
    since: freeze.requestedAt - overlap,
  })
  const checks = standing.map(({ sha, pullRequest, passed }) => [sha, { pullRequest, passed }] as const)
  return {
    ...kept,
    incident: { ...kept.incident, freeze: { ...freeze, checks: { ...freeze.checks, ...Object.fromEntries(checks) } } },
  }
}

/** Freezes without an incident that knows of them. */
function straysAmong(
  { incidents, freezes }: Opened,
  rulesets: readonly StandingRuleset[],
  anchors: readonly number[],
): StrayFreeze[] {
  const known = new Set(incidents.map(({ incident }) => incident.anchor.number))
  // Planned freezes come and go by the calendar, which is made anew from the configuration.
  const standing = rulesets.flatMap(({ id, number, since }) =>
    number === undefined ? [] : [{ number, rulesetId: id, memory: [], ...(since !== undefined && { since }) }],
  )
  const classic = freezes.map(({ number, memory }) => ({ number, rulesetId: undefined, memory }))
  const kept = new Set(classic.map(({ number }) => number))
  // What nothing was kept of: its check alone tells of it.
  const bare = [...new Set(anchors)].filter((number) => !kept.has(number))
  const unkept = bare.map((number) => ({ number, rulesetId: undefined, memory: [] }))
  return [...standing, ...classic, ...unkept].filter(({ number }) => !known.has(number))
}

/** A server may tell of the moment only where it is asked for one ruleset. Source: "Get a repository ruleset". */
async function withMoment({ octokit, repository }: KeptPlace, stray: StrayFreeze): Promise<StrayFreeze> {
  if (stray.rulesetId === undefined || stray.since !== undefined) return stray
  try {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/rulesets/{ruleset_id}', {
      owner: repository.owner,
      repo: repository.name,
      ruleset_id: stray.rulesetId,
    })
    const since = Date.parse(data.created_at ?? '')
    return Number.isNaN(since) ? stray : { ...stray, since }
  } catch (error) {
    if (!isRefusal(error)) throw error
    return stray
  }
}

function listsAmong(incidents: readonly KeptIncident[], comments: readonly ReadComment[]): StandingList[] {
  const lists = incidents.flatMap(({ incident }) => incident.checklists)
  const ids = new Set(lists.map(({ commentId }) => commentId))
  return comments.flatMap(({ id, own, body }) => (own && ids.has(id) ? [{ commentId: id, body }] : []))
}

/** Commands in the conversations of open incidents that the state which is kept may not know of, and that were not answered. */
async function lateComments(
  place: KeptPlace,
  incidents: readonly KeptIncident[],
  comments: readonly ReadComment[],
): Promise<LateComment[]> {
  const late: LateComment[] = []
  const since = new Map<number, number>()
  for (const { incident, at: keptAt } of incidents.filter((kept) => isAtHand(kept.incident)))
    for (const thread of [incident.anchor.number, ...incident.hotfixes.map(({ number }) => number)])
      since.set(thread, keptAt - overlap)
  for (const comment of comments) {
    const from = since.get(comment.thread)
    if (comment.own || from === undefined || comment.createdAt < from || !/^\s*\/incident\b/imu.test(comment.body))
      continue
    if (comment.reactions > 0 && (await isAnswered(place, comment.id))) continue
    late.push({ thread: comment.thread, commentId: comment.id, by: comment.login, body: comment.body })
  }
  return late.sort((one, other) => one.commentId - other.commentId)
}

/**
 * Whether this App reacted to a comment: that is how it answers each command.
 * Source: "List reactions for an issue comment".
 */
export async function isAnswered({ octokit, repository, self }: Answering, commentId: number): Promise<boolean> {
  const reactions: readonly unknown[] = await octokit.paginate(
    'GET /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions',
    { owner: repository.owner, repo: repository.name, comment_id: commentId, per_page: 100 },
  )
  const own = `${self.slug}[bot]`.toLowerCase()
  return reactions.some((reaction) => text(at(reaction, 'user', 'login'))?.toLowerCase() === own)
}

interface Answering {
  readonly octokit: Octokit
  readonly repository: Repository
  readonly self: Self
}
