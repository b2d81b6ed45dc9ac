import type { EffectOutcome } from './effect.ts'
import type { SlowAnswers, SlowQuestion } from './look-effect.ts'

/** A repository has one of each; it does not begin like the key of what follows from it, which is counted. */
export const lookKey = (repositoryId: number, at: 'readiness' | 'survey'): string => `${repositoryId}/look/${at}`

/** @returns undefined where it was not asked, or could not be seen */
export const answerIn = <Ask extends SlowQuestion['ask']>(
  outcome: EffectOutcome,
  ask: Ask,
): SlowAnswers[Ask] | undefined =>
  outcome.succeeded && outcome.result.type === 'Seen' ? outcome.result.answers[ask] : undefined
