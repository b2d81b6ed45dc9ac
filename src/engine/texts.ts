import type { Notice } from '../incident/communication.ts'
import { isSecret } from '../incident/disclosure.ts'
import type { ChannelWords, CheckOutput, Effect, NotifyChannel, PutEffect } from '../incident/effect.ts'
import type { Incident } from '../incident/incident.ts'
import type { Message } from '../incident/message.ts'
import type { Decision, Situation } from '../incident/plan.ts'
import type { RenderContext } from '../render/context.ts'
import { linkedFromElsewhere } from '../render/linked-from-elsewhere.ts'
import { publicMessage } from '../render/public-message.ts'
import { isPrivatePlace, publicContext, publicNotice, publicTitle } from '../render/public-view.ts'
import type { Log } from './ports.ts'
import { errorFields } from './redact.ts'

/** What puts things into words. */
export interface Render {
  renderMessage(message: Message, context: RenderContext): string
  /** The title of the issue that the message opens. */
  renderTitle(message: Message, context: RenderContext): string
  renderCheck(message: Message, context: RenderContext): CheckOutput
  renderCard(incident: Incident): string
  channelWords(notice: Notice, incident: Incident, context: RenderContext): ChannelWords
}

export interface TextTools {
  readonly render: Render
  readonly log: Log
}

/** Where something is said, and from what it is put into words there. */
interface Place {
  readonly context: RenderContext
  readonly spoken: (message: Message) => Message
  /** What is opened is called this where no words can be found for its title. */
  readonly title: (usual: string) => string
}

/** The decision with the words of its effects filled in, as the incidents are after it. Messages are stored as they were. */
export function withTexts(tools: TextTools, decision: Decision, situation: Situation): Decision {
  const { repository, self, now } = situation
  const incidents = new Map([...situation.incidents, ...decision.incidents].map((one) => [one.id, one]))
  const context: RenderContext = { repository, self, incidents, now }
  const open = publicContext(context)
  return {
    ...decision,
    effects: decision.effects.map((put) => {
      const place = isPrivatePlace(put.effect) ? privately(context) : publicly(open, put)
      return { ...put, effect: withText(tools, put.effect, place) }
    }),
  }
}

const privately = (context: RenderContext): Place => ({
  context,
  spoken: (message) => message,
  title: (usual) => usual,
})

function publicly(context: RenderContext, { incident: id }: PutEffect): Place {
  const incident = id === undefined ? undefined : context.incidents.get(id)
  return {
    context,
    spoken: (message) => publicMessage(message, incident),
    title: (usual) => (incident && isSecret(incident) ? publicTitle(incident) : usual),
  }
}

function withText(tools: TextTools, effect: Effect, place: Place): Effect {
  const { render, log } = tools
  const { context } = place
  switch (effect.type) {
    case 'OpenIssue':
    case 'OpenRevert':
    case 'OpenAdvisory':
    case 'PublishDiscussion': {
      const message = place.spoken(effect.message)
      const title = worded(log, message, () => render.renderTitle(message, context)) ?? place.title(effect.title)
      return { ...effect, title, body: inItsPlace(effect, bodyOf(tools, message, context), context) }
    }
    case 'PostComment':
    case 'KeepIssue':
    case 'ProposeConfiguration':
      return { ...effect, body: inItsPlace(effect, bodyOf(tools, place.spoken(effect.message), context), context) }
    case 'PublishCheck': {
      const message = place.spoken(effect.message)
      const output = worded(log, message, () => render.renderCheck(message, context))
      return { ...effect, output: output ?? { title: effect.name, summary: wordless(message) } }
    }
    case 'NotifyChannel':
      return withChannelWords(tools, effect, context)
    default:
      return effect
  }
}

const bodyOf = ({ render, log }: TextTools, message: Message, context: RenderContext): string =>
  worded(log, message, () => render.renderMessage(message, context)) ?? wordless(message)

const inItsPlace = (effect: Effect, body: string, { repository }: RenderContext): string =>
  'repository' in effect && effect.repository !== undefined ? linkedFromElsewhere(body, repository) : body

/** A page that cannot be worded is a page all the same: it leads to the incident. Nobody knows who reads a channel. */
function withChannelWords({ render, log }: TextTools, effect: NotifyChannel, context: RenderContext): NotifyChannel {
  const incident = context.incidents.get(effect.incident)
  if (!incident) return effect
  try {
    const notice = publicNotice(effect.notice, incident)
    return { ...effect, words: render.channelWords(notice, incident, context) }
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
