import type { SomeEntries, SomeMessages } from './sample-types.ts'
import { start } from './samples.ts'

const incident = '7#12'

export const rebuiltEntries = () =>
  ({
    Rebuilt: { type: 'Rebuilt', keptAt: start },
    BegunAnew: { type: 'BegunAnew', declared: start, frozen: start },
  }) satisfies SomeEntries

export const rebuiltMessages = () =>
  ({
    Rebuilt: [
      { type: 'Rebuilt', incident, keptAt: start },
      { type: 'Rebuilt', incident, keptAt: start, label: 'acknowledged' },
    ],
    BegunAnew: [
      { type: 'BegunAnew', incident, declared: start, frozen: start },
      { type: 'BegunAnew', incident, declared: start, frozen: undefined },
      { type: 'BegunAnew', incident, declared: undefined, frozen: undefined },
    ],
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
