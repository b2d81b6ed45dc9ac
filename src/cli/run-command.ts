import { renderConfigurationSchema } from '../policy/json-schema.ts'
import { renderReference } from '../policy/reference.ts'
import { renderCommandsReference } from '../render/commands-reference.ts'
import { runDb } from './db.ts'
import { runDemo } from './demo.ts'
import { runSimulate } from './simulate.ts'
import type { Terminal } from './terminal.ts'
import { runThaw, type ThawOptions } from './thaw.ts'
import { runValidate } from './validate/validate.ts'

const help = `firebreak: a repository's emergency procedure, run on GitHub

  firebreak validate [FILE | -] [--format text|json|github|sarif] [--strict]
                             checks .github/incident.yml, or FILE, as the server does, without the server;
                             --strict: warnings fail too. Exit code 0 valid, 1 not, 2 not readable
  firebreak schema           the JSON schema of .github/incident.yml, for editors
  firebreak demo [--serve]   a whole emergency on a stand-in of GitHub, without credentials;
                             --serve keeps both running afterwards
  firebreak simulate [SCENARIO] [--config FILE] [--severity ID] [--kind ID] [--at WHEN] [--timezone ZONE]
                     [--until DURATION] [--people alice=admin,bob=write] [--format text|json|markdown|mermaid]
                             plays an emergency through your configuration, in no time and without GitHub: who is told
                             what when, what is frozen, who could merge, what is missed. SCENARIO is a file, or
                             preset:NAME (--list shows them); without one, somebody reports and nobody answers.
                             --at "Sunday 03:00"; --config is .github/incident.yml unless told otherwise
  firebreak reference configuration|commands
                             every key of .github/incident.yml, or every /incident command
  firebreak thaw --all OWNER/REPO [--dry-run]
                             lifts every freeze of the App there, without the server and its database;
                             needs APP_ID and PRIVATE_KEY (or PRIVATE_KEY_PATH)
  firebreak db copy --from DATA_DIR --to DATABASE_URL
                             moves the data of a stopped server into an empty PostgreSQL
  firebreak db backup --from DATA_DIR --to FILE
                             writes a back-up, also while the server runs
  firebreak db restored --data DATA_DIR
                             to be run before the start on data that was put back in another way;
                             without --data on DATABASE_URL
  firebreak help             this text

The server itself is started with \`npm start\`; its settings are in docs/operations.md.`

/** What is printed as it is, by the words that ask for it. */
const pages: ReadonlyMap<string, () => string> = new Map([
  ['reference configuration', renderReference],
  ['reference commands', renderCommandsReference],
  ['schema', () => renderConfigurationSchema().trimEnd()],
])

/**
 * Runs one command of the command line.
 * @param environment variables with the App's settings, for commands that speak to GitHub
 * @returns the exit code: 0 done, 1 something did not go as it should, 2 the command or what it names was not understood
 */
export async function runCommand(
  args: readonly string[],
  terminal: Terminal,
  environment: ThawOptions['environment'] = {},
): Promise<number> {
  const [name, ...rest] = args
  if (name === 'demo' && rest.every((flag) => flag === '--serve'))
    return await runDemo({ terminal, keepServing: rest.includes('--serve') })
  if (name === 'validate') return await runValidate(rest, terminal)
  if (name === 'simulate') return await runSimulate(rest, terminal)
  const thaw = name === 'thaw' ? thawArguments(rest) : undefined
  if (thaw) return await runThaw({ ...thaw, environment }, terminal)
  const done = name === 'db' ? await runDb(rest, terminal, environment) : undefined
  if (done !== undefined) return done
  const page = pages.get(args.join(' '))
  if (page) {
    terminal.print(page())
    return 0
  }
  const asked = name === undefined || name === 'help' || name === '--help'
  if (asked) terminal.print(help)
  else terminal.printError(`firebreak: "${args.join(' ')}" is not understood.\n\n${help}`)
  return asked ? 0 : 2
}

/** `--all OWNER/REPO [--dry-run]`, in any order; undefined: not understood. */
function thawArguments(args: readonly string[]): Pick<ThawOptions, 'repository' | 'dryRun'> | undefined {
  const flags = args.filter((each) => each.startsWith('--'))
  const [repository, ...more] = args.filter((each) => !each.startsWith('--'))
  const isUnderstood = flags.includes('--all') && flags.every((flag) => flag === '--all' || flag === '--dry-run')
  if (!isUnderstood || more.length > 0 || !/^[\w.-]+\/[\w.-]+$/u.test(repository ?? '')) return undefined
  return { repository: repository ?? '', dryRun: flags.includes('--dry-run') }
}
