import type { Answers, Question } from './question.ts'

/** What takes many calls, or waits for other servers: no decision asks it, because the lane would stand still meanwhile. */
export type SlowQuestion = Extract<Question, { ask: 'readiness' | 'channels' | 'survey' }>

export type SlowAnswers = Partial<Pick<Answers, SlowQuestion['ask']>>

/** Asks such questions beside the lanes: it is put off until all are answered. Carried out by the engine; changes nothing. */
export interface LookAround {
  readonly type: 'LookAround'
  readonly questions: readonly SlowQuestion[]
  /** In epoch milliseconds: asked for again, it is looked again. */
  readonly askedAt: number
}

export type LookResult = {
  readonly type: 'Seen'
  readonly answers: SlowAnswers
}
