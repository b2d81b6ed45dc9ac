import type { ChannelAddress } from '../lib/channel-address.ts'
import { type Letter, operatorShould, Refused, shortened } from './letter.ts'
import { post } from './post.ts'

type PagerAddress = Extract<ChannelAddress, { form: 'pager' }>

/**
 * Raises, acknowledges or resolves the alarm of an incident, and returns the receipt. All events of one incident carry
 * the same `dedup_key`, so that a repeat is the same alarm. What is only news pages nobody.
 * Source: https://developer.pagerduty.com/docs/send-alert-event
 */
export async function sendToPagerDuty({ key, base }: PagerAddress, letter: Letter): Promise<string> {
  const { words, thread, timeout } = letter
  const { action } = words
  if (action === 'none') return 'PagerDuty has nothing to be told by this'
  if (await isOvertaken(letter)) return 'PagerDuty was told that it is over before this could be delivered'
  const event = { routing_key: key, event_action: action, dedup_key: `firebreak-${thread}` }
  const body = JSON.stringify(action === 'trigger' ? { ...event, ...alarm(letter) } : event)
  const { text } = await post({ service: 'PagerDuty', url: `${base}/v2/enqueue`, body, timeout })
  if (!/"status"\s*:\s*"success"/.test(text))
    throw new Refused(
      `the answer was not PagerDuty's; ${operatorShould('look whether the address belongs to PagerDuty')}`,
    )
  return {
    trigger: 'PagerDuty raised the alarm',
    acknowledge: 'PagerDuty stopped paging',
    resolve: 'PagerDuty closed the alarm',
  }[action]
}

/**
 * An alarm that had to wait, for an outage say, must not wake somebody after it was resolved. Who resolves leaves a
 * note; an alarm that is tried for the first time is newer than any note, takes it away and notes itself. The count of
 * tries would not do: a process that died in the first one has taken nothing away, and would have the alarm dropped.
 */
async function isOvertaken({ words, thread, channel, memory }: Letter): Promise<boolean> {
  const note = `alarm-over/${thread}/${channel}`
  if (words.action === 'resolve') await memory.memorise(true, note)
  if (words.action !== 'trigger') return false
  const isKnown = (await memory.recall()) === 'tried'
  if (isKnown) return (await memory.recall(note)) === true
  await memory.memorise(false, note)
  await memory.memorise('tried')
  return false
}

function alarm({ words, repository }: Letter): object {
  const { title, facts, text, url, level } = words
  const details = Object.fromEntries(facts.map(([name, value]) => [shortened(name, 50), shortened(value, 500)]))
  return {
    payload: {
      summary: shortened(title, 1_024),
      source: repository,
      severity: level,
      custom_details: { ...details, ...(text !== '' && { text: shortened(text, 3_000) }) },
    },
    links: [{ href: url, text: 'The incident on GitHub' }],
    client: 'Firebreak',
    client_url: url,
  }
}
