import type { Emulator } from '../../emulator/emulator.ts'
import { firstLines, mentionsIn } from './plain.ts'
import type { Line } from './transcript.ts'

type Repository = ReturnType<Emulator['repository']>

const quoted = 2

/** Sees what Firebreak writes in the issues and pull requests of a repository, and whom that tells. */
export class ThreadObserver {
  readonly #repository: Repository
  /** `OWNER/REPO` before a number, where it is not the incident's own. */
  readonly #prefix: string
  readonly #comments = new Set<number>()
  readonly #threads = new Map<number, string>()
  readonly #labels = new Map<number, string>()
  readonly #assigned = new Map<number, readonly string[]>()

  constructor(repository: Repository, prefix = '') {
    this.#repository = repository
    this.#prefix = prefix
    this.look()
  }

  /** What is new since it was last looked at. */
  look(): readonly Line[] {
    return [...this.#opened(), ...this.#labelled(), ...this.#said(), ...this.#newlyAssigned()]
  }

  #opened(): readonly Line[] {
    return this.#repository.issues.flatMap(({ number, title, state, pull, byApp, body }): Line[] => {
      const now = pull?.merged ? 'merged' : state
      const before = this.#threads.get(number)
      this.#threads.set(number, now)
      const name = `${this.#prefix}#${number}`
      if (before === undefined) {
        if (!byApp) return []
        const text = `Firebreak opens ${name} “${title}”`
        return [{ kind: 'opened', text, quote: firstLines(body ?? '', quoted) }, ...told(body ?? '', name)]
      }
      return before === now ? [] : [{ kind: 'status', text: `${name} is ${now}` }]
    })
  }

  #labelled(): readonly Line[] {
    return this.#repository.issues.flatMap(({ number, labelIds }): Line[] => {
      const names = this.#repository.labels.filter(({ id }) => labelIds.includes(id)).map(({ name }) => name)
      const now = names.sort().join(', ')
      const before = this.#labels.get(number) ?? ''
      this.#labels.set(number, now)
      if (before === now) return []
      return [{ kind: 'labels', text: `labels of ${this.#prefix}#${number}: ${now === '' ? 'none' : now}` }]
    })
  }

  #said(): readonly Line[] {
    return this.#repository.comments.flatMap(({ id, issueNumber, body, byApp }): Line[] => {
      if (this.#comments.has(id)) return []
      this.#comments.add(id)
      if (!byApp) return []
      const name = `${this.#prefix}#${issueNumber}`
      const quote = firstLines(body, quoted)
      const lines = told(body, name)
      return lines.length > 0
        ? lines.map((line) => ({ ...line, quote }))
        : [{ kind: 'said', text: `Firebreak comments on ${name}`, quote }]
    })
  }

  #newlyAssigned(): readonly Line[] {
    return this.#repository.issues.flatMap(({ number, assignees, byApp }): Line[] => {
      const before = this.#assigned.get(number) ?? []
      this.#assigned.set(number, [...assignees])
      const who = assignees.filter((login) => byApp && !before.includes(login)).map((login) => `@${login}`)
      const name = `${this.#prefix}#${number}`
      return who.length === 0
        ? []
        : [{ kind: 'told', text: `${who.join(', ')}: assigned to ${name}`, who, through: 'assignment' }]
    })
  }
}

function told(body: string, name: string): Line[] {
  const who = mentionsIn(body)
  if (who.length === 0) return []
  return [{ kind: 'told', text: `${who.join(', ')}: mentioned on ${name}`, who, through: 'mention' }]
}
