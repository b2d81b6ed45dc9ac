import { createCast } from '../../cli/simulate/cast.ts'
import { noConfiguration, readWritten, type SimulatedConfiguration } from '../../cli/simulate/configuration.ts'
import { simulate } from '../../cli/simulate/play.ts'
import type { WrittenConfiguration } from '../../engine/forecasts.ts'
import type { Log } from '../../engine/ports.ts'
import type { Forecast, Outlook } from '../../incident/forecast.ts'
import { failure, type Result, success } from '../../lib/result.ts'
import { defaultPath } from '../../policy/extends.ts'
import { readSimulation, type Simulation } from '../../policy/simulation.ts'
import { casesOf, type PlannedCase, timezoneOf } from './cases.ts'
import { outlookOf } from './outlook.ts'

const watched = 86_400_000

export interface ForecastAsked {
  /** Undefined: there is none in force. */
  readonly before: WrittenConfiguration | undefined
  readonly after: WrittenConfiguration
}

/**
 * Plays the same emergencies under two configurations: somebody trusted reports each, and nobody answers for a day.
 * The answer follows from the texts, to the letter.
 * @param log hears of failures that are Firebreak's own
 */
export async function playForecast({ before, after }: ForecastAsked, log: Log): Promise<Forecast> {
  const inForce = before === undefined ? success(noConfiguration()) : await read(before, 'The configuration in force')
  if (!inForce.ok) return { type: 'not-played', why: inForce.error }
  const proposed = await read(after, 'The proposed configuration')
  if (!proposed.ok) return { type: 'not-played', why: proposed.error }
  const policies = [proposed.value.policy, inForce.value.policy]
  const timezone = timezoneOf(policies)
  const cases = []
  // One after the other: nothing waits for them, and together they would take the memory of all.
  for (const planned of casesOf(policies)) {
    const { severity, moment } = planned
    const outlook = (configuration: SimulatedConfiguration) => play({ configuration, planned, timezone, log })
    cases.push({
      ...{ severity, moment, timezone },
      before: await outlook(inForce.value),
      after: await outlook(proposed.value),
    })
  }
  return { type: 'played', ...(before === undefined && { first: true }), cases, watched }
}

/** @param what it is called, at the beginning of a sentence */
async function read(written: WrittenConfiguration, what: string): Promise<Result<SimulatedConfiguration, string>> {
  const result = await readWritten({ ...written, file: defaultPath })
  if (result.ok) return result
  const [first, ...more] = result.error
  const others = more.length === 0 ? '' : ` (and ${more.length} more)`
  return failure(`${what} has errors${others}: ${first?.message ?? 'it cannot be read'}`)
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
