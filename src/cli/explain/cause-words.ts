import type { Cause } from '../../incident/account-cause.ts'
import { formatDuration } from '../../lib/duration.ts'
import { shortened } from './words.ts'

type Sentence = (cause: Cause) => string

const who = ({ actor = 'somebody' }: Cause): string => actor
const thread = ({ thread: number }: Cause): string => (number === undefined ? 'something' : `#${number}`)
const named = ({ about }: Cause): string => (about ? ` “${about}”` : '')

const changed: Sentence = (cause) => {
  const isLabel = cause.change === 'labelled' || cause.change === 'unlabelled'
  return `${who(cause)} ${cause.change ?? 'changed'} ${thread(cause)}${isLabel && cause.about ? ` (${cause.about})` : ''}`
}

const outcome: Sentence = ({ effect, failure }) => {
  const what = effect?.what ?? 'something'
  return failure === undefined ? `carried out: ${what}` : `given up: ${what}`
}

/** A table, so that a new kind of event does not compile without a sentence. */
const sentences: { readonly [Type in Cause['type']]: Sentence } = {
  IssueChanged: changed,
  PullRequestChanged: changed,
  CommentAdded: (cause) =>
    cause.about
      ? `${who(cause)} wrote ${cause.about} on ${thread(cause)}`
      : `${who(cause)} commented on ${thread(cause)}`,
  CommentEdited: (cause) => `${who(cause)} edited a list on ${thread(cause)}`,
  ReviewChanged: (cause) => `${who(cause)} ${cause.change ?? 'changed'} a review of ${thread(cause)}`,
  BranchPushed: (cause) => `${who(cause)} pushed to ${cause.about}`,
  MergeGroupRequested: ({ about }) => `a merge queue asks about a group for ${about}`,
  CheckRerunRequested: (cause) => `${who(cause)} asked for the check ${cause.about} again`,
  RulesetChanged: (cause) => `${who(cause)} ${cause.change} the ruleset${named(cause)}`,
  ProtectionChanged: (cause) => `${who(cause)} ${cause.change} the protection of ${cause.about}`,
  RepositoryChanged: (cause) => `${who(cause)} changed the repository (${cause.change})`,
  InstallationChanged: (cause) => `the installation was changed (${cause.change})`,
  AlertChanged: (cause) => `an alert was ${cause.change} (${cause.about})`,
  DeploymentChanged: ({ about }) => `a deployment came further: ${about}`,
  PostmortemClosedElsewhere: (cause) => `${who(cause)} closed the post-mortem in another repository`,
  TimerFired: ({ timer }) => `the timer ${shortened(timer?.name ?? '')} was due`,
  EffectSettled: outcome,
  CheckUpDue: ({ about }) =>
    about ? `nothing could be compared with GitHub: ${about}` : 'what is known was compared with GitHub',
  DatabaseLost: () => 'nothing was known of this repository: GitHub was asked what it keeps',
}

/**
 * What happened, in one line. An account may be of a newer program, and tell of what this one does not know.
 * @param at when it was decided, in epoch milliseconds
 */
export function causeWords(cause: Cause, at: number): string {
  const words = Object.hasOwn(sentences, cause.type) ? sentences[cause.type](cause) : cause.type
  const late = cause.timer === undefined ? 0 : at - cause.timer.dueAt
  return late >= 1000 ? `${words}, ${formatDuration(late - (late % 1000))} ago` : words
}
