import type { ChannelWords } from '../incident/effect.ts'
import { type Letter, operatorShould, Refused, shortened } from './letter.ts'
import { post } from './post.ts'

/**
 * Tells a channel of Slack through an incoming webhook, and returns the receipt. It answers `ok`, or one word that says
 * what is wrong: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 */
export async function sendToSlack(url: string, { words, timeout }: Letter): Promise<string> {
  const { text } = await post({ service: 'Slack', url, body: JSON.stringify(slackMessage(words)), timeout })
  // Some other service took it, and would show nothing that anybody can read.
  if (text.trim() !== 'ok')
    throw new Refused(`the answer was not Slack's; ${operatorShould('look whether the address belongs to Slack')}`)
  return 'Slack took it'
}

function slackMessage({ title, facts, text, url }: ChannelWords): object {
  const fields = facts.slice(0, 10).map(([name, value]) => mrkdwn(`*${escaped(name, 200)}*\n${escaped(value, 1_000)}`))
  return {
    // What a notification shows.
    text: escaped(title, 1_000),
    blocks: [
      section(`*${escaped(title, 1_000)}*`),
      ...(fields.length > 0 ? [{ type: 'section', fields }] : []),
      ...(text === '' ? [] : [section(escaped(text, 2_900))]),
      section(`<${escaped(new URL(url).href, 2_000)}|Open the incident on GitHub>`),
    ],
  }
}

const section = (text: string): object => ({ type: 'section', text: mrkdwn(text) })

/**
 * `verbatim`: only what stands between `<` and `>` is made a link or a mention, and those are escaped.
 * Source: https://docs.slack.dev/reference/block-kit/composition-objects/text-object
 */
const mrkdwn = (text: string): object => ({ type: 'mrkdwn', text, verbatim: true })

/** The three characters that Slack asks to be escaped: https://docs.slack.dev/messaging/formatting-message-text#escaping */
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

const escaped = (text: string, max: number): string =>
  shortened(text, max, (character) => entities[character] ?? character)
