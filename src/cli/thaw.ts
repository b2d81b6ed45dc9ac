import { readFileSync } from 'node:fs'
import { messageOf } from '../engine/redact.ts'
import { readCredentials } from '../env.ts'
import { Suspended } from '../github/errors.ts'
import { createSealer } from '../github/sealed/sealer.ts'
import { connect, findRepository } from '../github/standalone.ts'
import { planThaw, type Thawing, thawAll } from '../github/thaw-all.ts'
import { withProgress } from './progress.ts'
import type { Environment, Terminal } from './terminal.ts'
import { explainPlan, explainResult, isAllGone } from './thaw-words.ts'

export interface ThawOptions {
  /** `OWNER/REPO`. */
  readonly repository: string
  readonly dryRun: boolean
  /** Where the settings are read from: the process's variables. */
  readonly environment: Environment
  readonly wait?: Thawing['wait']
}

/**
 * Lifts every freeze of this App in a repository, without its server and its database.
 * @returns 0 when it is known that nothing of them is left, or would be; 1 otherwise; 2 where it could not begin
 */
export async function runThaw(options: ThawOptions, terminal: Terminal): Promise<number> {
  const credentials = readCredentials(options.environment, (path) => readFileSync(path, 'utf8'))
  if (!credentials.ok) {
    terminal.printError('firebreak: to lift freezes, the settings of the App are needed:')
    for (const problem of credentials.error) terminal.printError(`  - ${problem}`)
    return 2
  }
  try {
    return await thaw(options, terminal, credentials.value)
  } catch (error) {
    terminal.printError(`firebreak: ${messageOf(error)}`)
    if (!(error instanceof Suspended)) return 1
    terminal.printError(
      '  Nothing was changed that is not named above. An owner can end the suspension, in the settings of the',
    )
    terminal.printError(
      '  organisation or account, under "GitHub Apps"; then run this again. Or an administrator lifts the freeze by',
    )
    terminal.printError('  hand: docs/procedure.md, "The bot is down".')
    return 2
  }
}

type Credentials = Parameters<typeof connect>[0]

async function thaw(options: ThawOptions, terminal: Terminal, credentials: Credentials): Promise<number> {
  const log = printingLog(terminal)
  const { clients, self } = await connect(credentials, log)
  const [owner = '', name = ''] = options.repository.split('/')
  const repository = await findRepository(clients, owner, name)
  if (!repository) {
    terminal.printError(`firebreak: the App is not installed on ${options.repository}, or there is no such repository.`)
    return 2
  }
  const context = { clients, self, log, sealer: createSealer(credentials), now: Date.now }
  const thawing: Thawing = { context, repository, wait: options.wait ?? sleep }
  const plan = await withProgress(terminal, (tell) => {
    tell(`Looking for freezes in ${options.repository}`)
    return planThaw(thawing)
  })
  for (const line of explainPlan(plan, options.dryRun)) terminal.print(line)
  if (options.dryRun) return isAllGone(plan) ? 0 : 1
  const result = await withProgress(terminal, (tell) => {
    tell(`Lifting what was found in ${options.repository}, and reading it back`)
    return thawAll(thawing, plan)
  })
  for (const line of explainResult(repository, result)) terminal.print(line)
  const { left, lifted, unsure } = result
  const isDone = isAllGone({ ...left, freezes: [] }) && lifted.every(({ problem }) => problem === undefined)
  return isDone && unsure.length === 0 ? 0 : 1
}

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Only what somebody at the terminal has to know. */
const printingLog = (terminal: Terminal) => ({
  debug: () => undefined,
  info: () => undefined,
  warn: (_fields: object, message: string) => terminal.printError(`  (${message})`),
  error: (_fields: object, message: string) => terminal.printError(`  (${message})`),
})
