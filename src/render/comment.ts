import type { Message } from '../incident/message.ts'
import { isCheckMessage, renderCheck } from './check.ts'
import { aftermathComments } from './comment-aftermath.ts'
import { alertComments } from './comment-alert.ts'
import { answerComments } from './comment-answer.ts'
import { checkUpComments } from './comment-check-up.ts'
import { communicationComments } from './comment-communication.ts'
import { communityComments } from './comment-community.ts'
import { configurationComments } from './comment-configuration.ts'
import { courseComments } from './comment-course.ts'
import { dashboardComments } from './comment-dashboard.ts'
import { disclosureComments } from './comment-disclosure.ts'
import { drillBanner, drillComments } from './comment-drill.ts'
import { freezeComments } from './comment-freeze.ts'
import { onboardingComments } from './comment-onboarding.ts'
import { peopleComments } from './comment-people.ts'
import { plannedComments } from './comment-planned.ts'
import { rebuiltComments } from './comment-rebuilt.ts'
import { rollOutComments } from './comment-roll-out.ts'
import type { RenderContext } from './context.ts'
import { renderFinalRecord } from './final-record.ts'
import { fitted } from './fitted.ts'
import { renderPostmortem } from './postmortem.ts'
import { type CheckType, incidentOf, type Messages, type MessageType, type Sayings } from './saying.ts'
import { paragraphs } from './words.ts'

type CommentType = Exclude<MessageType, CheckType>

const sayings: Sayings<CommentType> = {
  ...answerComments,
  ...configurationComments,
  ...onboardingComments,
  ...courseComments,
  ...freezeComments,
  ...peopleComments,
  ...communicationComments,
  ...alertComments,
  ...rollOutComments,
  ...disclosureComments,
  ...communityComments,
  ...aftermathComments,
  ...dashboardComments,
  ...drillComments,
  ...plannedComments,
  ...rebuiltComments,
  ...checkUpComments,
  Postmortem: ({ message, incident }) =>
    incident ? renderPostmortem(incident, message.template) : 'This incident is not on record any more.',
  FinalRecord: ({ incident }) => (incident ? renderFinalRecord(incident) : 'This incident is not on record any more.'),
}

/**
 * The Markdown of a comment or an issue. A check's message comes out as its title and text, for places that show it as a
 * comment.
 */
export function renderMessage(message: Message, context: RenderContext): string {
  if (!isCheckMessage(message)) return fitted(withBanner(say(message.type, message, context), message, context))
  const { title, summary, text } = renderCheck(message, context)
  return fitted(paragraphs(`**${title}**`, summary, text))
}

/** What is said in an exercise begins with that it is one. */
function withBanner(body: string, message: Message, context: RenderContext): string {
  return incidentOf(message, context)?.drill ? paragraphs(drillBanner, body) : body
}

const say = <Type extends CommentType>(type: Type, message: Messages[Type], context: RenderContext): string =>
  sayings[type]({ message, incident: incidentOf(message, context), context })
