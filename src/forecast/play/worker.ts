import { constants, platform, setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { messageOf } from '../../engine/redact.ts'
import type { PlayerAsked, PlayerReply } from '../player-message.ts'
import { refuseNetwork } from './refuse-network.ts'

/** The thread in which forecasts are played, one after the other. It is given texts and gives back a forecast, and knows nothing else. */
async function reply(asked: PlayerAsked): Promise<PlayerReply> {
  try {
    const { playForecast } = await import('./play-forecast.ts')
    return { type: 'answered', ...(await playForecast(asked)) }
  } catch (error) {
    return { type: 'failed', error: messageOf(error) }
  }
}

// On Linux a thread has a priority of its own, elsewhere it would be that of the whole server.
if (platform() === 'linux') setPriority(constants.priority.PRIORITY_LOW)
refuseNetwork()
parentPort?.on('message', (asked: PlayerAsked) => {
  void reply(asked).then((answer) => parentPort?.postMessage(answer))
})
