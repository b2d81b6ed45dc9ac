import { didYouMean } from '../../lib/did-you-mean.ts'
import { defineCommand } from '../command.ts'

const pages: ReadonlyMap<string, () => Promise<string>> = new Map([
  ['configuration', async () => (await import('../../policy/reference.ts')).renderReference()],
  ['commands', async () => (await import('../../render/commands-reference.ts')).renderCommandsReference()],
])

export const reference = defineCommand({
  name: 'reference',
  purpose: 'Write and check your configuration',
  summary: 'prints every key of .github/incident.yml, or every command for people on GitHub',
  operands: 'configuration|commands',
  leastOperands: 1,
  mostOperands: 1,
  options: {},
  examples: [['firebreak reference configuration | less', 'every key with its meaning, its form and its default']],
  exits: ['printed', undefined, 'there is no such page'],
  page: 'docs/configuration.md',
  async run({ positionals: [name = ''] }, { terminal }) {
    const page = pages.get(name)
    const nearest = didYouMean(name, [...pages.keys()]) ?? [...pages.keys()].join(' or ')
    if (!page) return { notUnderstood: `there is no page "${name}". Did you mean ${nearest}?` }
    terminal.print((await page()).trimEnd())
    return 0
  },
})
