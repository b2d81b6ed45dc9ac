import { readFileSync } from 'node:fs'
import { messageOf } from '../engine/redact.ts'
import { readChannels, readCredentials } from '../env.ts'
import { connect, findRepository } from '../github/standalone.ts'
import { inOrder } from '../incident/readiness/judge.ts'
import { renderByHandPage } from '../render/by-hand-page.ts'
import { oneOf } from './arguments.ts'
import type { Ending } from './command.ts'
import { asJson } from './doctor/as-json.ts'
import { asMarkdown } from './doctor/as-markdown.ts'
import { asText } from './doctor/as-text.ts'
import { type Examined, examine } from './doctor/examine.ts'
import { findingsIn, isFailing } from './doctor/findings.ts'
import { withProgress } from './progress.ts'
import type { Environment, Terminal } from './terminal.ts'
import { readTextFile } from './text-file.ts'

export interface DoctorOptions {
  /** `OWNER/REPO`. */
  readonly repository: string
  /** A file in the place of the one on the default branch. */
  readonly config?: string | undefined
  readonly format?: string | undefined
  readonly strict?: boolean | undefined
  readonly 'send-test'?: boolean | undefined
  readonly 'by-hand'?: boolean | undefined
  /** Where the settings are read from: the process's variables. */
  readonly environment: Environment
}

const formats = ['text', 'json', 'markdown'] as const

/**
 * Looks at a repository as it stands, and prints what would go wrong in an emergency; or the page for doing it by hand.
 * @returns 0 where nothing would fail, 1 where something would (with `strict`: or is weak), 2 where it could not begin
 */
export async function runDoctor(options: DoctorOptions, terminal: Terminal): Promise<Ending> {
  const format = oneOf('format', options.format ?? 'text', formats)
  if (!format.ok) return { notUnderstood: format.error }
  const settings = readAll(options)
  if (!settings.ok) {
    terminal.printError('firebreak: to look at a repository, the settings of the App are needed:')
    for (const problem of settings.error) terminal.printError(`  - ${problem}`)
    return 2
  }
  try {
    const examined = await withProgress(terminal, (tell) => lookAt(options, settings.value, tell))
    if (typeof examined === 'string') {
      terminal.printError(`firebreak: ${examined}`)
      return 2
    }
    return report(options, { examined, format: format.value }, terminal)
  } catch (error) {
    terminal.printError(`firebreak: ${messageOf(error)}`)
    return 2
  }
}

/** Everything that can be wrong with the settings at once. */
function readAll({ environment }: DoctorOptions) {
  const credentials = readCredentials(environment, (path) => readFileSync(path, 'utf8'))
  const channels = readChannels(environment)
  if (credentials.ok && channels.ok)
    return { ok: true, value: { credentials: credentials.value, grants: channels.value } } as const
  const error = [...(credentials.ok ? [] : credentials.error), ...(channels.ok ? [] : channels.error)]
  return { ok: false, error } as const
}

type Settings = Extract<ReturnType<typeof readAll>, { ok: true }>['value']

/** What was found, or why it could not be looked for. */
async function lookAt(options: DoctorOptions, settings: Settings, tell: (what: string) => void) {
  const [owner = '', name = ''] = options.repository.split('/')
  const { config: path } = options
  const file = path === undefined ? undefined : { path, text: readTextFile(path) }
  tell('Looking for the repository')
  const { clients, self } = await connect(settings.credentials, silent)
  const repository = await findRepository(clients, owner, name)
  if (!repository) return `the App is not installed on ${options.repository}, or there is no such repository.`
  return await examine({
    ...{ clients, self, repository, file, tell, log: silent, grants: settings.grants },
    page: options['send-test'] ? pageOf(settings.credentials.apiUrl, options.repository) : undefined,
  })
}

const pageOf = (apiUrl: string, repository: string): string =>
  `${apiUrl.replace('://api.github.com', '://github.com').replace(/\/api\/v3$/, '')}/${repository}`

interface Reporting {
  readonly examined: Examined
  readonly format: (typeof formats)[number]
}

function report(options: DoctorOptions, { examined, format }: Reporting, terminal: Terminal): number {
  if (options['by-hand']) {
    terminal.print(renderByHandPage(examined).trimEnd())
    return 0
  }
  const findings = inOrder(findingsIn(examined))
  const shown = { repository: options.repository, findings, leftOut: examined.facts.leftOut }
  if (format === 'json') terminal.print(asJson(shown))
  else if (format === 'markdown') terminal.print(asMarkdown(shown))
  else terminal.print(asText(shown, terminal.isTerminal))
  return isFailing(findings, options.strict ?? false) ? 1 : 0
}

/** What the log would say of the calls is in the findings. */
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
