import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCommand } from '../../../src/cli/run-command.ts'
import { presetConfiguration } from '../../../src/cli/simulate/configuration.ts'
import { outlookOf } from '../../../src/incident/outlook.ts'
import { loadPolicy } from '../../../src/policy/load-policy.ts'
import type { Policy } from '../../../src/policy/policy.ts'
import { presetNames } from '../../../src/policy/presets/presets.ts'
import { readBeginning } from '../../../src/policy/schema/simulation.ts'
import { momentOfBeginning } from '../../../src/policy/simulation.ts'

/** As far as it is played: past the last repeat of most. */
const until = { words: '30h', milliseconds: 30 * 3_600_000 }

interface Played {
  readonly moments: readonly {
    readonly at: string
    readonly lines: readonly {
      kind: string
      who?: readonly string[]
      through?: string
      quote?: readonly string[]
      text: string
    }[]
  }[]
}

async function play(config: string, severity: string, at: string): Promise<Played> {
  const printed: string[] = []
  const print = (line: string): void => void printed.push(line)
  const args = ['--config', config, '--severity', severity, '--at', at, '--until', until.words]
  const code = await runCommand(['simulate', ...args, '--format', 'json'], {
    print,
    printError: print,
    isTerminal: false,
  })
  if (code !== 0) throw new Error(printed.join('\n'))
  return JSON.parse(printed.join('\n'))
}

/** The comments and notices that call people of an emergency, and nothing that is about a list or an update. */
const calls = /please have a look|nobody has responded|by this repository's procedure you are told/u
const pages = /: (?:escalation|deadline)/u

/** `12m @ana @ben pager`, for each moment at which somebody is called. */
function called({ moments }: Played, from: number): readonly string[] {
  const shown = moments.flatMap(({ at, lines }) =>
    lines.flatMap(({ kind, who = [], through, quote = [], text }) =>
      kind === 'told' && (through === 'mention' ? calls.test(quote.join('\n')) : pages.test(text))
        ? who.map((one) => ({ at: Date.parse(at), one: one.replace(/ \(.*$/u, '') }))
        : [],
    ),
  )
  return grouped(shown, from)
}

function grouped(shown: readonly { at: number; one: string }[], from: number): readonly string[] {
  const moments = Map.groupBy(shown, ({ at }) => at)
  return [...moments].map(
    ([at, some]) => `${(at - from) / 60_000}m ${[...new Set(some.map(({ one }) => one))].sort().join(' ')}`,
  )
}

/** What the outlook says, in the same words. */
function foreseen(policy: Policy, severity: string, at: number): readonly string[] {
  const alarms = outlookOf(policy, { severity, kind: undefined, at })?.alarms ?? []
  const shown = alarms
    .filter((alarm) => alarm.at - at <= until.milliseconds)
    .flatMap(({ at: moment, members, tellsReporter, channels }) =>
      [...members, ...(tellsReporter ? ['@reporter'] : []), ...channels.map(({ name }) => name)].map((one) => ({
        at: moment,
        one,
      })),
    )
  return grouped(shown, at)
}

const moments = ['Monday 10:00', 'Saturday 23:30', 'Friday 16:45'] as const
const momentOf = (when: string): number => momentOfBeginning(readBeginning(when), 'UTC')

describe.each(presetNames)('who would be told by the preset %s', (preset) => {
  it.each(moments)('is who is told when it is played: %s', async (when) => {
    const { policy } = await presetConfiguration(preset)
    for (const { id } of policy.severities)
      expect(called(await play(`preset:${preset}`, id, when), momentOf(when)), id).toEqual(
        foreseen(policy, id, momentOf(when)),
      )
  })
})

describe('who would be told by channels, in working hours', () => {
  const text = `version: 1
roles:
  on-call: { rotation: { every: 1d, starts: 2026-01-05T09:00, timezone: Europe/London, members: ["@ana", "@ben", "@cleo"] } }
  backup: ["@acme/backup"]
channels: { pager: { type: pagerduty, secret: PAGER }, chat: { type: slack, secret: CHAT } }
severities:
  P0: { name: Critical, description: Down, freeze: false, responders: [on-call], escalation: office }
escalation:
  policies:
    office:
      steps: [{ notify: [on-call, reporter], channels: [chat] }, { after: 30m, notify: [on-call], channels: [pager] }, { after: 4h, notify: [backup] }]
      repeat: { every: 2h, times: 2 }
      hours: { days: Mon-Fri, from: "09:00", to: "17:00", timezone: Europe/London }
updates: { deadlines: [{ within: 1h, to: [backup], channels: [pager, chat] }] }
`
  it.each(moments)('is who is told when it is played: %s', async (when) => {
    const folder = mkdtempSync(join(tmpdir(), 'firebreak-explain-'))
    try {
      const file = join(folder, 'incident.yml')
      writeFileSync(file, text)
      const loaded = await loadPolicy(text, async () => undefined)
      if (!loaded.ok) throw new Error(loaded.error.map(({ message }) => message).join('\n'))
      const expected = foreseen(loaded.value.policy, 'P0', momentOf(when))
      expect(expected.length).toBeGreaterThan(1)
      expect(called(await play(file, 'P0', when), momentOf(when))).toEqual(expected)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
