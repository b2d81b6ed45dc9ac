import type { Emulator } from '../../emulator/emulator.ts'
import { firstLines } from './plain.ts'
import type { Line } from './transcript.ts'

type Repository = ReturnType<Emulator['repository']>

/** Sees what Firebreak does beside issues and rules: advisories, discussions, conversations that are locked. */
export class ElsewhereObserver {
  readonly #repository: Repository
  #seen: ReadonlyMap<string, Line>

  constructor(repository: Repository) {
    this.#repository = repository
    this.#seen = this.#now()
  }

  /** What is new since it was last looked at. */
  look(): readonly Line[] {
    const [before, now] = [this.#seen, this.#now()]
    this.#seen = now
    // An advisory that goes from one state to the next is not over.
    const over = [...before].filter(([key, { kind }]) => !now.has(key) && kind === 'status')
    return [
      ...[...now].filter(([key]) => !before.has(key)).map(([, line]) => line),
      ...over.map(([, { text }]): Line => ({ kind: 'status', text: `no longer: ${text}` })),
    ]
  }

  /** Each thing that is so now, by a key of its own. */
  #now(): ReadonlyMap<string, Line> {
    const { advisories, discussions, issues, interactionLimit } = this.#repository
    return new Map<string, Line>([
      ...advisories.map(({ ghsaId, summary, state, description }) => {
        const line: Line = {
          kind: 'opened',
          text: `${stateWords[state]} “${summary}”`,
          quote: firstLines(description, 2),
        }
        return [`${ghsaId} ${state}`, line] as const
      }),
      ...discussions.map(({ number, title, body }) => {
        const line: Line = { kind: 'opened', text: `discussion #${number} “${title}”`, quote: firstLines(body, 2) }
        return [`discussion ${number}`, line] as const
      }),
      ...issues
        .filter(({ locked }) => locked)
        .map(({ number }) => [`locked ${number}`, { kind: 'status', text: `#${number} is locked` }] as const),
      ...(interactionLimit ? [limited(interactionLimit.group)] : []),
    ])
  }
}

const stateWords = {
  triage: 'a private report',
  draft: 'a draft security advisory',
  published: 'a published security advisory',
} as const

const limited = (group: string): readonly [string, Line] => [
  `limit ${group}`,
  { kind: 'status', text: `interactions in the whole repository are limited to ${group.replaceAll('_', ' ')}` },
]
