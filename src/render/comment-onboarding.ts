import type { InForce } from '../incident/onboarding.ts'
import type { Survey } from '../incident/survey.ts'
import { neutral, neutralCode } from '../lib/markdown-neutral.ts'
import { mostCounted } from '../policy/repository-traits.ts'
import { presetIsFor, starterFile } from '../policy/starter.ts'
import { castOf, counted, uncalled } from '../policy/starter-people.ts'
import { calledBy } from '../policy/starter-roles.ts'
import { fileLink, formLink } from './onboarding-link.ts'
import type { Messages, Sayings } from './saying.ts'
import {
  andList,
  branchList,
  capitalized,
  codeBlock,
  count,
  paragraphs,
  person,
  tableRow,
  unnotified,
} from './words.ts'

type Onboarding = Messages['Onboarding']

/** What is said where the App was installed, before and after there is a configuration. Nobody is mentioned: it calls nobody yet. */
export const onboardingComments: Sayings<'Onboarding' | 'Onboarded'> = {
  Onboarding: ({ message }) =>
    paragraphs(
      'Firebreak is installed here. It runs a repository’s emergency procedure, and it needs to know yours: there is no `.github/incident.yml` yet. **Until one is on the default branch, it holds nothing back and calls nobody.**',
      `## What was found\n\n${found(message)}`,
      `## What is suggested\n\n${suggested(message)}`,
      `## What happens, and what never will\n\n${whatHappens(message)}`,
      `## How to see it before an emergency\n\n${rehearsal}`,
      `## Not now?\n\n${notNow(message)}`,
    ),
  Onboarded: ({ message }) =>
    paragraphs(
      '**Firebreak is configured.** `.github/incident.yml` is valid and on the default branch.',
      `## What is in force now\n\n${inForce(message.inForce)}`,
      `## How to rehearse it\n\n- On your machine: \`firebreak simulate\` plays an emergency through the file, in no time and without GitHub.\n- Here: \`/incident drill NAME\` in any issue, once the file has \`drills\`. A drill calls people, and freezes nothing.`,
      'Later changes are pull requests like any other: the check `firebreak/config` says there what they would change.',
    ),
}

function found({ survey, suggestion: { preset } }: Onboarding): string {
  const called = calledBy(preset, castOf(survey))
  const seen = (names: readonly string[]): string =>
    names.length === 0
      ? 'none that could be seen'
      : andList(names.slice(0, 12).map((name) => neutralCode(name, { max: 100 })))
  const rows = [
    ['Belongs to', survey.owner === 'organization' ? 'an organisation' : 'a person'],
    ['May merge', mergers(survey)],
    ['Would be called', wouldBeCalled(survey, called)],
    ...(survey.owner === 'organization' ? [['Teams', teams(survey, seen)]] : []),
    ['Dependabot', survey.hasDependabot ? 'is on' : 'could not be seen'],
    ['Deployed to', seen(survey.environments)],
    ['Branches of releases', seen(survey.releaseBranches)],
    ['Code owners', survey.hasCodeOwners ? 'are named' : 'are not named: anybody who may merge could change the file'],
  ]
  return ['| | |', '|---|---|', ...rows.map((row) => tableRow(...row))].join('\n')
}

const mergers = ({ mergers: all }: Survey): string =>
  all === 0 ? 'nobody who could be seen' : `${counted(all)} ${all === 1 ? 'person' : 'people'}`

function wouldBeCalled(survey: Survey, called: readonly string[]): string {
  const others = uncalled(survey, called)
  const names = called.length === 0 ? 'nobody yet' : listed(called)
  if (others === 0) return names
  const number = survey.mergers < mostCounted ? `${others}` : `at least ${others}`
  const more = `${number}${called.length === 0 ? '' : ' more'} may merge`
  return `${names}; ${more}${survey.isPublic ? ', who are not named where anybody can read it' : ''}`
}

const mostNames = 12

/** The first dozen, and how many more there are. Nobody is mentioned. */
function listed(members: readonly string[]): string {
  const more = members.length - mostNames
  return more > 0
    ? `${members
        .slice(0, mostNames)
        .map((member) => person(member))
        .join(', ')} and ${more} more`
    : unnotified(members)
}

/** In public only those that stand in a file which everybody can read. */
const teams = ({ teams: all, isPublic }: Survey, seen: (names: readonly string[]) => string): string =>
  isPublic && all.length === 0 ? 'none in CODEOWNERS' : seen(all.map(({ slug }) => slug))

function suggested({ survey, suggestion: { preset, because }, way, form: formText }: Onboarding): string {
  const why = `The procedure \`${preset}\`, which is for ${presetIsFor(preset)}. ${because.map((each) => neutral(each)).join(' ')}`
  const file = `<details>\n<summary>The file</summary>\n\n${codeBlock(starterFile(preset, survey).trimEnd(), 'yaml')}\n\n</details>`
  if (way === 'pull-request')
    return paragraphs(
      why,
      'This pull request adds the file. Change it here as you like, and merge it when it is yours.',
      file,
    )
  const form = formLink(survey, formText)
  return paragraphs(
    why,
    `**[Open the file in GitHub’s editor](${fileLink(preset, survey)})**, filled in. Change what you like, and propose it as a pull request.`,
    form !== undefined &&
      `Afterwards, if you like: [a form by which emergencies are reported](${form}). Its title and label are what begins one.`,
    file,
  )
}

function whatHappens({ inForce: rules, survey, suggestion, today }: Onboarding): string {
  const members = calledBy(suggestion.preset, castOf(survey))
  const people = members.length === 0 ? 'whomever you write down' : listed(members)
  const freezes = rules.severities.some(({ freeze }) => freeze !== undefined)
  return [
    `- **Today**: ${marks(today)} is noticed. It gets a card and checklists. Nobody is mentioned, and nothing is held back.`,
    `- **With the file**: it also calls ${people} on the issue, step by step until somebody answers, ${freezes ? `holds ${heldBranches(rules.branches)} for hotfixes until one is merged, and gives the branches back as they were` : 'and freezes branches when somebody says `/incident freeze`'}. It says on each hotfix what is missing, and opens the post-mortem.`,
    '- **Never** does Firebreak merge, approve or deploy anything, push to a branch of yours, or take a rule of yours away. An administrator can take its freeze away at any time, in the settings or with `/incident thaw`.',
  ].join('\n')
}

function marks({
  titlePrefixes: [prefix = '[EMERGENCY]'],
  labels: [label],
}: Pick<InForce, 'titlePrefixes' | 'labels'>): string {
  const title = `an issue whose title begins with ${neutralCode(prefix, { max: 60 })}`
  return label === undefined ? title : `${title}, or that has the label ${neutralCode(label, { max: 60 })},`
}

const heldBranches = (branches: readonly string[]): string =>
  branchList(branches).replace('`~DEFAULT_BRANCH`', 'the default branch')

const rehearsal = [
  '- On the pull request with the file, the check `firebreak/config` says whether it is valid, and what an emergency would come to: who would be called when, and what would be held.',
  '- On your machine: in your own repository, with a clone of Firebreak beside it, `node ../firebreak/src/cli/firebreak.js simulate` plays one through the file, without GitHub; `init` in place of `simulate` writes the file and the form, if you prefer your own editor.',
].join('\n')

const notNow = ({ way }: Onboarding): string =>
  way === 'pull-request'
    ? 'Close this pull request, and delete its branch. It is not opened again, and nothing else changes: add the file whenever you like.'
    : 'Close this issue. It is not opened again, and nothing else changes: add the file whenever you like. It closes by itself when a valid one is on the default branch.'

function inForce({ severities, branches, ...rest }: InForce): string {
  const shown = severities.slice(0, 12)
  const rows = shown.map(({ id, responders, freeze }) =>
    tableRow(
      neutralCode(id, { max: 60 }),
      andList(responders.map((role) => neutralCode(role, { max: 60 }))),
      freeze === undefined ? 'nothing' : `${heldBranches(branches)} (${neutralCode(freeze)})`,
    ),
  )
  const left = severities.length - shown.length
  return paragraphs(
    `${capitalized(marks(rest))} begins an emergency.`,
    ['| Severity | Calls | Holds back |', '|---|---|---|', ...rows].join('\n'),
    left > 0 && `And ${count(left, 'severity', 'severities')} more.`,
  )
}
