import { isPage, type Occasion } from '../communication.ts'
import type { EffectOutcome, PutEffect } from '../effect.ts'
import type { Incident } from '../incident.ts'
import type { Plan } from '../plan.ts'

interface NotTold {
  readonly channel: string
  readonly occasion: Occasion
  readonly reason: string
}

/** What became of telling a channel: its receipt, or why it was not told, on the timeline. */
export function noteChannel(plan: Plan, incident: Incident, { effect }: PutEffect, outcome: EffectOutcome): void {
  if (effect.type !== 'NotifyChannel') return
  const { channel, notice } = effect
  const { occasion } = notice
  if (!outcome.succeeded) {
    noteNotTold(plan, incident, { channel, occasion, reason: outcome.reason })
    return
  }
  if (outcome.result.type !== 'Sent') return
  plan.record(incident, { type: 'ChannelTold', channel, occasion, receipt: outcome.result.receipt })
}

/**
 * A channel was not told: on the timeline and the card always. A page that did not arrive is also said aloud, because
 * somebody relies on it; once, until the channel was told something again.
 */
export function noteNotTold(plan: Plan, incident: Incident, notTold: NotTold): Incident {
  const { channel, occasion } = notTold
  const isKnown = incident.communication.channels.some((state) => state.channel === channel && state.missed)
  const noted = plan.record(incident, { type: 'ChannelNotTold', ...notTold })
  if (isPage(occasion) && !isKnown)
    plan.put(
      noted,
      {
        type: 'PostComment',
        thread: noted.anchor.number,
        message: { type: 'ChannelNotTold', incident: noted.id, ...notTold },
      },
      { urgent: true },
    )
  return noted
}

/** A comment that was seen to be there: only now somebody was told by it. */
export function noteSaid(plan: Plan, incident: Incident, { effect }: PutEffect, url: string): void {
  if (effect.type !== 'PostComment') return
  const { message } = effect
  if (message.type === 'Announcement')
    plan.record(incident, { type: 'MessagePosted', message: message.message, title: message.title, url })
  const isCall =
    message.type === 'DeadlineReached' || message.type === 'SeverityChanged' || message.type === 'Confirmed'
  if (isCall && message.members.length > 0)
    plan.record(incident, { type: 'Told', step: undefined, members: message.members, url })
}
