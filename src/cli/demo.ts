import { furnish, play, repositoryName } from './demo-scenario.ts'
import { raiseStage, type Stage } from './demo-stage.ts'
import { Transcript } from './demo-transcript.ts'
import type { Terminal } from './terminal.ts'

export interface DemoOptions {
  readonly terminal: Terminal
  /** Goes on serving when the play is over, until the process is ended. */
  readonly keepServing: boolean
}

const monday = Date.parse('2026-03-02T08:53:00Z')

/**
 * Plays an emergency on GitHub's stand-in with the real application, over HTTP with signed webhooks, and prints what
 * people see.
 * @returns 0 when everything turned out as it should, 1 otherwise
 */
export async function runDemo({ terminal, keepServing }: DemoOptions): Promise<number> {
  const stage = await raiseStage(monday, furnish, terminal)
  terminal.print(
    `Firebreak plays an emergency in ${repositoryName}. GitHub is a stand-in, hours are virtual, the rest is real.`,
  )
  const transcript = new Transcript(terminal, stage.github.repository(repositoryName), () => stage.clock.now())
  const failures = await play(stage, transcript)
  const { requests, deliveries } = stage.github
  terminal.print('')
  terminal.print(`Over. GitHub sent ${deliveries.length} signed webhooks and was asked ${requests.length} times.`)
  for (const failure of failures) terminal.printError(`This did not come true: ${failure}.`)
  if (keepServing) await serveOn(stage, terminal)
  else await stage.close()
  return failures.length === 0 ? 0 : 1
}

/** From here on the virtual clock keeps pace with the real one. Never resolves: the process is ended from outside. */
async function serveOn(stage: Stage, terminal: Terminal): Promise<void> {
  terminal.print('')
  terminal.print(`The stand-in goes on at ${stage.apiUrl} (${stage.apiUrl}/repos/${repositoryName}/issues),`)
  terminal.print(`the application at ${stage.appUrl} (${stage.appUrl}/readyz). End with Ctrl-C.`)
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 1000))
    await stage.clock.advance(1000, () => stage.settle())
  }
}
