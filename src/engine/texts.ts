import type { Notice } from '../incident/communication.ts'
import type { ChannelWords, CheckOutput, Effect, NotifyChannel } from '../incident/effect.ts'
import type { Incident } from '../incident/incident.ts'
import type { Message } from '../incident/message.ts'
import type { Decision, Situation } from '../incident/plan.ts'
import type { RenderContext } from '../render/context.ts'
import type { Log } from './ports.ts'
import { errorFields } from './redact.ts'

/** What puts things into words. */
export interface Render {
  renderMessage(message: Message, context: RenderContext): string
  /** The title of the issue that the message opens. */
  renderTitle(message: Message, context: RenderContext): string
  renderCheck(message: Message, context: RenderContext): CheckOutput
  renderCard(incident: Incident, context: RenderContext): string
  channelWords(notice: Notice, incident: Incident, context: RenderContext): ChannelWords
}

export interface TextTools {
  readonly render: Render
  readonly log: Log
}

/** The decision with the words of its effects filled in, as the incidents are after it. */
export function withTexts(tools: TextTools, decision: Decision, situation: Situation): Decision {
  const { repository, self, now } = situation
  const incidents = new Map([...situation.incidents, ...decision.incidents].map((one) => [one.id, one]))
  const context: RenderContext = { repository, self, incidents, now }
  return {
    ...decision,
    effects: decision.effects.map((put) => ({ ...put, effect: withText(tools, put.effect, context) })),
  }
}

function withText({ render, log }: TextTools, effect: Effect, context: RenderContext): Effect {
  switch (effect.type) {
    case 'OpenIssue':
    case 'OpenRevert':
    case 'OpenAdvisory':
    case 'PublishDiscussion': {
      const { message } = effect
      const title = worded(log, message, () => render.renderTitle(message, context)) ?? effect.title
      const body = worded(log, message, () => render.renderMessage(message, context)) ?? wordless(message)
      return { ...effect, title, body }
    }
    case 'PostComment':
    case 'KeepIssue': {
      const { message } = effect
      return {
        ...effect,
        body: worded(log, message, () => render.renderMessage(message, context)) ?? wordless(message),
      }
    }
    case 'PublishCheck': {
      const { message, name } = effect
      const output = worded(log, message, () => render.renderCheck(message, context))
      return { ...effect, output: output ?? { title: name, summary: wordless(message) } }
    }
    case 'NotifyChannel':
      return withChannelWords({ render, log }, effect, context)
    default:
      return effect
  }
}

/** A page that cannot be worded is a page all the same: it leads to the incident. */
function withChannelWords({ render, log }: TextTools, effect: NotifyChannel, context: RenderContext): NotifyChannel {
  const incident = context.incidents.get(effect.incident)
  if (!incident) return effect
  try {
    return { ...effect, words: render.channelWords(effect.notice, incident, context) }
  } catch (error) {
    log.error({ occasion: effect.notice.occasion, ...errorFields(error) }, "A channel's words could not be found")
    const { url } = incident.anchor
    return {
      ...effect,
      words: { title: 'An incident', facts: [], text: '', url, action: 'trigger', level: 'critical' },
    }
  }
}

/** A freeze must not wait for a sentence: what cannot be said is said to be so, and the operator is told. */
function worded<Text>(log: Log, { type }: Message, say: () => Text): Text | undefined {
  try {
    return say()
  } catch (error) {
    log.error({ message: type, ...errorFields(error) }, 'A message could not be put into words')
    return undefined
  }
}

const wordless = ({ type }: Message): string =>
  `Firebreak could not put this message (${type}) into words; its log says why. The procedure goes on.`
