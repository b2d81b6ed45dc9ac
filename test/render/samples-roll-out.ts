import type { SomeEntries, SomeMessages } from './sample-types.ts'

const incident = '7#12'

export const rollOutEntries = (text: string) =>
  ({
    RepairDecided: { type: 'RepairDecided', choice: 'workaround', reason: text },
    RollbackRequested: { type: 'RollbackRequested', pullRequest: 20, effect: 'revert' },
    RollbackOpened: { type: 'RollbackOpened', pullRequest: 20, number: 21, url: text },
    RollOutBegun: { type: 'RollOutBegun', hotfix: 20, stages: [text] },
    StageChanged: { type: 'StageChanged', stage: 0, status: 'failed', url: text },
    RollOutFinished: { type: 'RollOutFinished' },
  }) satisfies SomeEntries

export const rollOutMessages = (text: string) =>
  ({
    RepairDecided: [{ type: 'RepairDecided', incident }],
    RollbackOpened: [{ type: 'RollbackOpened', incident, pullRequest: 20, number: 21 }],
    RollbackFailed: [{ type: 'RollbackFailed', incident, pullRequest: 20, reason: text }],
    Rollback: [{ type: 'Rollback', incident, pullRequest: 20, by: text }],
    StageDeployed: [{ type: 'StageDeployed', incident, stage: 0, outOfOrder: true }],
    StageWatched: [{ type: 'StageWatched', incident, stage: 0, late: 7_800_000 }],
    StageFailed: [{ type: 'StageFailed', incident, stage: 0, members: ['@dana'] }],
    RollOutFinished: [{ type: 'RollOutFinished', incident }],
  }) satisfies SomeMessages
