import { demandLease } from '../engine/lease.ts'
import { type Channels, type PerformJob, TryLater } from '../engine/ports.ts'
import type { EffectOutcome, NotifyChannel } from '../incident/effect.ts'
import { fullName } from '../incident/repository.ts'
import type { ChannelAddress } from '../lib/channel-address.ts'
import { type ChannelGrant, isGranted } from '../lib/channel-grants.ts'
import { fingerprint, type Letter, operatorShould, Refused } from './letter.ts'
import { probeChannels } from './probe.ts'
import { send } from './send.ts'

/**
 * How often is tried what passes by itself. With the engine's waits that is about half an hour for a page, after which
 * people are better told that it did not arrive; and about a day for news, which nobody wants to have later.
 */
const mostTries = { page: 20, news: 100 }

/**
 * Channels outside GitHub. A repository's file names the kind and the secret; only what the operator granted to that
 * repository is used, and only for the kind that the address was made for.
 * @param grants from the settings
 * @param timeout the longest time to wait for the other end, in milliseconds
 */
export function createChannels(grants: readonly ChannelGrant[], timeout = 10_000): Channels {
  return {
    async notify(job) {
      const { effect } = job.put
      if (effect.type !== 'NotifyChannel') throw new Error('src/notify tells channels, and nothing else')
      const grant = grants.find(({ name }) => name === effect.secret)
      // The same answer whether there is such a secret or not: otherwise a repository could look for names.
      if (!grant || !isGranted(grant, job.repository))
        return failed(
          `the channel \`${effect.channel}\` is not granted to this repository: the operator of this server can grant it`,
        )
      const letter = letterOf(job, effect, timeout)
      if (!letter) return failed('the incident is not on record any more')
      // People are not called twice because a process stood still, whose work another one has taken over.
      demandLease()
      return await deliver(effect, grant.address, letter)
    },
    probe: (repository, asked) => probeChannels(grants, repository, asked, { timeout }),
  }
}

function letterOf(
  { put, repository, triesBefore, memory }: PerformJob,
  { incident, channel, notice, words }: NotifyChannel,
  timeout: number,
): Letter | undefined {
  if (!words) return undefined
  return {
    id: fingerprint(put.key),
    thread: fingerprint(incident),
    channel,
    urgent: put.urgent,
    incident,
    repository: fullName(repository),
    occasion: notice.occasion,
    words,
    triesBefore,
    memory,
    timeout,
  }
}

async function deliver(effect: NotifyChannel, address: ChannelAddress, letter: Letter): Promise<EffectOutcome> {
  try {
    const receipt = await send(effect.kind, address, letter)
    if (receipt !== undefined) return { succeeded: true, result: { type: 'Sent', receipt } }
    return failed(
      `the address of the channel \`${effect.channel}\` is not one for \`${effect.kind}\`: ` +
        `correct the channel's \`type\`, or ${operatorShould('look at the address')}`,
    )
  } catch (error) {
    if (error instanceof Refused) return failed(error.message)
    const tries = letter.triesBefore + 1
    if (error instanceof TryLater && tries >= (letter.urgent ? mostTries.page : mostTries.news))
      return failed(`given up after ${tries} tries: ${error.message}`)
    throw error
  }
}

const failed = (reason: string): EffectOutcome => ({ succeeded: false, reason })
