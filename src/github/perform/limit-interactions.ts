import { z } from 'zod'
import type { PerformJob } from '../../engine/ports.ts'
import type { EffectResult, LimitInteractions } from '../../incident/effect.ts'
import type { InteractionLimit } from '../../policy/policy.ts'
import type { Octokit } from '../client.ts'
import { isRefusal } from '../errors.ts'
import { at, text } from '../json.ts'
import type { Performer } from './context.ts'

const groups = ['existing_users', 'contributors_only', 'collaborators_only'] as const
type Group = (typeof groups)[number]

/** What we set last, or were about to set: without `expiresAt`, GitHub's answer was not seen. */
const setting = z.object({ limit: z.enum(groups).optional(), expiresAt: z.string().optional() })
type Setting = z.infer<typeof setting>

const day = 86_400_000
/** GitHub's lengths (`interactions/set-restrictions-for-repo`), shortest first. */
const expiries = [
  ['one_day', day],
  ['three_days', 3 * day],
  ['one_week', 7 * day],
  ['one_month', 30 * day],
] as const

const names: Readonly<Record<InteractionLimit, Group>> = {
  'existing-users': 'existing_users',
  'contributors-only': 'contributors_only',
  'collaborators-only': 'collaborators_only',
}

/**
 * Limits who may interact with the whole repository, or takes our limit away. A limit that somebody else set, for the
 * repository or for all of its owner's, is left alone: `ours` says whose it is.
 */
export const limitInteractions: Performer<'LimitInteractions'> = async (effect, job, { clients }) => {
  const octokit = await clients.administration(job.repository)
  const known = await recall(job)
  const standing = await read(octokit, job)
  const isOurs = isSameLimit(known, standing)
  if (effect.limit === undefined) return isOurs ? remove(octokit, job) : limited(standing === undefined)
  if (standing && !isOurs) return limited(false)
  return put(octokit, job, { limit: names[effect.limit], expiry: expiryOf(effect) })
}

const limited = (ours: boolean): EffectResult => ({ type: 'InteractionsLimited', ours })

/** The shortest that lasts until the end; it is taken away before it ends by itself. */
const expiryOf = ({ lasts }: LimitInteractions) =>
  (expiries.find(([, length]) => length >= lasts) ?? expiries[expiries.length - 1])?.[0] ?? 'one_month'

interface Standing {
  readonly limit: string
  readonly origin: string
  readonly expiresAt: string
}

/** Nobody but this App is taken to have set what it was about to set when the answer was lost. */
function isSameLimit({ limit, expiresAt }: Setting, standing: Standing | undefined): boolean {
  if (standing?.origin !== 'repository' || standing.limit !== limit) return false
  return expiresAt === undefined || Math.abs(Date.parse(expiresAt) - Date.parse(standing.expiresAt)) < tolerance
}

/** Milliseconds. That both routes write an end alike is not documented; a limit that is set anew ends later than this. */
const tolerance = 60_000

/** Source: `interactions/get-restrictions-for-repo`; an empty object when nothing is limited. */
async function read(octokit: Octokit, job: PerformJob): Promise<Standing | undefined> {
  const { data } = await octokit.request('GET /repos/{owner}/{repo}/interaction-limits', placeOf(job))
  const limit = text(at(data, 'limit'))
  if (limit === undefined) return undefined
  return { limit, origin: text(at(data, 'origin')) ?? '', expiresAt: text(at(data, 'expires_at')) ?? '' }
}

async function put(
  octokit: Octokit,
  job: PerformJob,
  wanted: { limit: Group; expiry: (typeof expiries)[number][0] },
): Promise<EffectResult> {
  await memorise(job, { limit: wanted.limit })
  try {
    const { data } = await octokit.request('PUT /repos/{owner}/{repo}/interaction-limits', {
      ...placeOf(job),
      ...wanted,
    })
    await memorise(job, { limit: wanted.limit, expiresAt: data.expires_at })
    return limited(true)
  } catch (error) {
    if (!isRefusal(error, 'conflict')) throw error
    await memorise(job, {})
    return limited(false)
  }
}

async function remove(octokit: Octokit, job: PerformJob): Promise<EffectResult> {
  try {
    await octokit.request('DELETE /repos/{owner}/{repo}/interaction-limits', placeOf(job))
  } catch (error) {
    // The owner limits all repositories meanwhile: ours does not count any more, and ends by itself.
    if (!isRefusal(error, 'conflict')) throw error
    return limited(false)
  }
  await memorise(job, {})
  return limited(true)
}

/** One repository has one limit, whichever cool-down asked for it. */
const memoryKey = ({ repository }: PerformJob): string => `interaction-limit/${repository.id}`

async function recall(job: PerformJob): Promise<Setting> {
  return setting.safeParse(await job.memory.recall(memoryKey(job))).data ?? {}
}

const memorise = (job: PerformJob, data: Setting): Promise<void> => job.memory.memorise(data, memoryKey(job))

const placeOf = ({ repository }: PerformJob) => ({ owner: repository.owner, repo: repository.name })
