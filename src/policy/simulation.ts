import { DateTime } from 'luxon'
import { momentOf } from '../lib/local-time.ts'
import { failure, type Result, success } from '../lib/result.ts'
import { explainAll } from './check-shape.ts'
import { type DocumentNode, spanAt, toValue } from './document.ts'
import { parseDocument } from './parse-document.ts'
import { oneOf, type Problem, problem, sortProblems } from './problem.ts'
import { acts, type Beginning, type SimulationFile, type SimulationStep, simulation } from './schema/simulation.ts'

export type ActName = keyof typeof acts

/** One thing that happens, `at` so many milliseconds after the beginning. */
export interface PlannedStep extends Omit<SimulationStep, 'at'> {
  readonly at: number
  /** What somebody does; undefined: something is only expected. */
  readonly act: ActName | undefined
}

export interface Simulation extends Omit<SimulationFile, 'steps'> {
  readonly steps: readonly PlannedStep[]
}

/**
 * Reads a scenario that `firebreak simulate` plays. Each drill's scenario is one as well.
 * @param file the name that positions carry
 * @returns the scenario, or every problem with its position
 */
export function readSimulation(text: string, file: string): Result<Simulation, Problem[]> {
  const document = parseDocument(text, file)
  if (!document.ok) return document
  const root = document.value
  const parsed = simulation.safeParse(toValue(root))
  if (!parsed.success) return failure(sortProblems(explainAll(parsed.error, root, simulation), [file]))
  const { steps, problems } = plan(parsed.data, root)
  return problems.length > 0 ? failure(problems) : success({ ...parsed.data, steps })
}

interface Plan {
  readonly steps: readonly PlannedStep[]
  readonly problems: Problem[]
}

const actNames = Object.keys(acts).filter((name): name is ActName => Object.hasOwn(acts, name))

function plan({ steps, until = Number.POSITIVE_INFINITY }: SimulationFile, root: DocumentNode): Plan {
  const problems: Problem[] = []
  let now = 0
  const planned = steps.map((step, index): PlannedStep => {
    const path = ['steps', index]
    const found = actNames.filter((name) => step[name] !== undefined)
    const [act] = found
    if (found.length > 1) problems.push(several(root, path, found))
    if (act === undefined && step.expect === undefined) problems.push(nothing(root, path))
    if (act !== undefined && act !== 'alert' && step.by === undefined) problems.push(nobody(root, path, act))
    if (step.at !== undefined && step.at < now) problems.push(tooEarly(root, path))
    now = Math.max(now, step.at ?? now)
    if (now > until) problems.push(tooLate(root, path))
    return { ...step, at: now, act }
  })
  return { steps: planned, problems }
}

type Path = readonly (string | number)[]

const several = (root: DocumentNode, path: Path, found: readonly string[]): Problem =>
  problem({
    at: spanAt(root, path),
    path,
    found: `several things at once (${oneOf(found).replace(/ or /, ' and ')})`,
    expected: 'one',
    remedy: 'Write a step for each; without `at` they happen together.',
  })

const nothing = (root: DocumentNode, path: Path): Problem =>
  problem({
    at: spanAt(root, path),
    path,
    found: 'without anything to do',
    expected: `${oneOf(actNames)}, or \`expect\``,
  })

const nobody = (root: DocumentNode, path: Path, act: string): Problem =>
  problem({
    at: spanAt(root, path),
    path: [...path, 'by'],
    found: 'missing',
    expected: `who does it (\`${act}\`): a login, or the name of a role`,
  })

const tooEarly = (root: DocumentNode, path: Path): Problem =>
  problem({
    at: spanAt(root, [...path, 'at']),
    path: [...path, 'at'],
    found: 'earlier than the step before',
    expected: 'steps in the order in which they happen',
  })

const tooLate = (root: DocumentNode, path: Path): Problem =>
  problem({
    at: spanAt(root, [...path, 'at']),
    path: [...path, 'at'],
    found: 'later than the end of the scenario',
    expected: 'a step that is played: `until` says how long it goes on',
  })

/** A Monday. Weekdays are counted from here, so that the same scenario is the same on every day it is played. */
const fixedWeek = { year: 2026, month: 1, day: 5 }

/** The moment at which a simulation begins, in epoch milliseconds; `Monday 09:00` where nothing is said. */
export function momentOfBeginning(beginning: Beginning | undefined, timezone: string): number {
  const begins = beginning ?? { type: 'weekday', weekday: 1, minutes: 9 * 60 }
  if (begins.type === 'local') return momentOf(begins.at, timezone)
  const day = DateTime.fromObject(fixedWeek, { zone: 'UTC' }).plus({ days: begins.weekday - 1 })
  return momentOf(day.plus({ minutes: begins.minutes }).toFormat("yyyy-MM-dd'T'HH:mm"), timezone)
}
