import { resolve } from 'node:path'
import { defineCommand } from '../command.ts'

export const init = defineCommand({
  name: 'init',
  purpose: 'Write and check your configuration',
  summary: 'writes a first .github/incident.yml, and the form by which emergencies are reported',
  options: {
    preset: { type: 'string', value: 'NAME', does: 'the procedure to begin with; one that fits unless told otherwise' },
    maintainer: {
      ...{ type: 'string', multiple: true, value: '@YOU|@ORG/TEAM' },
      does: 'who is called; can be given for each. Else the code owners, or the owner of the repository',
    },
    force: { type: 'boolean', does: 'puts new files in the place of old ones' },
  },
  about: [
    'Run it in the repository that it is for. What is there already stays, unless --force is given. It asks nobody and uses no network: who is called is read from the address of the remote and from CODEOWNERS.',
  ],
  examples: [
    ['firebreak init', 'a file to begin with, for the repository that you are in'],
    ['firebreak init --maintainer @you', 'for one maintainer'],
    [
      'firebreak init --preset maintainer-team --maintainer @you --maintainer @another --maintainer @third',
      'for three',
    ],
  ],
  exits: [
    'both files are written',
    'a file was there and stayed, the preset wants more people, or somebody named cannot be called',
    'it could not begin, or a file cannot be written',
  ],
  page: 'docs/onboarding.md',
  async run({ values }, { terminal }) {
    const { runInit } = await import('../init/init.ts')
    return await runInit({ ...values, directory: resolve('.') }, terminal)
  },
})
