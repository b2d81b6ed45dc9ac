import type { Action, AftermathMessage, ReviewStep } from '../incident/aftermath.ts'
import type { Incident } from '../incident/incident.ts'
import { openActions, reviewStart } from '../incident/still-to-do.ts'
import { neutral } from '../lib/markdown-neutral.ts'
import { actionName, dueWords } from './action-words.ts'
import { durationInFull } from './duration-words.ts'
import { publishedText } from './published-text.ts'
import type { Sayings, Scene } from './saying.ts'
import { addressed, count, mentions, paragraphs, person } from './words.ts'

/** Comments and issues about what is left to do after the resolution. */
export const aftermathComments: Sayings<AftermathMessage['type']> = {
  ReviewDue: (scene) => reviewDue(scene),
  ActionIssue: ({ message: { text, owner, due }, incident }) =>
    paragraphs(
      neutral(text, { max: 300 }),
      `- **Owner**: ${owner === undefined ? 'nobody was named' : neutral(owner, { max: 100 })}\n- **Due**: ${due === undefined ? 'no date was set' : dueWords(due)}`,
      `An action item of ${postmortemWords(incident)}. Closing this issue counts as done there.`,
    ),
  ActionDue: ({ message, incident }) => {
    const action = incident?.aftermath.actions.find(({ key }) => key === message.key)
    const date = action?.due === undefined ? '' : `, ${dueWords(action.due)},`
    return paragraphs(
      addressed(
        message.members,
        `the date of this action item${date} has passed. Is it done? Then close this issue; else write here what it waits for, and set a new date in the table of ${postmortemWords(incident)}.`,
      ),
      message.late > 0 && lateSentence(message.late),
    )
  },
  ActionsOpen: ({ message, incident }) => {
    const open = incident ? openActions(incident) : []
    return paragraphs(
      `${person(message.by)} closed the post-mortem, and ${count(open.length, 'action item')} ${open.length === 1 ? 'is' : 'are'} still open:`,
      open.map((action) => `- ${openActionWords(action)}`).join('\n'),
      'The incident is closed when the last of them is.',
    )
  },
  ActionsLeftOut: ({ message }) =>
    `The table of action items is too long: ${count(message.followed, 'row')} of it are followed, and the rest is not. Please open issues for the rest by hand.`,
  PublishedPostmortem: ({ message, incident }) =>
    paragraphs(
      incident && `_The post-mortem of #${incident.anchor.number}, as it stood in ${postmortemNumber(incident)}._`,
      publishedText(message.text),
    ),
  Published: ({ message }) => `📣 The post-mortem is published: ${linkTo(message.url)}`,
  PublishedBefore: ({ message }) =>
    `📣 This post-mortem was published before: ${linkTo(message.url)}. The discussion keeps the text of that time. What was changed here since has to be changed there by hand.`,
  PublishRefused: ({ message }) =>
    paragraphs(
      `**The post-mortem could not be published** to the category "${neutral(message.category, { max: 100 })}" of Discussions: ${neutral(message.reason, { max: 600 })}`,
      message.isLast
        ? 'It is not tried again: the incident is closed without it.'
        : 'Once that is repaired, reopen this issue and close it again: it is tried once more then, and the incident is closed either way.',
    ),
}

const stepQuestions: { readonly [Step in ReviewStep]: (by: string) => string } = {
  scheduled: (by) =>
    `the review of this incident should be scheduled ${by}. When is it? Tick it above once it is in the calendar.`,
  held: (by) =>
    `the review of this incident should be held ${by}. Was it? Tick it above, and write down what came of it.`,
  published: (by) => `the post-mortem should be published ${by}. It counts as published when its issue is closed.`,
}

function reviewDue({ message: { step, within, members, late }, incident }: Scene<'ReviewDue'>): string {
  const start = (incident && reviewStart(incident)?.what) ?? 'resolution'
  const question = stepQuestions[step](`within ${durationInFull(within)} of the ${start}`)
  return paragraphs(
    members.length === 0 ? `To whom it concerns: ${question}` : `${mentions(members)} – ${question}`,
    late > 0 && lateSentence(late),
  )
}

const lateSentence = (late: number): string =>
  `This reminder is ${durationInFull(late)} late: Firebreak was not running.`

const postmortemNumber = (incident: Incident): string => {
  const number = incident.postmortem?.number
  return number === undefined ? 'its issue' : `#${number}`
}

const postmortemWords = (incident: Incident | undefined): string =>
  incident ? `the post-mortem ${postmortemNumber(incident)} of incident #${incident.anchor.number}` : 'a post-mortem'

function openActionWords(action: Action): string {
  const { number, owner, due } = action
  const details = [
    number === undefined ? 'its issue is being opened' : '',
    owner === undefined ? 'nobody was named' : neutral(owner, { max: 100 }),
    due === undefined ? '' : `due ${dueWords(due)}`,
  ].filter((part) => part !== '')
  return `${actionName(action)} (${details.join('; ')})`
}

/** An address from GitHub's answer; one that looks strange is shown and no link. */
const linkTo = (url: string): string => (/^https?:\/\/[\w.:-]+\/[\w./-]+$/.test(url) ? url : neutral(url))
