import { defineCommand } from '../command.ts'

export const simulate = defineCommand({
  name: 'simulate',
  purpose: 'Rehearse an emergency',
  summary: 'plays an emergency through your configuration, in no time and without GitHub',
  operands: '[SCENARIO]',
  mostOperands: 1,
  options: {
    config: { type: 'string', value: 'FILE', does: '.github/incident.yml unless told otherwise, or preset:NAME' },
    'without-file': { type: 'boolean', does: 'plays a repository that has no configuration' },
    severity: { type: 'string', value: 'ID', does: 'how bad it is' },
    kind: { type: 'string', value: 'ID', does: 'what kind of emergency it is' },
    at: { type: 'string', value: 'WHEN', does: 'when it begins: "Sunday 03:00", or 2026-03-01T03:00' },
    timezone: { type: 'string', value: 'ZONE', does: 'whose clock that is, such as Europe/London' },
    until: { type: 'string', value: 'DURATION', does: 'how long it goes on, such as 8h or 3d' },
    shared: {
      ...{ type: 'string', multiple: true, value: 'OWNER/REPO[:PATH]=FILE' },
      does: 'where the text is that it extends in another repository; can be given for each',
    },
    people: { type: 'string', value: 'LOGIN=PERMISSION,…', does: 'what people may do, such as ana=admin,ben=write' },
    format: { type: 'string', value: 'text|json|markdown|mermaid', does: 'how the transcript is written' },
    list: { type: 'boolean', does: 'shows the scenarios that come with Firebreak' },
  },
  about: [
    'The transcript says who is told what when and through which channel, what is frozen and who could merge nevertheless, and ' +
      'what is missed. SCENARIO is a file, or preset:NAME; without one, somebody reports and nobody answers. Nothing leaves ' +
      'the machine, and the same files print the same to the letter.',
  ],
  examples: [
    ['firebreak simulate --severity P0 --at "Sunday 03:00"', 'who is woken, when nobody looks?'],
    ['firebreak simulate preset:single-maintainer', "a preset's own scenario"],
    ['firebreak simulate checkout.yml | diff checkout.txt -', 'in a test: has the procedure changed?'],
  ],
  exits: ['played', 'something that the scenario expects did not come true', 'it cannot be played'],
  page: 'docs/rehearsal.md',
  async run(written, { terminal }) {
    const { runSimulate } = await import('../simulate.ts')
    return await runSimulate(written, terminal)
  },
})
