import { defineCommand } from '../command.ts'

export const explain = defineCommand({
  name: 'explain',
  purpose: 'Operate the server',
  summary: 'says why something was decided about an incident; or who would be told of an emergency now',
  operands: '[OWNER/REPO#N]',
  mostOperands: 1,
  options: {
    decision: { type: 'string', value: 'NUMBER', does: 'one decision of the list, with all that it rests on' },
    last: { type: 'boolean', does: 'the last one' },
    window: { type: 'string', value: 'NAME', does: 'a planned freeze of OWNER/REPO in place of a number' },
    severity: { type: 'string', value: 'ID', does: 'who would be told of an emergency of this severity' },
    kind: { type: 'string', value: 'ID', does: 'and of this kind' },
    at: { type: 'string', value: 'WHEN', does: 'at another moment than now: "Sunday 03:00", or 2026-03-01T03:00' },
    config: {
      ...{ type: 'string', value: 'FILE|preset:NAME|OWNER/REPO' },
      does: '.github/incident.yml unless told otherwise; OWNER/REPO: what the server last read of it',
    },
    shared: {
      ...{ type: 'string', multiple: true, value: 'OWNER/REPO[:PATH]=FILE' },
      does: 'where the text is that the file extends in another repository; can be given for each',
    },
    data: {
      ...{ type: 'string', value: 'DATA_DIR' },
      does: 'the data of the server; without it those of DATABASE_URL, or else of DATA_DIR',
    },
    timezone: { type: 'string', value: 'ZONE', does: 'in which times are shown, such as Europe/London; UTC' },
    format: { type: 'string', value: 'text|json', does: 'json for scripts' },
  },
  about: [
    'The data are only read, also while the server works on them. N is the issue of the incident, or a pull request or a ' +
      'post-mortem that belongs to it. Texts of confidential incidents are among the data: what is shown is for you.',
  ],
  examples: [
    ['firebreak explain acme/shop#12 --data ./data', 'what was decided about this incident?'],
    ['firebreak explain acme/shop#12 --decision 4 --data ./data', 'why was that decided?'],
    ['firebreak explain --severity P0', 'who would be told right now, and who may thaw?'],
    ['firebreak explain --severity P0 --at "Sunday 03:00"', 'who on Sunday night?'],
  ],
  exits: ['shown', undefined, 'not known, or it cannot be read'],
  page: 'docs/explain.md',
  async run(written, surroundings) {
    const { runExplain } = await import('../explain.ts')
    return await runExplain(written, surroundings)
  },
})
