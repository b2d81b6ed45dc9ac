import type { RebuiltMessage } from '../incident/rebuilt.ts'
import type { Sayings } from './saying.ts'
import { timeWords } from './time-words.ts'
import { paragraphs } from './words.ts'

function sinceWords({ declared, frozen }: Extract<RebuiltMessage, { type: 'BegunAnew' }>): string {
  if (frozen !== undefined) return `Its clocks count from ${timeWords(frozen)}, when that freeze was made.`
  return declared === undefined
    ? 'Since when is not known, so its clocks begin now.'
    : `Its clocks count from ${timeWords(declared)}, when this was opened.`
}

/** What is said when the database was lost and GitHub had to tell. */
export const rebuiltComments: Sayings<'Rebuilt' | 'BegunAnew' | 'StrayFreezes'> = {
  Rebuilt: ({ message }) =>
    paragraphs(
      `Firebreak lost its database. **This incident goes on** as it stood at ${timeWords(message.keptAt)}, from what the card above keeps: its clocks, its hotfixes, and its freeze with what stood before.`,
      'What happened after that moment may be missing from the record. A command that was not answered can be given again.',
      message.label === undefined
        ? undefined
        : `**The label \`incident/${message.label}\` says more than the card**: what led there is not on record. If it is so, give that command again.`,
    ),
  BegunAnew: ({ message }) =>
    paragraphs(
      `Firebreak lost its database, and the card that this incident was kept in is gone. **The incident begins anew**, under the freeze that stands. ${sinceWords(message)}`,
      'Everything else about it is lost: who acknowledged it, its hotfixes, updates and ticks. Please give the commands again. Whoever is on call is called again, because it is not known whether they were.',
    ),
  StrayFreezes: ({ message, context }) => {
    const { owner, name } = context.repository
    return paragraphs(
      'Firebreak lost its database, and these freezes stand although nothing is known of their incidents. **Branches may be frozen that nobody thinks of.**',
      message.freezes
        .map(({ number, rulesetId }) =>
          rulesetId === undefined
            ? `- of incident \`${number}\`, on classic branch protection`
            : `- of incident \`${number}\`: ruleset ${rulesetId}, lifted with \`gh api -X DELETE repos/${owner}/${name}/rulesets/${rulesetId}\``,
        )
        .join('\n'),
      `Whoever runs Firebreak lifts all of them, exactly where it is known what stood before, with \`firebreak thaw --all ${owner}/${name}\`. Then this issue can be closed.`,
    )
  },
}
