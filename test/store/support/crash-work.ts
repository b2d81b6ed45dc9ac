import type { EventWork, Store } from '../../../src/engine/ports.ts'
import type { Account } from '../../../src/incident/account.ts'
import type { PutEffect } from '../../../src/incident/effect.ts'
import type { CommentAdded } from '../../../src/incident/event.ts'
import { evolve } from '../../../src/incident/evolve.ts'

// A process that is about to be killed imports this, so it imports little: most of such a life would be loading.

/** The one incident of each repository, which is there before: what is done is written on its timeline. */
const number = 1

/** The event of a delivery; its GUID is what the comment says. */
export const eventOf = (guid: string, lane: number): CommentAdded => ({
  type: 'CommentAdded',
  repository: {
    id: lane,
    owner: 'octo-org',
    name: `service-${lane}`,
    installationId: 7,
    defaultBranch: 'main',
    private: false,
  },
  at: 1,
  actor: { login: 'mona', type: 'User', isSelf: false },
  thread: {
    number,
    type: 'issue',
    title: '',
    body: '',
    author: 'mona',
    authorType: 'User',
    labels: [],
    state: 'open',
    url: '',
  },
  commentId: 1,
  body: guid,
})

/** Does one piece of work, if there is any. Whatever it does can be read from the timelines. */
export async function workOnce(store: Store, now: number): Promise<boolean> {
  const work = await store.claim(now)
  if (work?.type === 'event') await note(store, work)
  if (work?.type === 'effect') await store.settle(work, { succeeded: true, result: { type: 'Done' } }, now)
  return work !== undefined
}

async function note(store: Store, work: EventWork): Promise<void> {
  const incident = await store.incidentAt(work.lane, number)
  if (!incident) throw new Error(`Repository ${work.lane} lost its incident.`)
  const { text, effects } = meaningOf(work)
  const next = evolve(incident, { type: 'Noted', text, happenedAt: undefined, at: 1 })
  const incidents = [{ ...next, version: incident.version + 1 }]
  const account = accountOf(text, incident.id)
  const decision = { incidents, effects, entries: [], cancelled: [], timers: [], because: [], account }
  await store.commit(work, decision, work.event.repository)
}

const accountOf = (what: string, subject: string): Account => ({
  ...{ at: 1, subjects: [subject], cause: { type: 'CommentAdded' }, asked: [], entries: [], effects: [], timers: [] },
  ...{ because: [{ what, holds: true, because: [] }], leftOut: 0 },
})

/** A delivery asks for an effect, and its outcome is noted as well. */
function meaningOf({ event }: EventWork): { readonly text: string; readonly effects: readonly PutEffect[] } {
  if (event.type === 'CommentAdded')
    return { text: `took ${event.body}`, effects: [reaction(`effect of ${event.body}`)] }
  if (event.type === 'EffectSettled') return { text: `did ${event.put.key}`, effects: [] }
  throw new Error(`${event.type} was never stored`)
}

const reaction = (key: string): PutEffect => ({
  key,
  keep: 'once',
  urgent: false,
  incident: undefined,
  effect: { type: 'React', commentId: 1, content: '+1' },
})

/** Everything that was ever done for a repository, in order. */
export async function doneIn(store: Store, lane: number): Promise<readonly string[]> {
  const incident = await store.incidentAt(lane, number)
  return incident?.timeline.flatMap((entry) => (entry.type === 'Noted' ? entry.text : [])) ?? []
}
