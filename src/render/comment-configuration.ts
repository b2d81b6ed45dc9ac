import { neutralCode } from '../lib/markdown-neutral.ts'
import { problemList } from './problem.ts'
import type { Sayings } from './saying.ts'
import { count, paragraphs } from './words.ts'

/** The one issue that reports a broken configuration on the default branch. */
export const configurationComments: Sayings<'ConfigIssue' | 'ConfigFixed'> = {
  ConfigIssue: ({ message }) => {
    const errors = message.problems.filter(({ severity }) => severity === 'error').length
    return paragraphs(
      `\`.github/incident.yml\` has ${count(errors, 'error')}${version(message.sha)} and does not take effect.`,
      '**Meanwhile the last valid version stays in force.** If there never was one, emergencies are still noticed, with the built-in card and checklists: nobody is mentioned and nothing is frozen.',
      problemList(message.problems),
      'Mend it in a pull request: the check `firebreak/config` says there whether it is right. This issue closes by itself when the file on the default branch is valid.',
    )
  },
  ConfigFixed: ({ message }) =>
    `\`.github/incident.yml\` is valid again${version(message.sha)} and takes effect. Incidents that are open keep the version they were declared under.`,
}

const version = (sha: string): string => (sha === '' ? '' : ` (version ${neutralCode(sha.slice(0, 7))})`)
