import type { Policy } from '../../policy/policy.ts'
import type { Finding } from '../finding.ts'
import { codeOwnerFindings } from './code-owner.ts'
import type { ReadinessFacts, RepositoryFact } from './facts.ts'
import { about, byNumber, judged, named } from './sentences.ts'

const { good, weak, broken, unknown } = about('configuration')

/** Whether there is a procedure at all, and what it refers to. */
export function configurationFindings(policy: Policy, facts: ReadinessFacts): readonly Finding[] {
  return [
    fileFinding(policy),
    ...judged(
      facts.repository,
      (why) => unknown('The settings of the repository', why, { subjects: ['archived', 'issues'] }),
      repositoryFindings,
    ),
    ...codeOwnerFindings(facts),
    ...judged(
      facts.missingFiles,
      (why) => unknown('Whether the files are there that the configuration names', why, { subjects: ['files'] }),
      missing,
    ),
    ...judged(facts.unreachable, (why) => unknown('Whether the App reaches the other repositories', why), unreached),
  ]
}

const theFile = ['the file']

/** Whether a finding is about the file itself: whether it is there, and valid. */
export const isAboutTheFile = ({ topic, subjects }: Finding): boolean =>
  topic === 'configuration' && subjects?.includes('the file') === true

function fileFinding({ origin, severities }: Policy): Finding {
  switch (origin) {
    case 'file':
      return good(
        `The configuration on the default branch is valid; it has ${named(severities.map(({ id }) => id))}.`,
        { subjects: theFile },
      )
    case 'no-file':
      return broken('There is no .github/incident.yml on the default branch.', {
        subjects: theFile,
        emergency: 'An emergency gets a card and a list; nobody is called, and nothing is frozen.',
        remedy:
          "Write one: firebreak init suggests it, getting-started.md of Firebreak's documentation takes ten minutes.",
      })
    case 'broken-file':
      return broken('.github/incident.yml on the default branch has errors.', {
        subjects: theFile,
        emergency:
          'The last valid version counts. Where the server knows none, nobody is called, and nothing is frozen.',
        remedy: 'Run firebreak validate, and correct what it names.',
      })
  }
}

function repositoryFindings({ archived, hasIssues }: RepositoryFact): readonly Finding[] {
  return [
    ...(archived
      ? [
          broken('The repository is archived.', {
            subjects: ['archived'],
            emergency: 'GitHub takes no changes here: no card, no comment, no freeze.',
            remedy: 'Unarchive it under Settings → General → Danger Zone, if it is still in use.',
          }),
        ]
      : []),
    ...(hasIssues
      ? []
      : [
          broken('Issues are switched off here.', {
            subjects: ['issues'],
            emergency: 'Nobody can declare an emergency but on a pull request, and no post-mortem can be opened.',
            remedy: 'Tick Settings → General → Features → Issues.',
          }),
        ]),
  ]
}

function missing(files: readonly string[]): readonly Finding[] {
  return files.map((file) =>
    weak(`The configuration names ${file}, and there is no such file on the default branch.`, {
      emergency: 'What it was to say is left out, and the incident says that it is missing.',
      remedy: `Add ${file}, or take it out of .github/incident.yml.`,
    }),
  )
}

function unreached(repositories: readonly string[]): readonly Finding[] {
  if (repositories.length === 0) return []
  return [
    broken(`The App cannot open issues in ${named(repositories)}.`, {
      subjects: repositories,
      emergency: `What the configuration sends there finds no place; ${byNumber(repositories, 'it is', 'they are')} not reached.`,
      remedy: 'An owner installs the App there too, with the same installation: Settings → GitHub Apps → Configure.',
    }),
  ]
}
