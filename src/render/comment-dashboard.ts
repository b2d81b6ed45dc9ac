import { type DashboardMessage, lookAgainBox } from '../incident/dashboard.ts'
import { type Finding, type FindingTopic, findingTopics } from '../incident/finding.ts'
import { fullName, type Repository } from '../incident/repository.ts'
import { neutral, neutralCode } from '../lib/markdown-neutral.ts'
import { renderByHandPage } from './by-hand-page.ts'
import { durationWords } from './duration-words.ts'
import { findingList, type Listing, listing, plain } from './finding-list.ts'
import { topicHeadings } from './finding-words.ts'
import { longestBody } from './fitted.ts'
import type { Sayings } from './saying.ts'
import { timeWords } from './time-words.ts'
import { addressed, count, paragraphs, tableRow, unnotified } from './words.ts'

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
          findingList(broke, listing(broke, isPrivate, roomForOpen)),
        ),
}

/** Characters for what is not well, and for what is; the rest of an issue is for the page, and for our own words. */
const roomForOpen = 24_000
const roomForGood = 8_000

function bodyOf(message: Body, repository: Repository): string {
  const { findings, isPrivate, lookedAt, nextAt, called, leftOut = [] } = message
  const open = findings.filter(({ level }) => level !== 'good')
  const good = findings.filter(({ level }) => level === 'good')
  const listed = listing(open, isPrivate, roomForOpen)
  const body = paragraphs(
    `**${glance(message)}**`,
    `Looked at on ${timeWords(lookedAt)}${nextAt === undefined ? '' : `, and next on ${timeWords(nextAt)}`}. In an emergency it is left alone.`,
    ...findingTopics.map((topic) => section(topic, open, listed)),
    leftOut.length > 0 && paragraphs('### Not looked at', leftOut.map((sentence) => `- ${plain(sentence)}`).join('\n')),
    called && calledTable(called),
    good.length > 0 && folded(`What is well: ${good.length}`, findingList(good, listing(good, isPrivate, roomForGood))),
    !isPrivate && openToAll(repository),
    `- [ ] ${lookAgainBox} (for whoever may edit this issue)`,
    'Firebreak rewrites this issue at each look. An edit notifies nobody: when something breaks, a comment says so. ' +
      'Once closed, it stays closed until something else breaks. ' +
      'To end it, set `readiness: { dashboard: false }` in `.github/incident.yml`.',
  )
  return paragraphs(body, byHandPart(message, repository, longestBody - body.length - roomForMarks))
}

/** For what stands around the page, and for the mark by which the issue is found again. */
const roomForMarks = 2_000

/** The page as a whole or not at all: with half of its commands somebody could freeze and not lift. */
function byHandPart({ byHand, lookedAt: now }: Body, repository: Repository, room: number): string | false {
  if (!byHand) return false
  const page = renderByHandPage({ repository, policy: byHand, facts: byHand.facts, now })
  if (page.length <= room) return folded('How to freeze and lift without Firebreak', page)
  return `How to freeze and lift without Firebreak is too long for this issue: ${neutralCode(`firebreak doctor ${fullName(repository)} --by-hand`)} prints it.`
}

/** How it stands, in one sentence. */
function glance({ findings, leftOut = [] }: Body): string {
  const [broken, weak, unknown] = (['broken', 'weak', 'unknown'] as const).map(
    (level) => findings.filter((finding) => finding.level === level).length,
  )
  const unseen = `${unknown ? ` ${count(unknown, 'thing')} could not be seen.` : ''}${leftOut.length > 0 ? ' Not all of it was looked at.' : ''}`
  if (!broken && !weak) return `Nothing is known that would fail in an emergency.${unseen}`
  const parts = [broken && `${broken} would fail in an emergency`, weak && `${weak} ${weak === 1 ? 'is' : 'are'} weak`]
  return `${parts.filter(Boolean).join(', ')}.${unseen}`
}

function section(topic: FindingTopic, open: readonly Finding[], listed: Listing): string | false {
  const findings = open.filter((finding) => finding.topic === topic)
  return findings.length > 0 && paragraphs(`### ${topicHeadings[topic]}`, findingList(findings, listed))
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
