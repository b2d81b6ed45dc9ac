import type { SomeEntries, SomeMessages } from './sample-types.ts'
import { start } from './samples.ts'

const incident = '7#12'

export const checkUpEntries = (text: string) =>
  ({
    Interrupted: { type: 'Interrupted', why: 'suspended' },
    Continued: { type: 'Continued', why: 'archived', since: start - 7_200_000 },
    StepMissed: { type: 'StepMissed', step: 1, why: 'no-response', told: [text], reachedBefore: undefined },
    DeadlineMissed: { type: 'DeadlineMissed', deadline: 0, within: 900_000 },
    FoundMissing: { type: 'FoundMissing', what: 'labels', names: [text, 'severity/P1'], putBack: true },
    AnchorReopened: { type: 'AnchorReopened' },
    FreezeOutOfReach: { type: 'FreezeOutOfReach' },
    FreezeInReach: { type: 'FreezeInReach' },
    LeftoverRemoved: { type: 'LeftoverRemoved' },
  }) satisfies SomeEntries

export const checkUpMessages = () =>
  ({
    Continued: (['archived', 'suspended', 'removed', 'deleted'] as const).map((why) => ({
      type: 'Continued' as const,
      incident,
      why,
      since: start - 7_200_000,
    })),
    FreezeOutOfReach: [{ type: 'FreezeOutOfReach', incident }],
  }) satisfies SomeMessages
