import { repositoryIn } from '../arguments.ts'
import { defineCommand } from '../command.ts'

export const thaw = defineCommand({
  name: 'thaw',
  purpose: 'When the server is down',
  summary: 'lifts every freeze of the App in a repository, without the server and its database',
  operands: 'OWNER/REPO',
  leastOperands: 1,
  mostOperands: 1,
  options: {
    all: { type: 'boolean', isRequired: true, does: 'all of them; to be written, so that nobody does it by accident' },
    'dry-run': { type: 'boolean', does: 'shows what would be lifted, and changes nothing' },
  },
  about: ['Needs the settings of the App: APP_ID, and PRIVATE_KEY or PRIVATE_KEY_PATH. It can be run again.'],
  examples: [
    ['firebreak thaw --all acme/shop --dry-run', 'what is frozen there?'],
    ['firebreak thaw --all acme/shop', 'give the branches back'],
  ],
  exits: [
    'nothing of a freeze is left there; with --dry-run: nothing stands',
    'something is left, and named; with --dry-run: something stands',
    'settings are missing, or the App is not installed there',
  ],
  page: 'docs/operations.md',
  async run({ values, positionals: [written = ''] }, { terminal, environment }) {
    const repository = repositoryIn(written)
    if (!repository.ok) return { notUnderstood: repository.error }
    const { runThaw } = await import('../thaw.ts')
    return await runThaw({ repository: repository.value, dryRun: values['dry-run'] ?? false, environment }, terminal)
  },
})
