import { defineCommand } from '../command.ts'

export const schema = defineCommand({
  name: 'schema',
  purpose: 'Write and check your configuration',
  summary: 'prints the JSON schema of .github/incident.yml, for editors',
  options: {},
  examples: [['firebreak schema > .github/incident.schema.json', 'beside the file that names it in its first line']],
  exits: ['printed', undefined, 'not understood'],
  page: 'docs/validate.md',
  async run(_written, { terminal }) {
    const { renderConfigurationSchema } = await import('../../policy/json-schema.ts')
    terminal.print(renderConfigurationSchema().trimEnd())
    return 0
  },
})
