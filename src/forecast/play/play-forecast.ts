import { createCast } from '../../cli/simulate/cast.ts'
import { noConfiguration, readWritten, type SimulatedConfiguration } from '../../cli/simulate/configuration.ts'
import { simulate } from '../../cli/simulate/play.ts'
import type { WrittenConfiguration } from '../../engine/forecasts.ts'
import type { Log } from '../../engine/ports.ts'
import type { ForecastCase, Outlook } from '../../incident/forecast.ts'
import { failure, type Result, success } from '../../lib/result.ts'
import { defaultPath } from '../../policy/extends.ts'
import { readSimulation, type Simulation } from '../../policy/simulation.ts'
import type { PlayerAsked, PlayerReply } from '../player-message.ts'
import { casesOf, type PlannedCase, timezoneOf } from './cases.ts'
import { outlookOf } from './outlook.ts'

const watched = 86_400_000
const mostFailures = 5

type PlayedForecast = Omit<Extract<PlayerReply, { type: 'answered' }>, 'type'>

/**
 * Plays the same emergencies under two configurations: somebody trusted reports each, and nobody answers for a day.
 * What comes out follows from the texts, to the letter.
 */
export async function playForecast({ before, after }: PlayerAsked): Promise<PlayedForecast> {
  const inForce = before === undefined ? success(noConfiguration()) : await read(before, 'the configuration in force')
  const proposed = await read(after, 'the proposed configuration')
  if (!inForce.ok) return notPlayed(inForce.error)
  if (!proposed.ok) return notPlayed(proposed.error)
  const log = new FailureLog()
  const cases = await playCases(inForce.value, proposed.value, log)
  if (log.failures.length > 0) return notPlayed('this is a mistake of Firebreak, and its log says which', log.failures)
  return { forecast: { type: 'played', ...(before === undefined && { first: true }), cases, watched }, failures: [] }
}

const notPlayed = (why: string, failures: readonly string[] = []): PlayedForecast => ({
  forecast: { type: 'not-played', why },
  failures,
})

/** @param what it is called */
async function read(written: WrittenConfiguration, what: string): Promise<Result<SimulatedConfiguration, string>> {
  const { text, shared } = written
  const result = await readWritten({ text, shared, file: defaultPath })
  return result.ok ? result : failure(`${what} has errors`)
}

async function playCases(before: SimulatedConfiguration, after: SimulatedConfiguration, log: Log) {
  const policies = [after.policy, before.policy]
  const timezone = timezoneOf(policies)
  const cases: ForecastCase[] = []
  // One after the other: nothing waits for them, and together they would take the memory of all.
  for (const planned of casesOf(policies)) {
    const { severity, moment } = planned
    const played = { planned, timezone, log }
    cases.push({
      ...{ severity, moment, timezone },
      before: await play({ configuration: before, ...played }),
      after: await play({ configuration: after, ...played }),
    })
  }
  return cases
}

interface Asked {
  readonly configuration: SimulatedConfiguration
  readonly planned: PlannedCase
  readonly timezone: string
  readonly log: Log
}

/** Undefined: that configuration has no such severity. */
async function play({ configuration, planned, timezone, log }: Asked): Promise<Outlook | undefined> {
  const { policy, shared } = configuration
  const { severity, start } = planned
  if (!policy.severities.some(({ id }) => id === severity)) return undefined
  const simulation: Simulation = { ...somethingBroke(), severity, start, timezone, until: watched }
  const cast = createCast(policy, simulation, { owner: shared[0]?.owner })
  return outlookOf(await simulate({ ...configuration, simulation, cast, log }))
}

function somethingBroke(): Simulation {
  const read = readSimulation('title: Something is broken\n', 'scenario')
  if (read.ok) return read.value
  throw new Error('the scenario of every forecast is broken')
}

const ignored = (): void => undefined

/** What the engine says of a play is nobody's news, except that something failed that nobody foresaw. */
class FailureLog implements Log {
  readonly failures: string[] = []
  readonly debug = ignored
  readonly info = ignored
  readonly warn = ignored

  error(fields: object, message: string): void {
    if (this.failures.length < mostFailures) this.failures.push(`${message} ${JSON.stringify(fields)}`.slice(0, 1000))
  }
}
