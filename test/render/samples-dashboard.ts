import type { Finding } from '../../src/incident/finding.ts'
import { nothingKnown } from '../../src/incident/readiness/facts.ts'
import type { SomeMessages } from './sample-types.ts'
import { policy, start } from './samples.ts'

/** A finding of each level whose every sentence is the text, and one of a topic that not everybody reads about. */
export const findingsWith = (text: string): readonly Finding[] => [
  { topic: 'configuration', level: 'weak', seen: text, emergency: text, remedy: text },
  { topic: 'freeze', level: 'broken', seen: text, emergency: text, remedy: text },
  { topic: 'channels', level: 'broken', seen: text, emergency: text, remedy: text },
  { topic: 'channels', level: 'unknown', seen: text },
  { topic: 'labels', level: 'good', seen: text },
]

export const dashboardMessages = (text: string) =>
  ({
    Dashboard: [
      {
        type: 'Dashboard',
        ...{ leftOut: [text] },
        ...{ findings: findingsWith(text), isPrivate: false, lookedAt: start, nextAt: start + 86_400_000 },
        called: {
          severity: text,
          calls: [
            { after: 0, members: ['@dana', text], channels: [text] },
            { after: 900_000, members: [], channels: [] },
          ],
        },
        byHand: {
          freeze: { ...policy.freeze, branches: ['main', text] },
          facts: { ...nothingKnown('nobody looked'), administrators: { known: true, value: [text] } },
        },
      },
      {
        type: 'Dashboard',
        ...{ findings: [], isPrivate: true, lookedAt: start, nextAt: undefined, called: undefined, byHand: undefined },
      },
    ],
    DashboardOff: [{ type: 'DashboardOff' }],
    DashboardNews: [
      { type: 'DashboardNews', broke: findingsWith(text), members: ['@dana'], isPrivate: true },
      { type: 'DashboardNews', broke: [], members: [], isPrivate: false },
    ],
  }) satisfies SomeMessages
