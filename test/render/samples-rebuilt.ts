import type { SomeEntries, SomeMessages } from './sample-types.ts'
import { start } from './samples.ts'

const incident = '7#12'

export const rebuiltEntries = () => ({ Rebuilt: { type: 'Rebuilt', keptAt: start } }) satisfies SomeEntries

export const rebuiltMessages = () =>
  ({
    Rebuilt: [{ type: 'Rebuilt', incident, keptAt: start }],
    StrayFreezes: [
      {
        type: 'StrayFreezes',
        freezes: [
          { number: 3, rulesetId: 9 },
          { number: 4, rulesetId: undefined },
        ],
      },
    ],
  }) satisfies SomeMessages
