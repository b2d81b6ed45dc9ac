import type { Answer, Answers, Question } from './question.ts'
import type { Thread } from './repository.ts'

/** A question of a decision and what it was answered with. */
export interface AskedFor {
  readonly question: Question
  readonly answer: Answer
}

/** The same as it is kept: names, numbers and counts, and never a file or a text that somebody wrote. */
export interface Asked {
  readonly ask: Question['ask']
  /** Whom or what was asked about; empty where the question says it all. */
  readonly about: string
  readonly answer: string
}

type About = { readonly [Ask in Question['ask']]: (question: Extract<Question, { ask: Ask }>) => string }
type Told = { readonly [Ask in keyof Answers]: (value: Answers[Ask]) => string }

const number = ({ number }: { readonly number: number }): string => `#${number}`
const nothing = (): string => ''

const about: About = {
  permission: ({ login }) => login,
  membership: ({ login, team }) => `${login} in ${team}`,
  issue: number,
  'pull-request': number,
  reviews: number,
  files: number,
  'open-pull-requests': nothing,
  'pull-requests-with-commit': ({ sha }) => sha.slice(0, 7),
  'repository-file': ({ path }) => path,
  'merge-group': ({ sha, baseBranch }) => `${sha.slice(0, 7)} for ${baseBranch}`,
  'configuration-at': ({ sha }) => sha.slice(0, 7),
  'repository-files': ({ pattern }) => pattern,
  'issue-elsewhere': ({ repository, number }) => `${repository}#${number}`,
  'deployed-environments': nothing,
  'open-alerts': ({ ghsa, package: of }) => `${ghsa} in ${of.name}`,
  'effects-asked-for': ({ prefix }) => prefix,
  'kept-state': nothing,
  'command-answered': ({ commentId }) => `comment ${commentId}`,
  whereabouts: number,
  'comment-stands': ({ id }) => `comment ${id}`,
  'freeze-standing': ({ freeze }) => freeze.checkName,
  'own-checks': ({ sha }) => sha.slice(0, 7),
  readiness: nothing,
  channels: ({ wanted }) => listed(wanted.map(({ name }) => name)),
  survey: nothing,
}

const yesOrNo = (holds: boolean): string => (holds ? 'yes' : 'no')
const told = <Value>(value: Value | undefined, say: (known: Value) => string): string =>
  value === undefined ? 'GitHub does not tell' : say(value)
const threads = (some: readonly Pick<Thread, 'number'>[]): string => listed(some.map(({ number }) => `#${number}`))

const mostListed = 12
function listed(names: readonly string[]): string {
  const more = names.length - mostListed
  if (names.length === 0) return 'none'
  return more > 0 ? `${names.slice(0, mostListed).join(', ')} and ${more} more` : names.join(', ')
}

const threadWords = (thread: Thread | undefined): string => {
  if (!thread) return 'not there'
  return `${thread.state}${thread.labels.length > 0 ? `, with ${listed(thread.labels)}` : ''}`
}

const answers: Told = {
  permission: (permission) => permission,
  membership: yesOrNo,
  issue: threadWords,
  'pull-request': (found) => (found?.merged ? 'merged' : threadWords(found)),
  reviews: (reviews) => listed(reviews.map(({ author, state, sha }) => `${author} ${state} at ${sha.slice(0, 7)}`)),
  files: listed,
  'open-pull-requests': threads,
  'pull-requests-with-commit': threads,
  'repository-file': (text) => (text === undefined ? 'not there' : `there, ${text.length} characters`),
  'merge-group': (members) => told(members, (known) => listed(known.map((one) => `#${one}`))),
  'configuration-at': ({ present, problems }) =>
    present ? (problems.length === 0 ? 'valid' : `${problems.length} problem(s)`) : 'no file',
  'repository-files': listed,
  'issue-elsewhere': threadWords,
  'deployed-environments': listed,
  'open-alerts': (alerts) => told(alerts, (known) => `${known.length} open`),
  'effects-asked-for': ({ asked, waiting }) => `${asked} asked for, ${waiting} waiting`,
  'kept-state': ({ incidents, strays }) => `${incidents.length} incident(s), ${strays.length} freeze(s) without one`,
  'command-answered': yesOrNo,
  whereabouts: ({ is }) => is,
  'comment-stands': (stands) => told(stands, yesOrNo),
  'freeze-standing': ({ is, changes }) => (changes.length > 0 ? `${is}: ${listed(changes)}` : is),
  'own-checks': (checks) =>
    told(checks, (known) => listed(known.map(({ name, conclusion = 'under way' }) => `${name} ${conclusion}`))),
  readiness: () => 'looked',
  channels: (probed) => listed(probed.map(({ channel, result }) => `${channel} ${result.state}`)),
  survey: () => 'looked',
}

/** @throws when an answer is one to another question */
export function askedFor({ question, answer }: AskedFor): Asked {
  if (answer.ask !== question.ask) throw new Error(`asked for ${question.ask}, was answered ${answer.ask}`)
  return { ask: question.ask, about: aboutOf(question.ask, question), answer: answerOf(answer.ask, answer.value) }
}

/** The tables are looked up key by key, so that each function is given what is its own. */
const aboutOf = <Ask extends Question['ask']>(ask: Ask, question: Extract<Question, { ask: Ask }>): string =>
  about[ask](question)
const answerOf = <Ask extends keyof Answers>(ask: Ask, value: Answers[Ask]): string => answers[ask](value)
