import { defineCommand } from '../command.ts'

export const validate = defineCommand({
  name: 'validate',
  purpose: 'Write and check your configuration',
  summary: 'checks .github/incident.yml, or another file, as the server does, without the server',
  operands: '[FILE | -]',
  mostOperands: 1,
  options: {
    format: { type: 'string', value: 'text|json|github|sarif', does: 'how findings are written; text for people' },
    shared: {
      ...{ type: 'string', multiple: true, value: 'OWNER/REPO[:PATH]=FILE' },
      does: 'where the text is that it extends in another repository; can be given for each',
    },
    strict: { type: 'boolean', does: 'warnings fail, too' },
  },
  about: ['FILE is .github/incident.yml unless told otherwise; - is what is piped in.'],
  examples: [
    ['firebreak validate', 'the file of the repository that you are in'],
    ['git show topic:.github/incident.yml | firebreak validate -', 'the file of another branch'],
    ['firebreak validate --strict --format github', 'in a workflow: findings stand beside their lines'],
  ],
  exits: ['valid, perhaps with warnings', 'errors; with --strict warnings, too', 'the file cannot be read'],
  page: 'docs/validate.md',
  async run(written, { terminal }) {
    const { runValidate } = await import('../validate/validate.ts')
    return await runValidate(written, terminal)
  },
})
