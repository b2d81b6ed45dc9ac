import type { Emulator } from '../emulator/emulator.ts'
import type { Terminal } from './terminal.ts'

type Repository = ReturnType<Emulator['repository']>

/** Prints what people would see on GitHub, as it changes. */
export class Transcript {
  readonly #terminal: Terminal
  readonly #repository: Repository
  readonly #now: () => number
  readonly #comments = new Map<number, string>()
  readonly #labels = new Map<number, string>()
  readonly #issues = new Map<number, string>()
  readonly #checks = new Map<number, string>()
  #rulesets: readonly { id: number; name: string }[] = []

  constructor(terminal: Terminal, repository: Repository, now: () => number) {
    this.#terminal = terminal
    this.#repository = repository
    this.#now = now
    this.#remember()
  }

  /** What somebody does, before its consequences. */
  tell(line: string): void {
    const [weekday, , , time] = new Date(this.#now()).toUTCString().replace(',', '').split(' ').toSpliced(3, 1)
    this.#terminal.print('')
    this.#terminal.print(this.#bold(`${weekday} ${time?.slice(0, 5)}  ${line}`))
  }

  /** Says what changed on GitHub since it was last looked at. */
  observe(): void {
    this.#observeRulesets()
    this.#observeIssues()
    this.#observeLabels()
    this.#observeComments()
    this.#observeChecks()
  }

  /** A line of what follows; what GitHub says in several lines is said in one. */
  note(line: string): void {
    this.#terminal.print(`           ${line.replace(/\s+/gu, ' ').trim()}`)
  }

  #observeIssues(): void {
    for (const { number, title, state, pull, author, body, byApp } of this.#repository.issues) {
      const now = pull?.merged ? 'merged' : state
      const before = this.#issues.get(number)
      this.#issues.set(number, now)
      if (before === undefined && byApp) {
        this.note(`${author} opened #${number} "${title}"`)
        this.#quote(body ?? '', 40)
      } else if (before !== undefined && before !== now) this.note(`#${number} is ${now}`)
    }
  }

  #observeRulesets(): void {
    const now = this.#repository.rulesets.map(({ id, name }) => ({ id, name }))
    for (const { id, name } of now)
      if (!this.#rulesets.some((known) => known.id === id)) this.note(`+ ruleset "${name}"`)
    for (const { id, name } of this.#rulesets)
      if (!now.some((current) => current.id === id)) this.note(`- ruleset "${name}"`)
    this.#rulesets = now
  }

  #observeLabels(): void {
    for (const { number, labelIds } of this.#repository.issues) {
      const names = this.#labelNames(labelIds)
      if (this.#labels.get(number) !== names && names !== '') this.note(`labels of #${number}: ${names}`)
      this.#labels.set(number, names)
    }
  }

  #labelNames(ids: readonly number[]): string {
    return ids
      .flatMap((id) => this.#repository.labels.filter((label) => label.id === id).map(({ name }) => name))
      .join(', ')
  }

  #observeComments(): void {
    for (const { id, issueNumber, author, body, byApp } of this.#repository.comments) {
      const before = this.#comments.get(id)
      this.#comments.set(id, body)
      if (!byApp || before === body) continue
      if (before === undefined) {
        this.note(`${author} on #${issueNumber}:`)
        this.#quote(body, 30)
      } else this.note(`${author} edited its card on #${issueNumber}`)
    }
  }

  #observeChecks(): void {
    for (const { id, name, conclusion, output, headSha } of this.#repository.checkRuns) {
      const now = `${conclusion} ${output.summary ?? ''}`
      if (this.#checks.get(id) === now) continue
      this.#checks.set(id, now)
      this.note(
        `check ${name} on ${headSha.slice(0, 7)}: ${conclusion === 'success' ? '✓' : '✗'} ${output.title ?? ''}`,
      )
      if (conclusion !== 'success') this.#quote(output.summary ?? '', 14)
    }
  }

  /** Markdown as a person would read it: no markers, no folded details, not more lines than fit. */
  #quote(markdown: string, most: number): void {
    const lines = markdown
      .replace(/<!--[\s\S]*?-->/gu, '')
      .replace(/<details>[\s\S]*?<\/details>/gu, '(the timeline, folded)')
      .replace(/<\/?[a-z][^>]*>/gu, '')
      .split('\n')
      .filter((line, index, all) => line.trim() !== '' || all[index - 1]?.trim() !== '')
    const shown = lines.slice(0, most)
    for (const line of shown) this.#terminal.print(this.#dim(`             | ${line}`.trimEnd()))
    if (lines.length > most) this.#terminal.print(this.#dim(`             | … ${lines.length - most} more lines`))
  }

  #remember(): void {
    for (const { number, state, labelIds } of this.#repository.issues) {
      this.#issues.set(number, state)
      this.#labels.set(number, this.#labelNames(labelIds))
    }
  }

  #bold(text: string): string {
    return this.#terminal.isTerminal ? `\u001B[1m${text}\u001B[0m` : text
  }

  #dim(text: string): string {
    return this.#terminal.isTerminal ? `\u001B[2m${text}\u001B[0m` : text
  }
}
