import type { Emulator } from '../../emulator/emulator.ts'
import type { Cast } from './cast.ts'
import type { Line } from './transcript.ts'

type Judgement = ReturnType<Emulator['mayMerge']>

interface Asked {
  readonly github: Emulator
  readonly repository: string
  readonly cast: Cast
  /** Branches that a freeze could be about. */
  readonly branches: readonly string[]
}

/** Says who could merge what, and push where, each time that it changes. */
export class WhoMay {
  readonly #asked: Asked
  readonly #said = new Map<string, string>()

  constructor(asked: Asked) {
    this.#asked = asked
    this.look()
  }

  /** What is other than when it was last looked at. */
  look(): readonly Line[] {
    const { github, repository } = this.#asked
    const home = github.repository(repository)
    const pulls = home.issues.filter(({ pull, state }) => pull && state === 'open')
    return [
      ...pulls.flatMap(({ number, title }) =>
        this.#changed(`#${number}`, `#${number} “${title}” can be merged by`, this.#mergers(number)),
      ),
      ...this.#asked.branches.flatMap((branch) =>
        this.#changed(
          branch,
          `${branch} can be pushed to by`,
          this.#allowed((login) => github.mayPush(repository, branch, login)),
        ),
      ),
    ]
  }

  #mergers(number: number): string {
    const { github, repository } = this.#asked
    return this.#allowed((login) => github.mayMerge(repository, number, login))
  }

  /** In words: nobody, everybody who may write at all, or their names. */
  #allowed(may: (login: string) => Judgement): string {
    const writers = [...this.#asked.cast.people].filter(([, role]) => !['read', 'triage'].includes(role))
    const judged = writers.map(([login]) => ({ login, ...may(login) })).filter(({ allowed }) => allowed)
    if (judged.length === 0) return 'nobody, administrators included'
    const past = judged.filter(({ bypassedRulesets }) => bypassedRulesets.length > 0).map(({ login }) => login)
    const freely = judged.filter(({ login }) => !past.includes(login)).map(({ login }) => login)
    if (freely.length === writers.length) return 'everybody who may write'
    const bypassing = past.length === 0 ? [] : [`${past.join(', ')} by bypassing the freeze`]
    return [...freely, ...bypassing].join(', ')
  }

  #changed(key: string, subject: string, who: string): readonly Line[] {
    if (this.#said.get(key) === who) return []
    this.#said.set(key, who)
    return [{ kind: 'merges', text: `${subject} ${who}` }]
  }
}
