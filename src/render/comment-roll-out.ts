import type { RollOutMessage } from '../incident/roll-out.ts'
import type { Sayings } from './saying.ts'

export const rollOutComments: Sayings<RollOutMessage['type']> = {
  RepairDecided: () => 'RepairDecided',
  RollbackOpened: () => 'RollbackOpened',
  RollbackFailed: () => 'RollbackFailed',
  Rollback: () => 'Rollback',
  StageDeployed: () => 'StageDeployed',
  StageWatched: () => 'StageWatched',
  StageFailed: () => 'StageFailed',
  RollOutFinished: () => 'RollOutFinished',
}
