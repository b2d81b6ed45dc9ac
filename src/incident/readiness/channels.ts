import type { Channel, Policy } from '../../policy/policy.ts'
import type { Finding } from '../finding.ts'

/** A channel of the configuration, as whoever holds the addresses is asked about it. */
export interface ChannelAsked {
  /** Its name in the configuration. */
  readonly name: string
  readonly kind: Channel['type']
  /** Name of the operator's secret. */
  readonly secret: string
}

/**
 * What trying a channel came to; `how` and `why` are clauses for people without their full stop, and hold no address.
 * `unclear`: as far as it goes without sending, all is well, and the rest would be known only by sending. `away`: nobody
 * answered now, which may pass.
 */
export type ProbeResult =
  | { readonly state: 'answers'; readonly how: string }
  | { readonly state: 'unclear'; readonly why: string }
  | { readonly state: 'away'; readonly why: string }
  | { readonly state: 'refuses'; readonly why: string }
  /** The operator has not granted it to this repository; the same answer whether there is such a secret or not. */
  | { readonly state: 'not-granted' }
  /** The address is not one for the channel's `type`. */
  | { readonly state: 'other-kind' }

export interface ProbedChannel {
  readonly channel: string
  readonly result: ProbeResult
}

/** All channels of a policy, also those that no step names: they are there to be used. */
export const channelsAsked = ({ channels }: Policy): readonly ChannelAsked[] =>
  Object.entries(channels).map(([name, { type, secret }]) => ({ name, kind: type, secret }))

/**
 * What would go wrong with the channels outside GitHub. A channel that nothing of the procedure tells is at most `weak`:
 * nobody is missed by it.
 * @param probed undefined: they could not be tried
 * @param awayBefore names of the channels that did not answer at the look before either: what may pass is `broken` for these
 * alone. Undefined: there was no look before, and this one counts
 */
export function channelFindings(
  policy: Policy,
  probed: readonly ProbedChannel[] | undefined,
  awayBefore?: readonly string[],
): readonly Finding[] {
  const told = channelsTold(policy)
  return channelsAsked(policy)
    .map((asked) => {
      const { name } = asked
      const result = resultOf(probed, name)
      const mayPass = result?.state === 'away' && awayBefore?.includes(name) === false
      return { ...(mayPass ? passing(asked, result) : findingOf(asked, told.has(name), result)), subjects: [name] }
    })
    .sort((one, other) => order.indexOf(one.level) - order.indexOf(other.level))
}

/** Names of the channels of which nobody answered, which may pass. */
export const channelsAway = (probed: readonly ProbedChannel[]): readonly string[] =>
  probed.flatMap(({ channel, result }) => (result.state === 'away' ? [channel] : []))

const resultOf = (probed: readonly ProbedChannel[] | undefined, name: string): ProbeResult | undefined =>
  probed?.find(({ channel }) => channel === name)?.result

/** Names of the channels that something of the procedure tells. */
function channelsTold({ escalation, updates }: Policy): ReadonlySet<string> {
  const steps = Object.values(escalation.policies).flatMap((policy) => policy.steps)
  const tellers = [...steps, ...updates.deadlines, ...updates.messages]
  return new Set(tellers.flatMap(({ channels }) => channels))
}

const wordsFor = ({ name, kind }: ChannelAsked): string => `The channel "${name}" (${kind})`

const passing = (asked: ChannelAsked, { why }: Extract<ProbeResult, { state: 'away' }>): Finding => ({
  ...{ topic: 'channels', level: 'unknown' },
  seen: `${wordsFor(asked)} did not answer this time: ${why}.`,
  remedy: 'Look whether this passes. When it does not answer the next time either, it counts as failing.',
})

const order: readonly Finding['level'][] = ['broken', 'weak', 'unknown', 'good']

function findingOf(asked: ChannelAsked, isTold: boolean, result: ProbeResult | undefined): Finding {
  const topic = 'channels'
  const { name, secret } = asked
  const which = wordsFor(asked)
  const broken = {
    topic,
    level: isTold ? 'broken' : 'weak',
    ...(isTold && { emergency: `Whatever goes to "${name}" reaches nobody, and that is known only afterwards.` }),
  } as const
  switch (result?.state) {
    case undefined:
      return { topic, level: 'unknown', seen: `${which} was not tried.` }
    case 'answers':
      return { topic, level: 'good', seen: `${which} answers: ${result.how}.` }
    case 'unclear':
      return { topic, level: 'unknown', seen: `${which} cannot be told without sending: ${result.why}.`, ...trial }
    case 'away':
      return { ...broken, seen: `${which} did not answer: ${result.why}.`, remedy: 'Look whether this passes.' }
    case 'refuses':
      return { ...broken, seen: `${which} refuses: ${result.why}.`, remedy: `Have the operator correct ${secret}.` }
    case 'other-kind':
      return {
        ...broken,
        seen: `${which} has an address of another kind.`,
        remedy: `Correct the channel's type, or have the operator look at ${secret}.`,
      }
    case 'not-granted':
      return {
        ...broken,
        seen: `${which} is in the configuration, and the operator of this server has not granted it to this repository.`,
        remedy: `Have the operator grant ${secret} to this repository (channels.md of Firebreak's documentation), or take the channel out.`,
      }
  }
}

const trial = { remedy: 'Try it once with a test message: firebreak doctor OWNER/REPO --send-test.' } as const
