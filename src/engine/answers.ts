import type { Answer, Question } from '../incident/question.ts'
import type { Repository } from '../incident/repository.ts'
import type { Policies } from './policies.ts'
import type { GitHub } from './ports.ts'

export interface AnswerSources {
  readonly github: Pick<GitHub, 'answer'>
  readonly policies: Pick<Policies, 'reportAt'>
}

/**
 * What answers the questions of one decision. An answer holds for this decision alone: the same question is asked from
 * GitHub once, and anew for the next event, so that nobody acts on a permission taken away in between.
 */
export function answererFor(
  { github, policies }: AnswerSources,
  repository: Repository,
): (question: Question) => Promise<Answer> {
  const given = new Map<string, Answer>()
  return async (question) => {
    const key = JSON.stringify(question)
    const before = given.get(key)
    if (before) return before
    const answer: Answer =
      question.ask === 'configuration-at'
        ? { ask: question.ask, value: await policies.reportAt(repository, question.sha) }
        : await github.answer(repository, question)
    given.set(key, answer)
    return answer
  }
}
