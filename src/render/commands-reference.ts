import { type CommandDescription, commands } from '../incident/commands-table.ts'
import { capitalized, tableRow } from './words.ts'

const introduction = `# Commands

Write a command on a line of its own, in a **new comment** on the incident's issue or pull request, on one of its hotfixes, or on
its post-mortem issue, if that is in the same repository; \`/incident drill\` anywhere in the repository. Up to ten commands in one comment are carried out, from top to bottom.

\`\`\`text
/incident ack
/incident commander me
/incident note 09:40 the alarm came from the payment provider
\`\`\`

Firebreak answers with a reaction: 👍 carried out, 😕 at least one was refused. Each refusal gets a comment that says why, and what to
do instead. What stands in a quote, in code or in an HTML comment is no command. Nor is an edited comment: write a new one.

This page is generated from the table that the commands are read with (\`src/incident/commands-table.ts\`).
`

const whoMay = `## Who may

The last column is the least permission in the repository: \`read\`, \`triage\`, \`write\`, \`maintain\` or \`admin\`. GitHub is asked
for it when the command is carried out.

Two things change it:

- \`commands\` in \`.github/incident.yml\` sets another permission for a command: see
  [configuration.md](configuration.md#commands).
- While an incident goes on, whoever is in a role that it names (its severity's \`responders\`, or somebody whom it mentioned) may
  do what \`triage\` may, with less permission or none.
`

const words = `## Words in capitals

| Word | Write |
|---|---|
| \`ID\` | A severity or a kind of this repository's configuration. A wrong one is answered with those there are. |
| \`@user\` | Somebody with access to the repository, or \`me\`. |
| \`TEXT\`, \`REASON\`, \`SUMMARY\` | Anything, to the end of the line. In square brackets it may be left out. An update goes on over several lines, up to the next command. |
| \`NAME\` | A drill of this repository's configuration. A wrong one is answered with those there are. |
| \`MODE\` | \`hotfix-only\`, \`reviewed\` or \`locked\`. Left out: the mode that is on, else \`hotfix-only\`. |
| \`BRANCH…\` | Branches or patterns, separated by spaces: \`main release/*\`. Left out: those that are frozen, else \`freeze.branches\`. |
| \`DURATION\` | \`30m\`, \`4h\`, \`1h30m\`; at most 30 days. |
| \`HH:MM\` | A time in UTC: the last moment at which a clock showed it. |
| \`#N\`, \`#PR\` | A number, with or without \`#\`, or the address of the issue or pull request. |
`

/** The page about the commands in Markdown. */
export function renderCommandsReference(): string {
  return [introduction, whoMay, section('What there is', commands), words].join('\n')
}

function section(title: string, described: readonly CommandDescription[]): string {
  const rows = described.map(({ usage, summary, permission }) =>
    tableRow(`\`/incident ${usage}\``, capitalized(summary), `\`${permission}\``),
  )
  return [`## ${title}`, '', tableRow('Command', 'What it does', 'Who may'), '|---|---|---|', ...rows, ''].join('\n')
}
