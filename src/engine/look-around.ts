import type { EffectOutcome } from '../incident/effect.ts'
import type { LookAround, LookResult, SlowAnswers, SlowQuestion } from '../incident/look-effect.ts'
import type { Fact, ReadinessFacts } from '../incident/readiness/facts.ts'
import type { Repository } from '../incident/repository.ts'
import { Beside } from './beside.ts'
import type { Clock, GitHub, PerformJob } from './ports.ts'

/** Characters of one fact as it is stored. Only a file that a repository brings, such as CODEOWNERS, can have more. */
const longestFact = 64 * 1024

interface LookDependencies {
  readonly github: Pick<GitHub, 'answer'>
  readonly clock: Clock
}

/** Carries out `LookAround`: some hundred calls and whatever a channel takes to answer, while emergencies there go on. */
export class Lookout {
  readonly #github: LookDependencies['github']
  readonly #beside: Beside<LookResult>

  constructor({ github, clock }: LookDependencies) {
    this.#github = github
    this.#beside = new Beside(clock)
  }

  /** @throws TryLater while it is looked, and for whatever passes by itself */
  async perform({ repository }: PerformJob, effect: LookAround): Promise<EffectOutcome> {
    const key = `${repository.id} ${JSON.stringify(effect)}`
    const result = await this.#beside.resultOf(key, () => this.#look(repository, effect.questions))
    return { succeeded: true, result }
  }

  async #look(repository: Repository, questions: readonly SlowQuestion[]): Promise<LookResult> {
    let answers: SlowAnswers = {}
    for (const question of questions) answers = { ...answers, ...(await this.#answerTo(repository, question)) }
    return { type: 'Seen', answers }
  }

  async #answerTo(repository: Repository, question: SlowQuestion): Promise<SlowAnswers> {
    const answer = await this.#github.answer(repository, question)
    switch (answer.ask) {
      case 'readiness':
        return { readiness: bounded(answer.value) }
      case 'channels':
        return { channels: answer.value }
      case 'survey':
        return { survey: answer.value }
      default:
        throw new Error(`asked for ${question.ask}, was answered ${answer.ask}`)
    }
  }
}

const tooLong: Fact<never> = { known: false, why: 'there is too much of it' }

/** An answer is stored, twice for a while: what is too long of it was not seen. */
function bounded(facts: ReadinessFacts): ReadinessFacts {
  const { leftOut: _, ...others } = facts
  const long = Object.entries(others).filter(([, fact]) => JSON.stringify([fact]).length > longestFact)
  return { ...facts, ...Object.fromEntries(long.map(([name]) => [name, tooLong])) }
}
