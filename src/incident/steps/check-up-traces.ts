import type { PutBack } from '../check-up.ts'
import { detectMark, hasLabel } from '../detect.ts'
import { type Incident, isEnded } from '../incident.ts'
import { labelsOf, markLabel } from '../labels.ts'
import type { Plan } from '../plan.ts'
import { type Asking, commentStands, effectsAskedFor, whereaboutsOf } from '../question.ts'
import { reason } from '../reason.ts'
import type { Thread } from '../repository.ts'
import { followThread } from './anchor.ts'
import { cardKey } from './refresh.ts'
import { changed } from './unheard.ts'

/** What we put on the anchor and somebody took off: it is put back once, and then left until the incident changes. */
export function* compareTraces(plan: Plan, incident: Incident): Asking<void> {
  if (isEnded(incident) || !incident.anchor.present) return
  const where = yield* whereaboutsOf(incident.anchor.number)
  if (where.is !== 'here') return
  if (yield* isDone(`${incident.id}/labels`)) yield* compareLabels(plan, incident, where.thread)
  if (yield* isDone(cardKey(incident.id))) yield* compareCard(plan, plan.find(incident.id) ?? incident)
}

/** What still waits to be written cannot stand there yet. */
function* isDone(key: string): Asking<boolean> {
  const { asked, waiting } = yield* effectsAskedFor(key)
  return asked > 0 && waiting === 0
}

function* compareLabels(plan: Plan, incident: Incident, thread: Thread): Asking<void> {
  const mark = markLabel(incident.policy.detection)?.name
  const isMissing = (name: string): boolean => !hasLabel(thread.labels, name)
  if (mark !== undefined && isMissing(mark) && !incident.drill && !detectMark(plan.situation.policy.detection, thread))
    yield* followThread(plan, { ...changed(plan, 'unlabelled', thread), label: mark })
  const current = plan.find(incident.id) ?? incident
  // The mark is people's: taking it off ends nothing, and is answered in words.
  const names = labelsOf(current).flatMap(({ name }) => (name !== mark && isMissing(name) ? [name] : []))
  if (!mayPutBack(plan, current, 'labels', names)) return
  plan.put(
    current,
    { type: 'SyncLabels', thread: thread.number, labels: labelsOf(current), standing: thread.labels },
    { key: `${current.id}/labels`, keep: 'latest' },
  )
}

function* compareCard(plan: Plan, incident: Incident): Asking<void> {
  const { id, anchor, cardComment } = incident
  if (cardComment === undefined || (yield* commentStands(cardComment)) !== false) return
  if (!mayPutBack(plan, incident, 'card', ['card'])) return
  plan.put(
    incident,
    { type: 'SyncCard', incident: id, thread: anchor.number, anew: true },
    { key: cardKey(id), keep: 'latest' },
  )
}

/** Puts on the record what is missing, once for each time that something is done or left. Returns whether to put it back. */
function mayPutBack(plan: Plan, incident: Incident, what: PutBack, names: readonly string[]): boolean {
  const before = incident.timeline.flatMap((entry) =>
    entry.type === 'FoundMissing' && entry.what === what ? [entry] : [],
  )
  const isIn = (putBack: boolean) => (name: string) =>
    before.some((entry) => entry.putBack === putBack && entry.names.includes(name))
  const putBack = !names.every(isIn(true))
  if (names.length === 0 || (!putBack && names.every(isIn(false)))) return false
  const once = putBack ? 'it is put back, once' : 'it was put back before, and is left'
  plan.because(`GitHub has no more of ours on #${incident.anchor.number}: ${names.join(', ')}`, putBack, [
    reason(once, putBack),
  ])
  plan.record(incident, { type: 'FoundMissing', what, names, putBack })
  return putBack
}
