import type { SomeEntries, SomeMessages } from './sample-types.ts'

const incident = '7#12'

export const rollOutEntries = (text: string) =>
  ({
    RepairDecided: { type: 'RepairDecided', choice: 'rollback', reason: text },
    RollbackRequested: { type: 'RollbackRequested', pullRequest: 20, effect: 'revert' },
    RollbackOpened: { type: 'RollbackOpened', pullRequest: 20, effect: 'revert', number: 40, url: text },
    RollbackFailed: { type: 'RollbackFailed', pullRequest: 20, effect: 'revert', reason: text },
    RollOutBegun: { type: 'RollOutBegun', hotfix: 20, stages: [text, text], followed: [0] },
    StageChanged: {
      type: 'StageChanged',
      stage: 0,
      status: 'failed',
      url: text,
      news: { deployment: 1, status: 2 },
    },
    RollOutFinished: { type: 'RollOutFinished' },
  }) satisfies SomeEntries

export const rollOutMessages = (text: string) =>
  ({
    RepairDecided: [
      { type: 'RepairDecided', incident, choice: 'workaround', reason: text, by: text },
      { type: 'RepairDecided', incident, choice: 'rollback', reason: text, by: text },
    ],
    RollbackOpened: [{ type: 'RollbackOpened', incident, pullRequest: 20, number: 40 }],
    RollbackFailed: [{ type: 'RollbackFailed', incident, pullRequest: 20, reason: text }],
    Rollback: [{ type: 'Rollback', incident, pullRequest: 20, title: text, by: text }],
    StageDeployed: [{ type: 'StageDeployed', incident, stage: 0, outOfOrder: true }],
    StageWatched: [{ type: 'StageWatched', incident, stage: 0, late: 7_800_000 }],
    StageFailed: [{ type: 'StageFailed', incident, stage: 0, members: ['@dana'] }],
    RollOutFinished: [{ type: 'RollOutFinished', incident, late: 0 }],
  }) satisfies SomeMessages
