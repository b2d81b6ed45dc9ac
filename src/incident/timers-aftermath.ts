import { followUpList, type ReviewStep } from './aftermath.ts'
import { type Incident, isEnded } from './incident.ts'
import { followUpsToCome, isFollowedUp, isReviewMet, isTracked, reviewStart } from './still-to-do.ts'
import type { Timer } from './timer.ts'

/** Whoever was asked three times will not hear a fourth. */
const mostReviewReminders = 3

/** After the last follow-up was posted, its ticks are read for this long. */
const followedFor = 30 * 86_400_000

/** The timers `review/STEP`, `action/KEY`, `follow-up/PLACE` and `follow-up/over`, and the `checklist/ID` of follow-ups. */
export const aftermathTimers = (incident: Incident): readonly Timer[] => [
  ...reviewTimers(incident),
  ...actionTimers(incident),
  ...followUpTimers(incident),
]

const steps: readonly ReviewStep[] = ['scheduled', 'held', 'published']

/** While it is resolved and its post-mortem open. Each date is asked for when it has come, and at each further multiple of it. */
function reviewTimers(incident: Incident): readonly Timer[] {
  const { postmortem, policy, aftermath } = incident
  const start = reviewStart(incident)
  if (!start || isEnded(incident) || postmortem?.number === undefined) return []
  return steps.flatMap((step) => {
    const within = policy.postmortem.due[step]
    const { asked, lastAskedAt } = aftermath.review[step]
    if (within === undefined || asked >= mostReviewReminders || isReviewMet(incident, step)) return []
    // Multiples that passed while the process was down are not made up for one after the other.
    const passed = lastAskedAt === undefined ? 0 : Math.max(0, Math.floor((lastAskedAt - start.at) / within))
    return [{ name: `review/${step}`, at: start.at + (passed + 1) * within }]
  })
}

const actionTimers = (incident: Incident): readonly Timer[] =>
  incident.aftermath.actions.flatMap(({ key, due, status, reminded }) =>
    due?.at === undefined || status !== 'open' || reminded || (isEnded(incident) && !isTracked(incident))
      ? []
      : [{ name: `action/${key}`, at: due.at }],
  )

function followUpTimers(incident: Incident): readonly Timer[] {
  const { resolved } = incident.times
  const { followUps } = incident.policy.postmortem
  const toCome = followUpsToCome(incident)
  const last = Math.max(...incident.aftermath.followUps.map(({ at }) => at))
  return [
    ...toCome.flatMap((place) => {
      const after = followUps[place]?.after
      return resolved === undefined || after === undefined ? [] : [{ name: `follow-up/${place}`, at: resolved + after }]
    }),
    ...(toCome.length === 0 && isFollowedUp(incident) ? [{ name: 'follow-up/over', at: last + followedFor }] : []),
    ...(isFollowedUp(incident) ? remindersOfLists(incident) : []),
  ]
}

/** A configured list may ask for its open items wherever it is posted. */
const remindersOfLists = ({ aftermath, checklists, policy }: Incident): readonly Timer[] =>
  aftermath.followUps.flatMap(({ place }) => {
    const configured = policy.postmortem.followUps[place]?.checklist
    const due = policy.checklists.find(({ id }) => id === configured)?.due
    const list = checklists.find(({ id }) => id === followUpList(place))
    if (due === undefined || !list || list.due || list.items.every(({ ticked }) => ticked)) return []
    return [{ name: `checklist/${list.id}`, at: list.requestedAt + due }]
  })
