import { constants, setPriority } from 'node:os'
import { messageOf } from '../../engine/redact.ts'
import type { PlayerAsked, PlayerReply } from '../player-message.ts'
import { refuseNetwork } from './refuse-network.ts'

/** The process in which forecasts are played, one after the other. It is given texts and gives back a forecast, and knows nothing else. */
async function reply(asked: PlayerAsked): Promise<PlayerReply> {
  try {
    const { playForecast } = await import('./play-forecast.ts')
    return { type: 'answered', ...(await playForecast(asked)) }
  } catch (error) {
    return { type: 'failed', error: messageOf(error) }
  }
}

setPriority(constants.priority.PRIORITY_LOW)
refuseNetwork()
// Whoever asked may be gone without having said so.
process.on('disconnect', () => process.exit())
process.on('message', (asked: PlayerAsked) => {
  void reply(asked).then((answer) => process.send?.(answer))
})
