import type { ChannelAsked } from '../incident/readiness/channels.ts'
import { fingerprint, type Letter } from './letter.ts'

interface TestOptions {
  /** The address that the message leads to. */
  readonly page: string
  readonly timeout: number
}

/**
 * A message that says first that it is a test. An alarm stays open until somebody resolves it: one that took itself back at
 * once might never have rung.
 */
export function testLetter(
  { owner, name }: { readonly owner: string; readonly name: string },
  channel: ChannelAsked,
  { page, timeout }: TestOptions,
): Letter {
  const repository = `${owner}/${name}`
  // Each test is a message of its own: a receiver that has seen the one before is to take this one, too.
  const id = fingerprint(`test/${repository}/${channel.name}/${Date.now()}`)
  return {
    ...{ id, thread: id, channel: channel.name, urgent: false, incident: 'test', repository, occasion: 'test' },
    words: {
      title: `TEST of the channel "${channel.name}" of ${repository}: nothing is wrong`,
      facts: [['Sent by', 'firebreak doctor']],
      text:
        'Somebody looks whether messages arrive here in an emergency. They do, as you see. ' +
        'If this is an alarm, resolve it: nothing else will.',
      url: page,
      action: 'trigger',
      level: 'info',
    },
    triesBefore: 0,
    memory: forgetful,
    timeout,
  }
}

/** There is no earlier try that a test could know of. */
const forgetful: Letter['memory'] = {
  recall: () => Promise.resolve(undefined),
  memorise: () => Promise.resolve(),
}
