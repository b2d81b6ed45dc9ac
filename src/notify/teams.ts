import type { ChannelWords } from '../incident/effect.ts'
import { type Letter, shortened } from './letter.ts'
import { post } from './post.ts'

/**
 * Tells a channel of Microsoft Teams through a workflow ("When a Teams webhook request is received"), and returns the
 * receipt. The workflow answers 202 before it posts: that the card is shown is never said. At most 28 KB.
 * Source: https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook
 */
export async function sendToTeams(url: string, { words, timeout }: Letter): Promise<string> {
  const content = teamsCard(words)
  const attachment = { contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }
  const body = JSON.stringify({ type: 'message', attachments: [attachment] })
  await post({ service: 'Teams', url, body, timeout })
  return 'the Teams workflow accepted it; it does not tell whether it was posted'
}

/** https://adaptivecards.io/explorer/AdaptiveCard.html */
function teamsCard({ title, facts, text, url }: ChannelWords): object {
  const lines = text === '' ? [] : shortened(text, 2_000).split('\n').slice(0, 60)
  const shownFacts = facts
    .slice(0, 10)
    .map(([name, value]) => [run(`${shortened(name, 50)}: `, { weight: 'Bolder' }), run(shortened(value, 200))])
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    fallbackText: shortened(title, 500),
    body: [
      line([run(shortened(title, 500), { weight: 'Bolder', size: 'Medium' })]),
      ...shownFacts.map((runs) => line(runs, 'None')),
      ...lines.map((each, index) => line([run(each === '' ? ' ' : each)], index === 0 ? 'Medium' : 'None')),
    ],
    actions: [{ type: 'Action.OpenUrl', title: 'Open the incident on GitHub', url: new URL(url).href }],
  }
}

/** Rich text, because a `TextBlock` would read Markdown, with links whose words lead elsewhere. */
const line = (inlines: readonly object[], spacing = 'Default'): object => ({ type: 'RichTextBlock', spacing, inlines })

const run = (text: string, style: object = {}): object => ({ type: 'TextRun', text, ...style })
