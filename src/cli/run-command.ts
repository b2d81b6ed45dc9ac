import { renderReference } from '../policy/reference.ts'
import { renderCommandsReference } from '../render/commands-reference.ts'
import { runDemo } from './demo.ts'
import type { Terminal } from './terminal.ts'

const help = `firebreak: a repository's emergency procedure, run on GitHub

  firebreak demo [--serve]   a whole emergency on a stand-in of GitHub, without credentials;
                             --serve keeps both running afterwards
  firebreak reference configuration|commands
                             every key of .github/incident.yml, or every /incident command
  firebreak help             this text

The server itself is started with \`npm start\`; its settings are in docs/operations.md.`

const pages: ReadonlyMap<string, () => string> = new Map([
  ['configuration', renderReference],
  ['commands', renderCommandsReference],
])

/**
 * Runs one command of the command line.
 * @returns the exit code: 0 done, 1 something did not go as it should, 2 the command was not understood
 */
export async function runCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = args
  if (name === 'demo' && rest.every((flag) => flag === '--serve'))
    return await runDemo({ terminal, keepServing: rest.includes('--serve') })
  const page = name === 'reference' && rest.length === 1 ? pages.get(rest[0] ?? '') : undefined
  if (page) {
    terminal.print(page())
    return 0
  }
  const asked = name === undefined || name === 'help' || name === '--help'
  if (asked) terminal.print(help)
  else terminal.printError(`firebreak: "${args.join(' ')}" is not understood.\n\n${help}`)
  return asked ? 0 : 2
}
