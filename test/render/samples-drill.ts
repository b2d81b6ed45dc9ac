import type { DrillScore } from '../../src/incident/drill.ts'
import type { DrillScenario } from '../../src/policy/scenario.ts'
import type { SomeEntries, SomeMessages } from './sample-types.ts'

const incident = '7#12'

const scenario = (text: string): DrillScenario => ({
  path: text,
  title: text,
  description: text,
  severity: 'P0',
  kind: undefined,
  injects: [{ after: 600_000, text }],
})

const score: DrillScore = {
  acknowledged: { after: 600_000, promised: 900_000 },
  checklists: { ticked: 3, total: 5 },
  updates: { given: 1, missed: 2, every: 1_800_000 },
  resolvedAfter: 7_200_000,
  resolvePromised: 28_800_000,
}

export const drillEntries = (text: string) =>
  ({
    DrillBegun: { type: 'DrillBegun', name: text, scenario: scenario(text) },
    DrillInject: { type: 'DrillInject', inject: 0 },
    PageSpared: { type: 'PageSpared', channels: [text] },
    FreezeRehearsed: { type: 'FreezeRehearsed', status: 'none', mode: 'locked', rulesetId: undefined, why: text },
    DrillScored: { type: 'DrillScored', score },
  }) satisfies SomeEntries

export const drillMessages = (text: string) =>
  ({
    DrillIssue: [{ type: 'DrillIssue', drill: text, scenario: scenario(text), by: text, members: ['@dana'] }],
    DrillInject: [{ type: 'DrillInject', incident, text }],
    DrillScore: [{ type: 'DrillScore', incident, score }],
    DrillFailed: [{ type: 'DrillFailed', drill: text, reason: text }],
  }) satisfies SomeMessages
