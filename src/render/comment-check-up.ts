import type { CheckUpMessage } from '../incident/check-up.ts'
import { wasInterruptedBecause } from './check-up-words.ts'
import { durationWords } from './duration-words.ts'
import { liftByHand } from './freeze-by-hand.ts'
import type { Sayings } from './saying.ts'
import { timeWords } from './time-words.ts'
import { branchList, paragraphs } from './words.ts'

/** What people must know of times when nothing could be done, or of a freeze that cannot be lifted. */
export const checkUpComments: Sayings<CheckUpMessage['type']> = {
  Continued: ({ message: { why, since }, incident, context }) => {
    const freeze = incident?.freeze
    return paragraphs(
      `> [!IMPORTANT]\n> **Firebreak is back.** Since ${timeWords(since)} (${durationWords(Math.max(0, context.now - since))}) it could do nothing here: ${wasInterruptedBecause[why]}. Nobody was called in that time.`,
      'What was due meanwhile is done now. How things stand is compared with GitHub; a comment follows for whatever is other than it should be.',
      freeze?.status === 'on' && `The freeze of ${branchList(freeze.branches)} counts as on.`,
    )
  },
  FreezeOutOfReach: ({ incident }) =>
    paragraphs(
      `> [!CAUTION]\n> **Firebreak cannot lift this freeze any more**: the permission to administer the repository was taken away. ${incident?.freeze ? branchList(incident.freeze.branches) : 'The branches'} may stay frozen after the incident.`,
      `An owner can grant it again in the settings of the installation. ${liftByHand(incident)}`,
    ),
}
