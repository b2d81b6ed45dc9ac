import { defineCommand } from '../command.ts'

export const demo = defineCommand({
  name: 'demo',
  purpose: 'Rehearse an emergency',
  summary: 'plays a whole emergency on a stand-in of GitHub, without credentials',
  options: { serve: { type: 'boolean', does: 'both keep running afterwards, until Ctrl-C' } },
  examples: [['firebreak demo', 'see what an emergency looks like, in seconds']],
  exits: ['everything came true', 'something did not', 'not understood'],
  async run({ values }, { terminal }) {
    const { runDemo } = await import('../demo.ts')
    return await runDemo({ terminal, keepServing: values.serve ?? false })
  },
})
