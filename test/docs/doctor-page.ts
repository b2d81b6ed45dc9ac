import { asText } from '../../src/cli/doctor/as-text.ts'
import { type Finding, type FindingTopic, findingTopics } from '../../src/incident/finding.ts'
import { findingsOf, inOrder } from '../../src/incident/readiness/judge.ts'
import { topicHeadings } from '../../src/render/finding-words.ts'
import { healthy, known } from '../incident/readiness/facts.ts'
import { ci, now, onBranch, policy, troubles } from '../incident/readiness/troubles.ts'

const head = `# Would it work today?

<!-- Written from what the tests find: \`npx vitest run test/docs/doctor.test.ts -u\` writes it anew. -->

\`firebreak doctor\` looks at a repository before the emergency and says what would go wrong in one, why that matters, and what to do. It changes
nothing. The same look can be taken each day, with one issue that tells of it: \`readiness: { dashboard: true }\` in \`.github/incident.yml\`.

- [Ask](#ask)
- [In a workflow](#in-a-workflow)
- [What is looked at](#what-is-looked-at)
- [What it finds](#what-it-finds)
- [Each day](#each-day)
- [By hand](#by-hand)

## Ask

It needs the settings of the App and nothing of the server: \`APP_ID\` and \`PRIVATE_KEY\` (or \`PRIVATE_KEY_PATH\`). To try channels, it also needs
\`CHANNEL_GRANTS\` and the addresses, as the server has them.

\`\`\`sh
npx firebreak doctor acme/shop                     # the configuration on the default branch
npx firebreak doctor acme/shop --config new.yml    # would it work with this one?
npx firebreak doctor acme/shop --send-test         # people get a message that says that it is a test
\`\`\`

\`\`\`text
`

const afterSample = `
\`\`\`

| | |
|---|---|
| FAILS | Something would not work in an emergency |
| weak | It would work, and worse than it is meant to |
| unseen | It could not be looked at; the line says why |
| good | All is well |

| Exit code | Meaning |
|---|---|
| 0 | nothing is known that would fail; perhaps something is weak |
| 1 | something would fail; with \`--strict\`: something is weak |
| 2 | settings are missing, the App is not installed there, or GitHub could not be asked |

\`--format json\` is for scripts: \`broken\`, \`weak\`, \`unknown\` and \`good\` are counts, \`findings\` has \`topic\`, \`level\`, \`seen\`, and where there is something to
do \`emergency\` and \`remedy\`. \`--format markdown\` is for an issue, or the summary of a workflow.

## In a workflow

Whoever has the App's private key is the App. So this belongs into a private repository that few people may change, with the key in an environment that
only its default branch may use, never beside the code that it is about. What is written to the summary is for whoever may read that repository.

\`\`\`yml
on: { schedule: [{ cron: '17 6 * * 1' }] }
permissions: {}
jobs:
  ready:
    runs-on: ubuntu-latest
    environment: firebreak
    env: { APP_ID: '\${{ vars.APP_ID }}', PRIVATE_KEY: '\${{ secrets.PRIVATE_KEY }}' }
    steps:
      - run: |
          git clone --depth 1 ADDRESS-OF-FIREBREAK firebreak && cd firebreak && npm ci --omit=dev
          npx firebreak doctor acme/shop --strict --format markdown >> "$GITHUB_STEP_SUMMARY"
\`\`\`

The step fails with exit code 1 when something would. The daily look of the server needs no key anywhere else; prefer it.

## What is looked at

Some thirty calls of GitHub's where a configuration names a few people and freezes one branch, and at most some two hundred: each branch is four or five
more, each person one or two, each team two. Ten branches are looked at, sixty people and twenty teams. What was left out is said, and where not all were
looked at, nothing is said about all. What GitHub does not show is said too, with the permission that it would take.
`

const looks: Readonly<Record<FindingTopic, string>> = {
  permissions:
    'What the installation was granted, and which events the App hears, against what this configuration needs',
  configuration:
    'Whether the file is there and valid, who is asked before it is changed, files and other repositories that it names; archived, issues switched off',
  freeze: 'Whether rulesets or branch protection can be had, and whether a freeze would hold on each branch',
  bypass:
    'Who administers, who passes the rules that stand, those of the organisation included as far as GitHub shows them',
  checks: 'Checks, reviews and rules of others that a hotfix has to pass too, and whether somebody reports the checks',
  'merge-queue': 'Whether there is one, and whether the App would hear of it',
  rivals: 'Files of tools that set rules: settings bots, Terraform, workflows about branch protection',
  labels: 'Labels that people have to put on themselves',
  people:
    'Whether everybody who is named exists, can see the repository and may do what is asked of them; whether a mention of each team reaches anybody',
  coverage: 'Whether somebody is called at any time of the week, and somebody else after that',
  channels: 'Whether each channel is granted and answers, without a message where that can be known',
  deliveries: "GitHub's log of what it sent to the server, and where it sends it",
  clock: "This machine's clock against GitHub's",
  drills: 'When the last drill was held',
}

const afterLooks = `
A suspended user looks to GitHub's API like any other: that is not seen. Commit statuses are not read either, so a required check that is one counts as
not seen.

## What it finds

Each of these is found in a test. Names are examples.
`

const tail = `
## Each day

With \`readiness: { dashboard: true }\` the server looks by itself and keeps one issue, *Firebreak: readiness*. What it says to whom, when it looks, and how to end it:
[the procedure](procedure.md#would-it-work-today).

Beside the findings it tells who would be called if the worst severity were reported at that moment and nobody answered, and in a private repository how to freeze [by
hand](#by-hand). In a public one, where anybody reads it, it gives of permissions, freezes, who passes the rules, required checks, merge queues, people, deliveries, and of what could
not be seen on GitHub numbers alone.

A finding is the one of yesterday if it is about the same thing, such as a branch, a person or a channel, in whatever words: then nobody hears of it again. A
channel of which nobody answers may answer again: it counts as failing when the next look finds the same.

It is the look above, so it costs as many calls, once a day, within the hour that begins at \`readiness.cron\`, and none while there is an emergency.

## By hand

For the day that the server is down and a hotfix cannot wait:

\`\`\`sh
npx firebreak doctor acme/shop --by-hand > by-hand.md
\`\`\`

prints a page for this very repository: the exact \`gh api\` commands to keep what stands, to freeze the branches that the configuration names, to see
that it holds, to let one hotfix through, to lift the freeze and to compare. It says who may, and how to delete a freeze of Firebreak that stayed.
Where there are no rulesets, it writes out the branch protection that stands, so that it can be given back to the letter.

It is for a shell such as bash or zsh (on Windows: Git Bash). What it leaves out, it names: branches beyond the first ten, what could not be read. It is exact
where no freeze is on while it is made; with branch protection, it says what it took off where one was.

Print it again when rules or branches change, and keep it where you find it when GitHub's Apps are down. A freeze made by hand is nobody's but yours: its
ruleset is called \`Freeze by hand (…\`, and Firebreak, once it is back, leaves it alone.
`

const cell = (text: string): string => text.replace(/[|*]/g, '\\$&')

function findingTable(topic: FindingTopic): string {
  const found = troubles.flatMap(([change]) =>
    findingsOf(policy, { ...healthy(now), ...change }, now).filter(
      (finding) => finding.topic === topic && (finding.level === 'broken' || finding.level === 'weak'),
    ),
  )
  const once = [...new Map(found.map((finding) => [finding.seen, finding])).values()]
  if (once.length === 0) return ''
  const rows = once.map(
    ({ level, seen, emergency = '', remedy = '' }) =>
      `| ${level === 'broken' ? 'FAILS' : 'weak'} | ${cell(seen)} | ${cell(emergency)} | ${cell(remedy)} |`,
  )
  return [
    `\n### ${topicHeadings[topic]}\n`,
    '| | Seen | In an emergency | What to do |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}

/** What the command would print, of a repository in which a few things are wrong. */
function sample(): string {
  const facts = {
    ...healthy(now),
    ...onBranch({ requiredChecks: [ci] }),
    people: known([
      { login: 'alice', permission: 'admin' as const },
      { login: 'bob', permission: 'absent' as const },
      ...['dana', 'erin', 'frank'].map((login) => ({ login, permission: 'write' as const })),
    ]),
  }
  const shown = new Set<Finding['topic']>(['checks', 'people', 'freeze', 'clock'])
  const findings = inOrder(findingsOf(policy, facts, now)).filter(({ topic }) => shown.has(topic))
  return asText({ repository: 'acme/shop', findings, leftOut: [] }, false)
}

/** The page about the doctor, from what the tests find. */
export const renderDoctorPage = (): string =>
  [
    head,
    sample(),
    afterSample,
    '\n| | |\n|---|---|\n',
    findingTopics.map((topic) => `| ${topicHeadings[topic]} | ${looks[topic]} |\n`).join(''),
    afterLooks,
    findingTopics.map(findingTable).join(''),
    '\nChannels are in [channels.md](channels.md#does-it-answer), who is called when in [configuration.md](configuration.md).\n',
    tail,
  ].join('')
