import { existsSync } from 'node:fs'
import type { Log } from '../engine/ports.ts'
import { didYouMean } from '../lib/did-you-mean.ts'
import { formatDuration } from '../lib/duration.ts'
import { failure, type Result, success } from '../lib/result.ts'
import { defaultPath } from '../policy/extends.ts'
import { readSimulation, type Simulation } from '../policy/simulation.ts'
import type { Ending } from './command.ts'
import { type Tell, withProgress } from './progress.ts'
import { readSharedTexts } from './shared-flag.ts'
import { asJson } from './simulate/as-json.ts'
import { asMarkdown } from './simulate/as-markdown.ts'
import { asMermaid } from './simulate/as-mermaid.ts'
import { asText } from './simulate/as-text.ts'
import { createCast } from './simulate/cast.ts'
import {
  type FaultyFile,
  isPreset,
  noConfiguration,
  presetConfiguration,
  readOwnConfiguration,
  type SimulatedConfiguration,
} from './simulate/configuration.ts'
import { type Format, readOptions, type SimulateOptions, type WrittenOptions } from './simulate/options.ts'
import { simulate } from './simulate/play.ts'
import { shippedScenario, shippedScenarios } from './simulate/scenarios.ts'
import { NotPlayable } from './simulate/scene.ts'
import type { Transcript } from './simulate/transcript.ts'
import type { Terminal } from './terminal.ts'
import { readTextFile } from './text-file.ts'
import { findingsAsText } from './validate/as-text.ts'

/** Why nothing was played: lines for people. */
type Refused = readonly string[]

/**
 * `firebreak simulate`: plays a scenario through the real engine on a stand-in of GitHub, and prints what everybody sees.
 * @returns 0 played; 1 something that the scenario expects did not come true; 2 it could not be played
 */
export async function runSimulate(written: WrittenOptions, terminal: Terminal): Promise<Ending> {
  const options = readOptions(written)
  if (!options.ok) return { notUnderstood: options.error }
  if (options.value.list) return list(terminal)
  try {
    const played = await withProgress(terminal, (tell) => play(options.value, tell))
    if (!played.ok) return refuse(terminal, played.error)
    terminal.print(writers[options.value.format](played.value, terminal.isTerminal))
    return played.value.unmet.length === 0 ? 0 : 1
  } catch (error) {
    if (error instanceof NotPlayable) return refuse(terminal, [`The scenario cannot be played: ${error.message}.`])
    throw error
  }
}

const writers: { readonly [Each in Format]: (transcript: Transcript, coloured: boolean) => string } = {
  text: asText,
  json: asJson,
  markdown: asMarkdown,
  mermaid: asMermaid,
}

function refuse(terminal: Terminal, lines: Refused): number {
  for (const line of lines) terminal.printError(line)
  return 2
}

function list(terminal: Terminal): number {
  for (const name of shippedScenarios()) {
    const read = readSimulation(shippedScenario(name), name)
    terminal.print(`preset:${name.padEnd(24)} ${read.ok ? read.value.title : ''}`.trimEnd())
  }
  return 0
}

async function play(options: SimulateOptions, tell: Tell): Promise<Result<Transcript, Refused>> {
  const scenario = readScenario(options)
  if (!scenario.ok) return scenario
  const configuration = await readConfiguration(options)
  if (!configuration.ok) return configuration
  const { policy, shared } = configuration.value
  const simulation = withOptions(scenario.value, options)
  const unknown = unknownNames(simulation, policy)
  if (unknown.length > 0) return failure(unknown)
  const log = failureLog()
  const cast = createCast(policy, simulation, { people: options.people, owner: shared[0]?.owner })
  const onTime = (after: number): void => tell(after === 0 ? 'Playing' : `Playing: T+${formatDuration(after)}`)
  const transcript = await simulate({ ...configuration.value, simulation, cast, log, onTime })
  return log.failures.length === 0 ? success(transcript) : failure(log.failures)
}

/** The command line wins over the scenario. */
const withOptions = (
  simulation: Simulation,
  { severity, kind, start, timezone, until }: SimulateOptions,
): Simulation => ({
  ...simulation,
  ...(severity !== undefined && { severity }),
  ...(kind !== undefined && { kind }),
  ...(start !== undefined && { start }),
  ...(timezone !== undefined && { timezone }),
  ...(until !== undefined && { until }),
})

const somethingBroke = 'title: Something is broken\n'

function readScenario({ scenario }: SimulateOptions): Result<Simulation, Refused> {
  const found = scenario === undefined ? success(somethingBroke) : scenarioText(scenario)
  if (!found.ok) return found
  const read = readSimulation(found.value, scenario ?? 'scenario')
  if (read.ok) return read
  return failure(faults({ file: scenario ?? 'scenario', text: found.value, findings: read.error }))
}

function scenarioText(scenario: string): Result<string, Refused> {
  const preset = presetIn(scenario)
  if (preset === undefined)
    return existsSync(scenario) ? success(readTextFile(scenario)) : failure([`There is no file ${scenario}.`])
  return shippedScenarios().includes(preset) ? success(shippedScenario(preset)) : failure([noPreset(preset)])
}

/** What `--config` names; else the scenario's preset, else the repository's own file. None is played only when that is asked for. */
async function readConfiguration({
  config,
  scenario,
  shared,
  withoutFile,
}: SimulateOptions): Promise<Result<SimulatedConfiguration, Refused>> {
  if (withoutFile) return success(noConfiguration())
  const preset = presetIn(config ?? scenario ?? '')
  if (preset !== undefined) {
    if (!isPreset(preset)) return failure([noPreset(preset)])
    return success(await presetConfiguration(preset))
  }
  if (config !== undefined && !existsSync(config)) return failure([`There is no file ${config}.`])
  if (config === undefined && !existsSync(defaultPath)) return failure([nothingHere])
  const texts = readSharedTexts(shared)
  if (!texts.ok) return failure([texts.error])
  const own = await readOwnConfiguration(config ?? defaultPath, texts.value)
  return own.ok ? own : failure(faults(own.error))
}

/** A play of nothing would look as if all were well, in a workflow that begins in the wrong folder. */
const nothingHere =
  `There is no ${defaultPath} here. Run this in the top folder of the repository, or name a file with --config; ` +
  '--without-file plays a repository that has none.'

/** As `firebreak validate` shows them. */
const faults = (faulty: FaultyFile): Refused => findingsAsText(faulty, false)

const presetIn = (name: string): string | undefined => (name.startsWith('preset:') ? name.slice(7) : undefined)

const noPreset = (name: string): string =>
  `There is no preset ${name}; \`firebreak simulate --list\` shows those that there are.`

/** Names of the scenario, or the command line, that the configuration does not know. */
function unknownNames({ severity, kind }: Simulation, policy: SimulatedConfiguration['policy']): Refused {
  const severities = policy.severities.map(({ id }) => id)
  const kinds = Object.keys(policy.kinds)
  return [
    ...(severity === undefined || severities.includes(severity) ? [] : [unknownName('severity', severity, severities)]),
    ...(kind === undefined || kinds.includes(kind) ? [] : [unknownName('kind', kind, kinds)]),
  ]
}

function unknownName(what: string, name: string, known: readonly string[]): string {
  const nearest = didYouMean(name, [...known])
  const remedy = nearest === undefined ? `It has ${known.join(', ') || 'none'}.` : `Did you mean ${nearest}?`
  return `The configuration has no ${what} ${name}. ${remedy}`
}

const ignored = (): void => undefined

/** What the engine logs about a play is nobody's news, except that something failed that nobody foresaw. */
function failureLog(): Log & { readonly failures: readonly string[] } {
  const failures: string[] = []
  const error = (fields: object, message: string): void =>
    void failures.push(`Firebreak itself failed: ${message} ${JSON.stringify(fields)}`)
  return { failures, debug: ignored, info: ignored, warn: ignored, error }
}
