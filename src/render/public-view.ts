import type { Notice } from '../incident/communication.ts'
import { isSecret } from '../incident/disclosure.ts'
import type { Effect } from '../incident/effect.ts'
import type { Incident } from '../incident/incident.ts'
import type { RenderContext } from './context.ts'
import { publicAction, publicEntry, withheld } from './public-entry.ts'

/**
 * The incident as public places may show it. Everything that the App says where anybody can read it is put into words
 * from this, so that no sentence has to remember who is reading. An incident that is no secret comes out as it is.
 *
 * Of a secret it keeps who did what and when, numbers, states and what the configuration says, and nothing that somebody
 * wrote or that an alert tells.
 */
export function publicView(incident: Incident): Incident {
  if (!isSecret(incident)) return incident
  const { anchor, aftermath, bypasses, decision, timeline } = incident
  return {
    ...incident,
    anchor: { ...anchor, title: publicTitle(incident) },
    bypasses: bypasses.map((bypass) => (bypass.reason === undefined ? bypass : { ...bypass, reason: withheld })),
    decision: decision && { ...decision, reason: withheld },
    alert: undefined,
    aftermath: { ...aftermath, actions: aftermath.actions.map(publicAction) },
    timeline: timeline.flatMap((entry) => publicEntry(entry) ?? []),
  }
}

/** What a secret is called where anybody can read it. */
export const publicTitle = ({ disclosure }: Incident): string =>
  `Confidential incident ${disclosure.tracking ?? ''}`.trim()

/** The same for everything that a sentence may draw on. */
export const publicContext = (context: RenderContext): RenderContext => ({
  ...context,
  incidents: new Map([...context.incidents].map(([id, incident]) => [id, publicView(incident)])),
})

/** What is told outside GitHub counts as public: nobody knows who reads a channel. */
export const publicNotice = (notice: Notice, incident: Incident): Notice =>
  isSecret(incident) ? { ...notice, text: undefined } : notice

/**
 * Whether only those whom a repository trusts can read what an effect writes: a draft advisory, or a repository that its
 * performer sees to be private.
 */
export const isPrivatePlace = (effect: Effect): boolean =>
  effect.type === 'OpenAdvisory' ||
  ((effect.type === 'OpenIssue' || effect.type === 'PostComment') &&
    effect.repository !== undefined &&
    effect.secret === true)
