import type { ChannelWords } from '../incident/effect.ts'
import { type Letter, operatorShould, Refused, shortened } from './letter.ts'
import { post } from './post.ts'

/** Discord's own limit for one message. */
const longestMessage = 2_000

/** No previews of links. Source: https://discord.com/developers/docs/resources/message#message-object-message-flags */
const suppressEmbeds = 4

/**
 * Tells a channel of Discord through a webhook, and returns the receipt. With `wait` the answer is the message as it
 * was posted; without, nothing would say whether it was. Nobody can be mentioned.
 * Source: https://discord.com/developers/docs/resources/webhook#execute-webhook
 */
export async function sendToDiscord(address: string, { words, timeout }: Letter): Promise<string> {
  const url = new URL(address)
  url.searchParams.set('wait', 'true')
  const body = JSON.stringify({
    content: discordText(words),
    allowed_mentions: { parse: [] },
    flags: suppressEmbeds,
  })
  const { text } = await post({ service: 'Discord', url: url.href, body, timeout })
  const id = /"id"\s*:\s*"(\d{5,25})"/.exec(text)?.[1]
  if (id === undefined)
    throw new Refused(`the answer was not Discord's; ${operatorShould('look whether the address belongs to Discord')}`)
  return 'Discord posted it'
}

function discordText({ title, facts, text, url }: ChannelWords): string {
  const head = [
    `**${escaped(title, 500)}**`,
    ...facts.map(([name, value]) => `${escaped(name, 50)}: ${escaped(value, 150)}`),
  ]
  const shownHead = fitLines(head, 1_200)
  const link = `<${new URL(url).href}>`
  const left = longestMessage - shownHead.length - link.length - 4
  const shownText = text === '' ? [] : [escaped(text, left)]
  return [shownHead, ...shownText, link].join('\n\n')
}

/** Whole lines, because half of an escape would undo it. */
function fitLines(lines: readonly string[], max: number): string {
  let length = 0
  const fitting = lines.filter((line) => {
    length += line.length + 1
    return length <= max
  })
  return fitting.join('\n')
}

/** Whatever Markdown could make something of, such as a link whose words lead elsewhere. */
const escaped = (text: string, max: number): string =>
  shortened(text, max, (character) => (/[\\*_~`|>#<[\]()@-]/.test(character) ? `\\${character}` : character))
