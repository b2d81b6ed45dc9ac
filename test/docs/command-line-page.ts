import { withValue } from '../../src/cli/arguments.ts'
import { type Command, purposes } from '../../src/cli/command.ts'
import { commands } from '../../src/cli/commands.ts'
import { usage } from '../../src/cli/help.ts'

const head = `# The command line

<!-- Written from the table of commands: \`npx vitest run test/docs/command-line.test.ts -u\` writes it anew. -->

After \`npm ci\` in your clone of this repository, \`npx firebreak COMMAND\` runs there. From everywhere else it is
\`node PATH/TO/firebreak/src/cli/firebreak.js COMMAND\`; [getting started](getting-started.md#the-command-line) makes that one word.
\`firebreak help COMMAND\` says what this page says.

## For scripts

| Exit code | Means |
|---|---|
| 0 | done, and all is as it should be |
| 1 | done, and something is not as it should be: it was printed |
| 2 | not done: the command was not understood, something that it needs is missing, or it failed itself |
| 130 | Ctrl-C; 143 when it was told to terminate. Temporary files are removed |

What was asked for is written to the standard output, what is wrong to the standard error. Colours are for terminals; \`NO_COLOR\` switches them off, and
\`FORCE_COLOR\` on in a pipe. What takes longer than a second says so on a terminal, in one line that is gone afterwards. A reader that
has seen enough, such as \`… | head\`, ends it with 0.
`

/** The page about the command line, from what \`firebreak help\` is made of. */
export function renderCommandLinePage(): string {
  const groups = purposes.map((purpose) => ({ purpose, own: commands.filter((one) => one.purpose === purpose) }))
  const sections = groups
    .filter(({ own }) => own.length > 0)
    .map(({ purpose, own }) => `## ${purpose}\n\n${own.map(section).join('\n')}`)
  return `${[head, ...sections].join('\n')}`
}

function section(command: Command): string {
  const { name, summary, about = [], options, examples, exits, page } = command
  const more = page === undefined ? '' : ` More in [${page.replace('docs/', '')}](${page.replace('docs/', '')}).`
  const flags = Object.entries(options).map(([option, known]) => [`\`${withValue(option, known)}\``, known.does])
  const codes = exits.flatMap((meaning, code) => (meaning === undefined ? [] : [[String(code), meaning]]))
  return [
    `### firebreak ${name}`,
    `It ${summary}. ${about.join(' ')}`.trim() + more,
    ['```text', usage(command), '```'].join('\n'),
    ...(flags.length > 0 ? [table(['Option', ''], flags)] : []),
    table(['Exit code', ''], codes),
    ['```sh', ...examples.map(([line, what]) => `${line}   # ${what}`), '```', ''].join('\n'),
  ].join('\n\n')
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')

const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
