import type { ForecastCase, Outlook } from '../../src/incident/forecast.ts'
import type { Problem } from '../../src/policy/problem.ts'
import type { Messages } from '../../src/render/saying.ts'

type ConfigReport = Messages['ConfigReport']

const hour = 3_600_000

export const quiet: Outlook = { calls: [], freezes: [], missed: [] }

export const outlookWith = (text: string): Outlook => ({
  calls: [
    { who: `@${text}`, after: 0, through: 'mention' },
    { who: text, after: 900_000, through: text },
  ],
  freezes: [{ mode: text, branches: [text], after: 0, until: 4 * hour }],
  missed: [{ text: `The response to ${text} was promised`, after: 900_000 }],
})

export const caseOf = (change: Partial<ForecastCase> = {}): ForecastCase => ({
  ...{ severity: 'P0', moment: 'Sunday 03:00', timezone: 'Europe/Berlin', before: quiet, after: quiet },
  ...change,
})

/** What the check of a configuration says, with and without something to compare with. */
export function configReports(text: string, problems: readonly Problem[]): readonly ConfigReport[] {
  const valid = { type: 'ConfigReport', problems: [], notices: [] } as const
  const named = { severity: text, moment: text, timezone: text }
  const outlook = outlookWith(text)
  const cases = [
    caseOf({ ...named, after: outlook }),
    caseOf({ ...named, before: outlook, after: undefined }),
    caseOf({ ...named, before: outlook, after: outlook }),
  ]
  const played = { type: 'played', cases, watched: 24 * hour } as const
  const hazards = [
    {
      topic: 'coverage',
      level: 'broken',
      seen: `${text}.`,
      emergency: `${text}.`,
      remedy: `${text}.`,
      key: [text],
      line: 3,
    },
    { topic: 'people', level: 'weak', seen: `${text}.` },
  ] as const
  return [
    { type: 'ConfigReport', problems, notices: problems },
    { ...valid, absent: true },
    { ...valid, forecast: 'under-way' },
    { ...valid, forecast: { type: 'not-played', why: text } },
    { ...valid, forecast: played, hazards },
    { ...valid, forecast: { ...played, alone: 'no-file' } },
  ]
}
