import { furtherOn, type KeptIncident, type KeptState } from '../incident/kept.ts'
import type { Answer, Question } from '../incident/question.ts'
import type { Repository } from '../incident/repository.ts'
import type { Policies } from './policies.ts'
import type { GitHub, Store } from './ports.ts'

export interface AnswerSources {
  readonly github: Pick<GitHub, 'answer' | 'kept' | 'isAnswered'>
  readonly policies: Pick<Policies, 'reportAt'>
  readonly store: Pick<Store, 'effectsAskedFor' | 'incidentById' | 'recall' | 'memorise'>
}

/**
 * What answers the questions of one decision. An answer holds for this decision alone: the same question is asked from
 * GitHub once, and anew for the next event, so that nobody acts on a permission taken away in between.
 */
export function answererFor(sources: AnswerSources, repository: Repository): (question: Question) => Promise<Answer> {
  const given = new Map<string, Answer>()
  return async (question) => {
    const key = JSON.stringify(question)
    const before = given.get(key)
    if (before) return before
    const answer = await answerTo(sources, repository, question)
    given.set(key, answer)
    return answer
  }
}

/** GitHub is asked for what only it knows. */
async function answerTo(
  { github, policies, store }: AnswerSources,
  repository: Repository,
  question: Question,
): Promise<Answer> {
  switch (question.ask) {
    case 'configuration-at':
      return { ask: question.ask, value: await policies.reportAt(repository, question.sha) }
    case 'effects-asked-for':
      return { ask: question.ask, value: await store.effectsAskedFor(question.prefix) }
    case 'kept-state':
      return { ask: question.ask, value: await keptState({ github, store }, repository, question) }
    case 'command-answered':
      return { ask: question.ask, value: await github.isAnswered(repository, question.commentId) }
    default:
      return await github.answer(repository, question)
  }
}

/**
 * What GitHub keeps and the store does not have, or, after a back-up was put back, has in an older state. What goes with it
 * is memorised at once, before any effect could look for it; what is remembered of anything else is newer.
 */
async function keptState(
  { github, store }: Pick<AnswerSources, 'github' | 'store'>,
  repository: Repository,
  { mechanism }: Extract<Question, { ask: 'kept-state' }>,
): Promise<KeptState> {
  const kept = await github.kept(repository, mechanism)
  const incidents: KeptIncident[] = []
  const scraps = kept.strays.flatMap(({ memory }) => memory)
  for (const one of kept.incidents) {
    const known = await store.incidentById(one.incident.id)
    if (known && !furtherOn(known, one.incident)) continue
    incidents.push(one)
    if (!known) scraps.push(...one.memory)
    else for (const { key, data } of one.memory) await store.memorise(key, data)
  }
  for (const { key, data } of scraps) if ((await store.recall(key)) === undefined) await store.memorise(key, data)
  return { ...kept, incidents }
}
