import type { FreezeStatus } from '../../src/incident/incident.ts'
import { evolvePlanned, newPlannedFreeze, type PlannedFreeze, toldOf } from '../../src/incident/planned-freeze.ts'
import type { EntryBody } from '../../src/incident/timeline.ts'
import type { SomeMessages } from './sample-types.ts'

const at = Date.parse('2025-12-20T18:00:00Z')

/** A planned freeze whose names are a text from outside, with everything that can come to one. */
export function plannedWith(text: string, status: FreezeStatus = 'on'): PlannedFreeze {
  const window = {
    ...{ name: text, from: '2025-12-20T18:00', to: '2026-01-05T08:00', timezone: 'Europe/London' },
    mode: 'hotfix-only',
  } as const
  const begun = newPlannedFreeze(7, window, {
    branches: ['main', text],
    mechanism: 'auto',
    exempt: { labels: [text], paths: [text], authors: [text] },
    reviewed: { approvals: 2, strict: true, enforceAdmins: true },
  })
  const lines: readonly EntryBody[] = [
    { type: 'FreezeRequested', mode: 'hotfix-only', branches: ['main', text], effect: 'freeze-w' },
    { type: 'Bypassed', id: 'a', branch: text, sha: 'a'.repeat(40), how: `commits of ${text} were pushed directly` },
    { type: 'FreezeTampered', how: 'edited the ruleset', lost: false },
    { type: 'FreezeTampered', how: `deleted the protection of ${text}`, lost: true },
  ]
  const grown = lines.reduce((planned, line) => evolvePlanned(planned, { ...line, at, by: text }), begun)
  const advisory = { reason: 'permission', commands: [`gh api ${text}`] } as const
  return { ...grown, freeze: grown.freeze && { ...grown.freeze, status, problem: text, advisory } }
}

const statuses: readonly FreezeStatus[] = ['on', 'advisory', 'failed', 'lifting', 'lost']

export const plannedTold = (text: string) => toldOf(plannedWith(text))

export const plannedMessages = (text: string) =>
  ({
    PlannedNotice: statuses.map((status) => ({ type: 'PlannedNotice', planned: plannedWith(text, status) }) as const),
    PlannedNews: (['state', 'edit', 'bypass'] as const).map(
      (news) => ({ type: 'PlannedNews', planned: plannedWith(text), news }) as const,
    ),
  }) satisfies SomeMessages
