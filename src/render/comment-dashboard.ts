import { type DashboardMessage, lookAgainBox } from '../incident/dashboard.ts'
import { type Finding, type FindingTopic, findingTopics } from '../incident/finding.ts'
import { fullName, type Repository } from '../incident/repository.ts'
import { neutral, neutralCode } from '../lib/markdown-neutral.ts'
import { renderByHandPage } from './by-hand-page.ts'
import { durationWords } from './duration-words.ts'
import { levelSigns, topicHeadings } from './finding-words.ts'
import type { Sayings } from './saying.ts'
import { timeWords } from './time-words.ts'
import { addressed, count, mixed, paragraphs, tableRow, unnotified } from './words.ts'

type Body = Extract<DashboardMessage, { type: 'Dashboard' }>

/** The one issue that tells what would not work in an emergency, and what is said there. */
export const dashboardComments: Sayings<DashboardMessage['type']> = {
  Dashboard: ({ message, context: { repository } }) => bodyOf(message, repository),
  DashboardOff: () =>
    paragraphs(
      'Nobody looks any more whether this repository is ready for an emergency: its configuration does not ask for it.',
      'With `readiness: { dashboard: true }` in `.github/incident.yml` this issue is opened again.',
    ),
  DashboardNews: ({ message: { broke, members, isPrivate } }) =>
    broke.length === 0
      ? 'Everything that would have failed in an emergency is mended.'
      : paragraphs(
          addressed(members, `**${count(broke.length, 'thing')} would fail in an emergency** and did not before:`),
          findingList(broke, isPrivate),
        ),
}

function bodyOf({ findings, isPrivate, lookedAt, nextAt, called, byHand }: Body, repository: Repository): string {
  const open = findings.filter(({ level }) => level !== 'good')
  const good = findings.filter(({ level }) => level === 'good')
  return paragraphs(
    `**${glance(findings)}**`,
    `Looked at on ${timeWords(lookedAt)}${nextAt === undefined ? '' : `, and next on ${timeWords(nextAt)}`}. In an emergency it is left alone.`,
    ...findingTopics.map((topic) => section(topic, open, isPrivate)),
    called && calledTable(called),
    good.length > 0 && folded(`What is well: ${good.length}`, findingList(good, isPrivate)),
    !isPrivate && openToAll(repository),
    `- [ ] ${lookAgainBox} (for whoever may edit this issue)`,
    'Firebreak rewrites this issue at each look. An edit notifies nobody: when something breaks, a comment says so. ' +
      'Once closed, it stays closed until something else breaks. ' +
      'To end it, set `readiness: { dashboard: false }` in `.github/incident.yml`.',
    // At the end: where the issue would be too long, it is cut here.
    byHand &&
      folded(
        'How to freeze and lift without Firebreak',
        renderByHandPage({ repository, policy: byHand, facts: byHand.facts, now: lookedAt }),
      ),
  )
}

/** How it stands, in one sentence. */
function glance(findings: readonly Finding[]): string {
  const [broken, weak, unknown] = (['broken', 'weak', 'unknown'] as const).map(
    (level) => findings.filter((finding) => finding.level === level).length,
  )
  const unseen = unknown ? ` ${count(unknown, 'thing')} could not be seen.` : ''
  if (!broken && !weak) return `Nothing is known that would fail in an emergency.${unseen}`
  const parts = [broken && `${broken} would fail in an emergency`, weak && `${weak} ${weak === 1 ? 'is' : 'are'} weak`]
  return `${parts.filter(Boolean).join(', ')}.${unseen}`
}

function section(topic: FindingTopic, open: readonly Finding[], isPrivate: boolean): string | false {
  const findings = open.filter((finding) => finding.topic === topic)
  return findings.length > 0 && paragraphs(`### ${topicHeadings[topic]}`, findingList(findings, isPrivate))
}

const mostFindings = 60

/** Each with what it means and what to do. Where anybody reads, of some topics no more than how many there are. */
function findingList(findings: readonly Finding[], isPrivate: boolean): string {
  const isHeldBack = ({ topic }: Finding): boolean => !isPrivate && notForAll.has(topic)
  const shown = findings.filter((finding) => !isHeldBack(finding))
  const heldBack = findings.filter(isHeldBack)
  const rest = shown.length - mostFindings
  return [
    ...shown.slice(0, mostFindings).map(findingItem),
    ...(rest > 0 ? [`- and ${rest} more`] : []),
    ...findingTopics.flatMap((topic) => heldBackItem(topic, heldBack)),
  ].join('\n')
}

function findingItem({ level, seen, emergency, remedy }: Finding): string {
  const details = [
    emergency !== undefined && `  - In an emergency: ${plain(emergency)}`,
    remedy !== undefined && `  - What to do: ${plain(remedy)}`,
  ]
  return [`- ${levelSigns[level]} ${plain(seen)}`, ...details.filter((line) => line !== false)].join('\n')
}

const plain = (text: string): string => mixed(text, { max: 600 })

/**
 * What GitHub shows to some people only, such as who passes a ruleset, and what would tell a stranger that a freeze does not
 * hold. The other topics are in the configuration, which anybody reads.
 */
const notForAll: ReadonlySet<FindingTopic> = new Set(['permissions', 'freeze', 'bypass', 'people', 'deliveries'])

function heldBackItem(topic: FindingTopic, heldBack: readonly Finding[]): readonly string[] {
  const findings = heldBack.filter((finding) => finding.topic === topic)
  const levels = (['broken', 'weak', 'unknown', 'good'] as const).flatMap((level) => {
    const amount = findings.filter((finding) => finding.level === level).length
    return amount === 0 ? [] : [`${levelSigns[level]} ${amount}`]
  })
  return levels.length === 0 ? [] : [`- ${topicHeadings[topic]}: ${levels.join(', ')}`]
}

const openToAll = (repository: Repository): string =>
  `Anybody can read this issue, so of some topics it gives numbers alone. ${neutralCode(`firebreak doctor ${fullName(repository)}`)} shows all of it.`

function calledTable({ severity, calls }: NonNullable<Body['called']>): string {
  const reported = `Were ${neutral(severity, { max: 60 })} reported at this moment`
  if (calls.length === 0) return `${reported}, nobody would be called.`
  const rows = calls.map(({ after, members, channels }) =>
    tableRow(
      after === 0 ? 'at once' : `after ${durationWords(after)}`,
      members.length === 0 ? '' : unnotified(members),
      channels.map((channel) => neutralCode(channel, { max: 60 })).join(', '),
    ),
  )
  return [
    `${reported} and not answered, these would be called:`,
    '',
    '| | People | Channels |',
    '|---|---|---|',
    ...rows,
  ].join('\n')
}

const folded = (summary: string, body: string): string =>
  `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`
