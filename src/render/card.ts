import type { Incident } from '../incident/incident.ts'
import { neutral } from '../lib/markdown-neutral.ts'
import { cardFacts } from './card-facts.ts'
import { nextSteps } from './card-next.ts'
import { drillBanner } from './comment-drill.ts'
import { confidentialityWords } from './disclosure-words.ts'
import { advisoryWarning } from './freeze-words.ts'
import { severityWords, statusMarks } from './incident-words.ts'
import { inOrder, timelineLine } from './timeline.ts'
import { andList, count, mentions, paragraphs } from './words.ts'

/**
 * Half of what GitHub takes (65,536 characters), in bytes, so that no alphabet can break it: what the incident needs to go on
 * without the database stands behind it.
 */
const largestCard = 32 * 1024

/** How many lines of the timeline are shown, longest first: the first that fits is taken. */
const timelineLengths = [40, 20, 10, 3]

/**
 * The anchor's one card: where the incident stands, what to do next, and how it came to this. It is edited in place, so
 * whoever must notice something gets a comment besides.
 */
export function renderCard(incident: Incident): string {
  const sizes = timelineLengths.map((length) => cardWith(incident, length))
  return sizes.find((card) => new TextEncoder().encode(card).length <= largestCard) ?? sizes.at(-1) ?? ''
}

function cardWith(incident: Incident, timelineLength: number): string {
  const { freeze } = incident
  return paragraphs(
    `## ${statusMarks[incident.status]} Incident ${severityWords(incident)}: ${incident.status}`,
    incident.drill && drillBanner,
    toldWords(incident),
    freeze?.status === 'advisory' && advisoryWarning(freeze),
    confidentialityWords(incident),
    cardFacts(incident),
    `**What to do next**\n\n${nextSteps(incident)
      .map((step) => `- ${step}`)
      .join('\n')}`,
    timelineSection(incident, timelineLength),
    '<sub>Firebreak runs the procedure in `.github/incident.yml`. Comment `/incident help` to see what you can ask for.</sub>',
  )
}

/**
 * Those whom the escalation tells at once. This is the one place of the card with mentions: they notify when the card
 * appears, and edits notify nobody. Later steps have comments of their own.
 */
function toldWords(incident: Incident): string {
  if (incident.policy.origin === 'broken-file')
    return [
      '> [!WARNING]',
      '> `.github/incident.yml` has errors and is not in force, so nobody is told about this and nothing freezes by itself.',
      '> The errors are in the check `firebreak/config` on its commit and in the issue',
      '> "Action required: fix .github/incident.yml". Once they are mended, the file holds for the next incident; this one',
      '> goes on without it.',
    ].join('\n')
  if (Object.keys(incident.policy.roles).length === 0)
    return [
      '> [!NOTE]',
      '> Nobody is told about this, because no roles are configured. Put this into `.github/incident.yml` on the default',
      '> branch, with the names of your maintainers: `extends: firebreak:single-maintainer` and',
      '> `roles: { maintainers: ["@you"] }`.',
    ].join('\n')
  if (!isAsking(incident)) return ''
  const first = incident.timeline.find((entry) => entry.type === 'StepReached' && entry.why === 'declared')
  if (first?.type !== 'StepReached' || first.roles.length === 0) return ''
  if (first.members.length === 0) return emptyRolesWords(first.roles)
  return `${mentions(first.members)} – please have a look.`
}

/** How every preset begins, until its roles are filled in. */
const emptyRolesWords = (roles: readonly string[]): string =>
  [
    '> [!WARNING]',
    `> **Nobody is told about this**: nobody is in ${andList(roles.map((role) => neutral(role, { max: 60 })))}. Name people under`,
    '> `roles` in `.github/incident.yml`; whoever is named there is called by the steps to come.',
  ].join('\n')

/** The card's first appearance asks always: that those people were told rests on it. Later on, until somebody answers. */
const isAsking = ({ cardComment, status, times }: Incident): boolean =>
  cardComment === undefined || (times.responded === undefined && (status === 'reported' || status === 'declared'))

function timelineSection(incident: Incident, length: number): string {
  const lines = inOrder(incident.timeline)
  const shown = lines.slice(-length)
  const earlier = lines.length - shown.length
  return [
    '<details>',
    `<summary>Timeline (${count(lines.length, 'line')})</summary>`,
    '',
    ...(earlier > 0 ? [`- … ${count(earlier, 'earlier line')} left out; the post-mortem has more of them`] : []),
    ...shown.map((entry) => timelineLine(entry, incident)),
    '',
    '</details>',
  ].join('\n')
}
