import type { ChannelAddress } from '../lib/channel-address.ts'
import type { Channel } from '../policy/policy.ts'
import { sendToDiscord } from './discord.ts'
import { sendMail } from './email.ts'
import type { Letter } from './letter.ts'
import { sendToPagerDuty } from './pagerduty.ts'
import { sendToSlack } from './slack.ts'
import { sendToTeams } from './teams.ts'
import { sendSigned } from './webhook.ts'

/**
 * Tells one channel. Returns the receipt; undefined when the address is of another form than the kind asks for. Throws
 * `TryLater` for what passes by itself and `Refused` for what does not.
 */
export async function send(
  kind: Channel['type'],
  address: ChannelAddress,
  letter: Letter,
): Promise<string | undefined> {
  switch (kind) {
    case 'slack':
      return address.form === 'web' ? await sendToSlack(address.url, letter) : undefined
    case 'discord':
      return address.form === 'web' ? await sendToDiscord(address.url, letter) : undefined
    case 'teams':
      return address.form === 'web' ? await sendToTeams(address.url, letter) : undefined
    case 'pagerduty':
      return address.form === 'pager' ? await sendToPagerDuty(address, letter) : undefined
    case 'email':
      return address.form === 'mail' ? await sendMail(address, letter) : undefined
    case 'webhook':
      return address.form === 'signed' ? await sendSigned(address, letter) : undefined
  }
}
