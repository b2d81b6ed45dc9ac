import type { Alarm, Outlook, RoleOnDuty } from '../../incident/outlook.ts'
import { formatDuration } from '../../lib/duration.ts'
import { printable } from '../validate/finding.ts'
import { bold, type Clock } from './words.ts'

interface Writing {
  readonly clock: Clock
  readonly timezone: string
  readonly coloured: boolean
  /** Where the configuration was taken from. */
  readonly from: string
}

/** Who would be told of an emergency, and what would be frozen, for people. */
export function outlookAsText(outlook: Outlook, { clock, timezone, coloured, from }: Writing): string {
  const title = (text: string): string => bold(text, coloured)
  const { severity, name, kind, at } = outlook
  return [
    title(
      printable(
        `${severity}${name === severity ? '' : ` ${name}`}${kind === undefined ? '' : `, ${kind}`}, declared ${clock.date(at)} (${timezone})`,
      ),
    ),
    printable(`by ${from}`),
    '',
    title('Who is told, as long as nobody answers'),
    ...alarmLines(outlook, clock),
    ...section(
      title('Who is on duty'),
      outlook.roles.map((role) => dutyLine(role, clock)),
    ),
    ...section(title('Whose answer counts'), answerLines(outlook, clock)),
    ...section(title('What is frozen'), freezeLines(outlook)),
    ...(outlook.confidential ? ['', 'It is confidential: in a public repository nothing of its texts is public.'] : []),
  ].join('\n')
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${printable(line)}`)]

function alarmLines({ at, alarms, announced }: Outlook, clock: Clock): readonly string[] {
  const posted = announced
    .filter(({ channels }) => channels.length > 0)
    .map(({ title, channels }) => ['at once', '', `“${title}” goes to ${channels.map(channelWords).join(', ')}`])
  const rows = [
    ...posted,
    ...alarms.map((alarm) => [
      offsetWords(alarm.at - at),
      alarm.at === at ? '' : clock.date(alarm.at),
      calledBy(alarm, clock),
    ]),
  ]
  if (rows.length === 0) return ['  nobody: the severity has no escalation, and no deadline is meant for it']
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  return rows.map(
    ([offset = '', date = '', who = '']) =>
      `  ${offset.padEnd(widths[0] ?? 0)}  ${date.padEnd(widths[1] ?? 0)}  ${printable(who)}`,
  )
}

const offsetWords = (after: number): string => (after === 0 ? 'at once' : `after ${formatDuration(after)}`)

const channelWords = ({ name, type }: Alarm['channels'][number]): string => `${name} (${type ?? 'no such channel'})`

function calledBy(alarm: Alarm, clock: Clock): string {
  const { members, tellsReporter, channels, roles, why, heldBackFrom } = alarm
  const people = [...members, ...(tellsReporter ? ['whoever reports it'] : [])]
  const who =
    people.length === 0 && channels.length === 0
      ? `nobody: no one is in ${roles.join(', ') || 'it'}`
      : people.join(', ')
  const told = [...(who === '' ? [] : [who]), ...channels.map(channelWords)].join('; ')
  const held = heldBackFrom === undefined ? '' : `; working hours hold it back since ${clock.date(heldBackFrom)}`
  return `${told}${reasons[why]}${held}`
}

const reasons: { readonly [Why in Alarm['why']]: string } = {
  declared: '',
  'no-response': '',
  repeat: ', again',
  deadline: ', by a deadline',
}

const dutyLine = ({ role, members, next }: RoleOnDuty, clock: Clock): string => {
  const now = `${role}: ${members.join(', ') || 'nobody'}`
  return next === undefined ? now : `${now} until ${clock.date(next.at)}, then ${next.members.join(', ') || 'nobody'}`
}

function answerLines({ answer }: Outlook, clock: Clock): readonly string[] {
  const { from, members, trust, by, promisedBy } = answer
  const who =
    from === 'anybody-trusted'
      ? `anybody with ${trust} permission, because nobody is named`
      : [...(members.length > 0 ? [members.join(', ')] : []), 'whoever was told'].join(', and ')
  const how = by === 'acknowledge' ? '`/incident ack` alone' : 'whatever they do there, such as a comment'
  return [`${who}: ${how}`, ...(promisedBy === undefined ? [] : [`promised by ${clock.date(promisedBy)}`])]
}

const lifts = {
  'hotfix-merged': 'a hotfix is merged',
  resolved: 'the incident is resolved',
  manual: 'somebody lifts it',
} as const

function freezeLines({ freeze }: Outlook): readonly string[] {
  if (!freeze) return ['nothing: the severity freezes nothing']
  const { mode, branches, lift, thaw } = freeze
  return [
    `${branches.join(', ')}, in mode ${mode}, until ${lifts[lift]}`,
    `whoever has ${thaw} permission may lift it: \`/incident thaw\``,
  ]
}
