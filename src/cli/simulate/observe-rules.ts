import type { Emulator } from '../../emulator/emulator.ts'
import { firstLines } from './plain.ts'
import type { Line } from './transcript.ts'

type Repository = ReturnType<Emulator['repository']>
type Ruleset = Repository['rulesets'][number]

/** Sees freezes come and go, and the checks that decide what gets past them. */
export class RulesObserver {
  readonly #repository: Repository
  readonly #checks = new Map<number, string>()
  #rulesets: readonly Ruleset[] = []
  #protected: string

  constructor(repository: Repository) {
    this.#repository = repository
    this.#protected = protectionOf(repository)
  }

  /** What is new since it was last looked at. */
  look(): readonly Line[] {
    return [...this.#rules(), ...this.#protection(), ...this.#judged()]
  }

  #rules(): readonly Line[] {
    const now = [...this.#repository.rulesets]
    const isIn = (rulesets: readonly Ruleset[]) => (one: Ruleset) => rulesets.some(({ id }) => id === one.id)
    const [gone, fresh] = [
      this.#rulesets.filter((one) => !isIn(now)(one)),
      now.filter((one) => !isIn(this.#rulesets)(one)),
    ]
    this.#rulesets = now
    return [
      ...fresh.map(
        (one): Line => ({
          kind: 'freeze',
          text: `${this.#branchesOf(one)} is frozen by the ruleset “${one.name}”${stateOf(one)}`,
        }),
      ),
      ...gone.map(
        (one): Line => ({
          kind: 'thaw',
          text: `${this.#branchesOf(one)} is given back: the ruleset “${one.name}” is gone`,
        }),
      ),
    ]
  }

  /** The branches that a ruleset is about, as people call them. */
  #branchesOf({ conditions }: Ruleset): string {
    const names = conditions.ref_name.include.map((ref) => ref.replace('refs/heads/', ''))
    return names.map((name) => (name === '~DEFAULT_BRANCH' ? this.#repository.defaultBranch : name)).join(', ')
  }

  /** Where a server or plan has no rulesets, or the configuration asks for branch protection. */
  #protection(): readonly Line[] {
    const now = protectionOf(this.#repository)
    if (now === this.#protected) return []
    const isMore = now.length > this.#protected.length
    this.#protected = now
    const branches = this.#repository.classicRules.map(({ pattern }) => pattern).join(', ')
    return [
      {
        kind: isMore ? 'freeze' : 'thaw',
        text: `branch protection changed: ${branches === '' ? 'none is left' : branches}`,
      },
    ]
  }

  #judged(): readonly Line[] {
    return this.#repository.checkRuns.flatMap(({ id, name, conclusion, output, headSha }): Line[] => {
      const now = `${conclusion} ${output.title ?? ''}`
      if (this.#checks.get(id) === now) return []
      this.#checks.set(id, now)
      const pulls = this.#repository.issues.filter(({ pull }) => pull?.head.sha === headSha)
      const on = pulls.map(({ number }) => `#${number}`).join(', ')
      const text = `check ${name} on ${on === '' ? headSha.slice(0, 7) : on}: ${conclusion}, ${output.title ?? ''}`
      return [{ kind: 'check', text, ...(conclusion !== 'success' && { quote: firstLines(output.summary ?? '', 4) }) }]
    })
  }
}

/** What a drill makes in place of a freeze is switched off. */
const stateOf = ({ enforcement }: Ruleset): string => (enforcement === 'active' ? '' : ` (${enforcement})`)

const protectionOf = ({ classicRules }: Repository): string =>
  JSON.stringify(classicRules.map(({ id: _id, createdAt: _created, updatedAt: _updated, ...rule }) => rule))
