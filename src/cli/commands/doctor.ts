import { repositoryIn } from '../arguments.ts'
import { defineCommand } from '../command.ts'

export const doctor = defineCommand({
  name: 'doctor',
  purpose: 'Prepare a repository',
  summary: 'says what would go wrong in an emergency in a repository, before there is one',
  operands: 'OWNER/REPO',
  leastOperands: 1,
  mostOperands: 1,
  options: {
    config: {
      type: 'string',
      value: 'FILE',
      does: 'judges this configuration, in place of the one on the default branch',
    },
    format: { type: 'string', value: 'text|json|markdown', does: 'how findings are written; text for people' },
    strict: { type: 'boolean', does: 'what is weak fails, too' },
    'send-test': { type: 'boolean', does: 'sends a test message through each channel; people get it' },
    'by-hand': { type: 'boolean', does: 'prints the commands to freeze and lift this repository without the App' },
  },
  about: [
    'Looks at permissions, plan, rules, who passes them, other required checks, merge queue, labels, people and teams, channels, ' +
      'deliveries, clocks and drills. It changes nothing.',
    'Needs the settings of the App: APP_ID, and PRIVATE_KEY or PRIVATE_KEY_PATH; for channels CHANNEL_GRANTS and the addresses.',
  ],
  examples: [
    ['firebreak doctor acme/shop', 'are we ready?'],
    ['firebreak doctor acme/shop --config new.yml', 'would we be, with this file?'],
    ['firebreak doctor acme/shop --by-hand > by-hand.md', 'for the drawer: the day that the App is down'],
  ],
  exits: [
    'nothing is known that would fail; perhaps something is weak',
    'something would fail; with --strict: something is weak',
    'settings are missing, the App is not installed there, or GitHub could not be asked',
  ],
  page: 'docs/doctor.md',
  async run(written, { terminal, environment }) {
    const repository = repositoryIn(written.positionals[0] ?? '')
    if (!repository.ok) return { notUnderstood: repository.error }
    const { runDoctor } = await import('../doctor.ts')
    return await runDoctor({ repository: repository.value, ...written.values, environment }, terminal)
  },
})
