import type { Notice, Occasion } from '../incident/communication.ts'
import type { ChannelWords } from '../incident/effect.ts'
import { type Incident, severityOf } from '../incident/incident.ts'
import { fullName } from '../incident/repository.ts'
import { clean } from '../lib/markdown-neutral.ts'
import type { RenderContext } from './context.ts'
import { durationInFull } from './duration-words.ts'
import { renderPlainTemplate } from './liquid.ts'
import { messageVariables } from './message-variables.ts'
import { timeWords } from './time-words.ts'

const longestTitle = 200
const longestFact = 120
const longestText = 2_000
const mostLines = 50

/**
 * What a channel outside GitHub is given: plain text on what happened, and the address of the incident's page. While an
 * incident is confidential, no more than its public id is said, and nothing that anybody wrote.
 */
export function channelWords(notice: Notice, incident: Incident, context: RenderContext): ChannelWords {
  const { occasion } = notice
  const isSecret = secretName(incident) !== undefined
  const text = isSecret ? '' : writtenText(notice, incident, context)
  return {
    title: titleOf(occasion, incident, context),
    facts: factsOf(incident),
    text: [whatHappened(occasion, incident, context), text].filter((part) => part !== '').join('\n\n'),
    url: incident.anchor.url,
    action: actions[occasion],
    level: levelOf(incident),
  }
}

/** The id by which a confidential incident is called in public; undefined when nothing has to be kept back. */
const secretName = ({ disclosure }: Incident): string | undefined =>
  disclosure.disclosedAt === undefined ? disclosure.tracking : undefined

/** What each occasion does to an alarm. News of an incident that is going on must not wake anybody. */
const actions: { readonly [Each in Occasion]: ChannelWords['action'] } = {
  escalation: 'trigger',
  deadline: 'trigger',
  alarm: 'trigger',
  acknowledged: 'acknowledge',
  resolved: 'resolve',
  cancelled: 'resolve',
  update: 'none',
  mitigated: 'none',
  message: 'none',
}

/** Most severe first, whatever the severities are called. */
const levels = ['critical', 'error', 'warning'] as const

function levelOf({ policy, severity }: Incident): ChannelWords['level'] {
  const place = policy.severities.findIndex(({ id }) => id === severity)
  return place < 0 ? 'critical' : (levels[place] ?? 'info')
}

function titleOf(occasion: Occasion, incident: Incident, { repository }: RenderContext): string {
  const where = `in ${fullName(repository)}`
  const what = plain(`${incident.severity} incident`, 60)
  const sentence = {
    escalation: incident.times.responded === undefined ? `${what} declared ${where}` : `${what} ${where} needs help`,
    deadline: `${what} ${where}`,
    message: `${what} ${where}`,
    update: `Update on the ${what} ${where}`,
    acknowledged: `${what} acknowledged ${where}`,
    mitigated: `${what} mitigated ${where}`,
    resolved: `${what} resolved ${where}`,
    cancelled: `${what} cancelled ${where}`,
    alarm: `${what} ${where} needs a look`,
  }[occasion]
  const name = secretName(incident) ?? incident.anchor.title
  return `${incident.drill ? 'DRILL: ' : ''}${sentence}: ${plain(name, longestTitle)}`
}

function factsOf(incident: Incident): ChannelWords['facts'] {
  const { times, freeze } = incident
  const isOn = freeze?.status === 'on' && `on, ${freeze.mode}`
  const facts: readonly (readonly [string, string | undefined | false])[] = [
    ['Severity', severityText(incident)],
    ['Status', incident.status],
    ['Reported by', incident.reporter],
    ['Commander', incident.commander ?? 'nobody yet'],
    ['Declared', times.declared !== undefined && timeWords(times.declared)],
    ['Resolved', times.resolved !== undefined && timeWords(times.resolved)],
    ['Freeze', isOn],
  ]
  return facts.flatMap(([name, value]) => (value ? [[name, plain(value, longestFact)] as const] : []))
}

function severityText(incident: Incident): string {
  const name = severityOf(incident)?.name ?? ''
  const isSame = name === '' || name.toLowerCase() === incident.severity.toLowerCase()
  return isSame ? incident.severity : `${incident.severity} ${name}`
}

function whatHappened(occasion: Occasion, incident: Incident, context: RenderContext): string {
  const happened: { readonly [Each in Occasion]: string } = {
    escalation: silence(incident, context),
    deadline: 'By the procedure, you are told of this incident by now.',
    message: '',
    update: '',
    acknowledged: `${plain(lastAcknowledged(incident) ?? 'somebody', 60)} is on it.`,
    mitigated: 'A hotfix is merged. The incident is not over yet.',
    resolved: 'The emergency is over.',
    cancelled: 'It was a false alarm.',
    alarm: 'Something about this incident needs a look.',
  }
  return happened[occasion]
}

/** Who said so: the commander may be somebody else. */
const lastAcknowledged = ({ timeline }: Incident): string | undefined =>
  timeline.findLast(({ type }) => type === 'Acknowledged')?.by

function silence({ times }: Incident, { now }: RenderContext): string {
  if (times.responded !== undefined) return 'Somebody has responded, and your help is asked for.'
  const waited = now - (times.declared ?? times.reported)
  return waited < 60_000 ? 'Nobody is on it yet.' : `Nobody has responded for ${durationInFull(waited)}.`
}

/** What somebody wrote, as it is; a configured message is a template. */
function writtenText({ occasion, text }: Notice, incident: Incident, { now }: RenderContext): string {
  if (text === undefined) return ''
  if (occasion !== 'message') return plainLines(text)
  const rendered = renderPlainTemplate(text, messageVariables(incident, now))
  return rendered.ok ? plainLines(rendered.text) : 'What is to be said could not be put into words; see the page.'
}

/** Several lines of plain text, without the comments that a form explains itself with. */
function plainLines(text: string): string {
  const lines = withoutComments(text.slice(0, longestText * 4))
    .split(/\r\n?|[\n\u2028\u2029]/)
    .map((line) => plain(line, longestText))
  const shown = lines
    .slice(0, mostLines)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
  const isWhole = lines.length <= mostLines && shown.length <= longestText
  return isWhole
    ? shown
    : `${shown
        .slice(0, longestText - 1)
        .toWellFormed()
        .trimEnd()}…`
}

function withoutComments(text: string): string {
  const [first = '', ...rest] = text.split('<!--')
  return first + rest.map((part) => part.split('-->').slice(1).join('-->')).join('')
}

/**
 * One line that shows what was written and calls nobody: the words by which chats call everybody are broken by a space of
 * no width, also for those receivers that we do not know. Everything else is for each channel to escape.
 */
const plain = (text: string, max: number): string =>
  clean(text, max).replace(/@(?=(?:channel|here|everyone|all)\b)/gi, '@\u200B')
