import { presetNames } from './presets/presets.ts'
import { type RepositoryTraits, releasePatterns } from './repository-traits.ts'
import { type Cast, castOf, counted, teamCalled, uncalled } from './starter-people.ts'
import { calledBy, roleLines } from './starter-roles.ts'

/** A preset that fits a repository, and why: sentences of ours, in which nothing from outside stands. */
export interface Suggestion {
  readonly preset: string
  readonly because: readonly string[]
}

/** For whom each preset is, as a phrase. */
const meantFor: Readonly<Record<string, string>> = {
  'single-maintainer': 'one or two maintainers who decide fast',
  'maintainer-team': 'three or more maintainers who share emergency authority',
  'response-team': 'an organisation with teams for emergencies and for security',
  committee: 'on-call by turns, and a committee that oversees it',
  'dependency-response': 'vulnerable dependencies, from the alert to the staged roll-out',
  'care-and-learning': 'a community: security, outages, communication, conflicts',
  'incident-response-plan': 'a service with playbooks for each sort of incident',
  production: 'a production environment with three levels of escalation',
}

export const presetIsFor = (preset: string): string => meantFor[preset] ?? ''

/** What freezes the default branch when an emergency is declared; the others freeze when somebody says so. */
const freezing: ReadonlySet<string> = new Set([
  'single-maintainer',
  'maintainer-team',
  'response-team',
  'committee',
  'dependency-response',
])

/** Which preset fits what was found, and why. The first rule that fits counts: the special ones come before the general ones. */
export function suggestPreset(traits: RepositoryTraits): Suggestion {
  const cast = castOf(traits)
  return cast.teams.length > 0 ? forTeams(traits, cast) : forPeople(traits, cast)
}

function forTeams({ environments, hasDependabot }: RepositoryTraits, cast: Cast): Suggestion {
  const operations = teamCalled(cast, /devops|(?:^|-)ops(?:-|$)|sre|platform|infra|reliab/i) !== undefined
  const security = teamCalled(cast, /secur|psirt|appsec/i) !== undefined
  const governs = teamCalled(cast, /committee|council|steering|governance|(?:^|-)tsc(?:-|$)/i) !== undefined
  if (governs && cast.people.length > 2)
    return suggestion('committee', 'A team oversees the project, and there are enough people to be on call by turns.')
  if (operations && environments.some((name) => /^(?:prod|live)/i.test(name)))
    return suggestion('production', 'It is deployed to a production environment, and a team operates it.')
  if (operations && security && hasDependabot)
    return suggestion('dependency-response', 'Dependabot is on, and there are teams for security and for operations.')
  return suggestion(
    'response-team',
    security
      ? 'It belongs to an organisation with teams, one of them for security.'
      : 'It belongs to an organisation whose teams work on it.',
  )
}

function forPeople({ mergers, isPublic }: RepositoryTraits, { people }: Cast): Suggestion {
  const most = Math.max(mergers, people.length)
  if (most > 2 && people.length > 2)
    return suggestion('maintainer-team', `${counted(most)} people could be seen who may merge.`)
  // The procedure for teams takes no effect before three are named.
  if (isPublic && most > 2) return people.length === 0 ? noneNamed(most) : fewNamed(most)
  if (people.length > 0 && most === 2)
    return suggestion(
      'single-maintainer',
      'Two people may merge. The procedure for teams asks for two approvals beside the author’s, which two people cannot give.',
    )
  if (people.length === 1) return suggestion('single-maintainer', 'One person may merge.')
  return suggestion(
    'single-maintainer',
    isPublic && most > 0
      ? `${most === 1 ? 'One person' : 'Two people'} may merge, whom a public file need not name: please write down who is called.`
      : 'Nobody could be seen who may merge: please write down who is called.',
  )
}

const noneNamed = (mergers: number): Suggestion =>
  suggestion(
    'maintainer-team',
    `${counted(mergers)} people could be seen who may merge. Anybody can read this, so none of them is named: please write down who is called.`,
  )

const fewNamed = (mergers: number): Suggestion =>
  suggestion(
    'single-maintainer',
    `${counted(mergers)} people could be seen who may merge. Anybody can read this, so only the owner and the code owners are named, and they are fewer than three. When three or more are written down, maintainer-team fits.`,
  )

const suggestion = (preset: string, reason: string): Suggestion => ({ preset, because: [reason] })

/**
 * A `.github/incident.yml` to begin with, in which whoever may be called is filled in.
 * @param comments false: the same without explanations, for where there is little space
 */
export function starterFile(preset: string, traits: RepositoryTraits, { comments = true } = {}): string {
  const parts = [
    '# What happens here in an emergency. It counts from the moment it is on the default branch.\nversion: 1\n',
    `${about(preset)}\nextends: firebreak:${preset}\n`,
    rolesFor(preset, traits),
    beginning,
    ...freezeOf(preset, traits),
  ]
  const text = `${parts.join('\n').trimEnd()}\n`
  return comments ? text : withoutComments(text)
}

function rolesFor(preset: string, traits: RepositoryTraits): string {
  const cast = castOf(traits)
  const roles = roleLines(preset, cast)
  const who = '# Who is called, and whose approval counts: "@login" or "@organisation/team".\n'
  // Two approvals are asked for beside the author's.
  const example = preset === 'maintainer-team' ? '["@you", "@another", "@third"]' : '["@you"]'
  if (roles.length === 0) return `${who}# roles:\n#   maintainers: ${example}\n`
  const others = uncalled(traits, calledBy(preset, cast)) > 0 ? `${notAll}\n` : ''
  return `${who}${others}roles:\n${roles.join('\n')}\n`
}

const notAll = '# Not everybody who may merge is filled in: add whoever else is to be called.'

function about(preset: string): string {
  const others = presetNames.filter((name) => name !== preset).join(', ')
  return `# The procedure to begin with, for ${presetIsFor(preset)}.\n# Others: ${others}.`
}

const beginning = `\
# An emergency begins with an issue whose title begins with such words, or that has such a label. To change them, take the # away:
# detection:
#   title-prefixes: ["[EMERGENCY]"]
#   labels: [emergency]
`

function freezeOf(preset: string, { releaseBranches }: RepositoryTraits): readonly string[] {
  const releases = releasePatterns.filter((pattern) => releaseBranches.includes(pattern))
  const branches = ['~DEFAULT_BRANCH', ...releases].map((each) => JSON.stringify(each)).join(', ')
  const lines = `freeze:\n  branches: [${branches}]\n`
  if (freezing.has(preset))
    return [
      `# Branches that take hotfixes alone while an emergency is on. To hold nothing back, write a scale of your own with\n# \`freeze: false\` in each of its \`severities\`.\n${lines}`,
    ]
  return [`# Nothing is frozen until somebody says \`/incident freeze\`; these branches are then.\n${lines}`]
}

const withoutComments = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !line.startsWith('#') && line !== '')
    .join('\n')
    .concat('\n')
