import type { Channels } from '../../engine/ports.ts'
import { firstLines } from './plain.ts'
import type { Line } from './transcript.ts'

/** Takes down what channels would be told, and tells nobody. */
export class SilentChannels implements Channels {
  #lines: Line[] = []

  /** What was meant for channels since it was last asked. */
  take(): readonly Line[] {
    const lines = this.#lines
    this.#lines = []
    return lines
  }

  notify: Channels['notify'] = async ({ put: { effect } }) => {
    if (effect.type !== 'NotifyChannel') throw new Error('channels are told, and nothing else')
    const { channel, kind, notice, words } = effect
    const quote = words ? [words.title, ...firstLines(words.text, 2)] : []
    this.#lines.push({
      kind: 'told',
      text: `channel ${channel} (${kind}): ${notice.occasion}`,
      ...{ who: [channel], through: kind, quote },
    })
    return { succeeded: true, result: { type: 'Sent', receipt: 'simulated' } }
  }

  probe: Channels['probe'] = async (_repository, asked) =>
    asked.map(({ name }) => ({ channel: name, result: { state: 'answers', how: 'simulated' } }))
}
