import type { Effect } from './effect.ts'

type Words = { readonly [Type in Effect['type']]: (effect: Extract<Effect, { type: Type }>) => string }

/** A few words, plain text: names and numbers, and nothing that somebody wrote at length. */
const words: Words = {
  SyncCard: ({ thread }) => `the card on #${thread}`,
  SyncLabels: ({ thread, labels }) => `labels of #${thread}: ${labels.map(({ name }) => name).join(', ') || 'none'}`,
  PostComment: ({ thread, message, repository = '' }) => `a comment on ${repository}#${thread}: ${message.type}`,
  React: ({ content, commentId }) => `a reaction to comment ${commentId}: ${content}`,
  ApplyFreeze: ({ mode, branches }) => `a freeze (${mode}) of ${branches.join(', ')}`,
  LiftFreeze: ({ checkName }) => `the end of the freeze of ${checkName}`,
  PublishCheck: ({ name, sha, conclusion }) => `the check ${name} on ${sha.slice(0, 7)}: ${conclusion}`,
  OpenIssue: ({ title, secret, repository }) =>
    `an issue${repository === undefined ? '' : ` in ${repository}`}${secret ? '' : `: ${title}`}`,
  KeepIssue: ({ open, title }) => `the issue “${title}”, ${open ? 'open' : 'closed'}`,
  NotifyChannel: ({ channel, kind, notice }) => `the channel ${channel} (${kind}): ${notice.occasion}`,
  LockThread: ({ thread, locked }) => `#${thread} ${locked ? 'locked' : 'unlocked'}`,
  LimitInteractions: ({ limit }) =>
    limit === undefined ? 'no limit of interactions' : `interactions limited to ${limit}`,
  OpenRevert: ({ pullRequest }) => `a pull request that takes #${pullRequest} back`,
  OpenAdvisory: ({ severity }) => `a draft security advisory (${severity})`,
  PublishDiscussion: ({ category }) => `a discussion in ${category}`,
  RehearseFreeze: ({ mode, branches }) => `a rehearsal of a freeze (${mode}) of ${branches.join(', ')}`,
  EndRehearsal: ({ number }) => `the end of the rehearsal of #${number}`,
  ForecastConfiguration: ({ sha }) => `what the configuration at ${sha.slice(0, 7)} would change`,
  ProposeConfiguration: ({ branch }) => `a pull request from ${branch}`,
  LookAround: ({ questions }) => `a look around, at ${questions.map(({ ask }) => ask).join(' and ')}`,
}

/** The table is looked up type by type, so that each function is given its own effect. */
const wordsOf = <Type extends Effect['type']>(type: Type, effect: Extract<Effect, { type: Type }>): string =>
  words[type](effect)

/** What an effect is to bring about, for people who ask why it was asked for. Plain text on one line. */
export const effectWords = (effect: Effect): string => wordsOf(effect.type, effect)
