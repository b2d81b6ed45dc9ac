import { createEngine, type Engine, type EngineParts } from '../../../src/engine/engine.ts'
import type { ConfigurationFile, GitHub, Log, PerformJob, Store } from '../../../src/engine/ports.ts'
import type { EffectOutcome } from '../../../src/incident/effect.ts'
import type { Event, GitHubEvent } from '../../../src/incident/event.ts'
import type { KeptState } from '../../../src/incident/kept.ts'
import type { Decision, Situation } from '../../../src/incident/plan.ts'
import type { Answer, Asking, Question } from '../../../src/incident/question.ts'
import { MemoryStore } from './memory-store.ts'
import { nothing } from './samples.ts'
import { VirtualClock } from './virtual-clock.ts'

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly fields: object
  readonly message: string
}

export class RecordingLog implements Log {
  readonly lines: LogLine[] = []
  debug = (fields: object, message: string): void => void this.lines.push({ level: 'debug', fields, message })
  info = (fields: object, message: string): void => void this.lines.push({ level: 'info', fields, message })
  warn = (fields: object, message: string): void => void this.lines.push({ level: 'warn', fields, message })
  error = (fields: object, message: string): void => void this.lines.push({ level: 'error', fields, message })

  at(level: LogLine['level']): string[] {
    return this.lines.filter((line) => line.level === level).map(({ message }) => message)
  }

  get text(): string {
    return JSON.stringify(this.lines)
  }
}

/** GitHub as the engine sees it; tests replace what they are about. */
export class ScriptedGitHub implements GitHub {
  readonly asked: Question[] = []
  readonly performed: PerformJob[] = []
  readonly read: { readonly ref: string | undefined; readonly etag: string | undefined }[] = []
  file: { readonly text: string; readonly blob: string } | undefined
  onAnswer = async (question: Question): Promise<Answer> => {
    if (question.ask === 'permission') return { ask: 'permission', value: 'write' }
    throw new Error(`no answer to ${question.ask} was prepared`)
  }
  onPerform = async (_job: PerformJob): Promise<EffectOutcome> => ({ succeeded: true, result: { type: 'Done' } })
  onRead = async (): Promise<void> => undefined
  extended = async (): Promise<string | undefined> => undefined
  kept = async (): Promise<KeptState> => ({ incidents: [], strays: [], comments: [], lists: [] })
  isAnswered = async (): Promise<boolean> => false

  async answer(_repository: unknown, question: Question): Promise<Answer> {
    this.asked.push(question)
    return this.onAnswer(question)
  }

  async perform(job: PerformJob): Promise<EffectOutcome> {
    this.performed.push(job)
    return this.onPerform(job)
  }

  async configuration(
    _repository: unknown,
    { ref, etag }: { ref?: string; etag?: string | undefined },
  ): Promise<ConfigurationFile> {
    this.read.push({ ref, etag })
    await this.onRead()
    if (!this.file) return { found: false }
    const current = `"${this.file.blob}"`
    return etag === current ? { found: 'unchanged' } : { found: true, ...this.file, etag: current }
  }
}

export type DecideNow = (situation: Situation, event: Event) => Asking<Decision> | Decision

/** One process: an engine over a store, in virtual time. */
export class Harness {
  readonly clock: VirtualClock
  readonly log = new RecordingLog()
  readonly github: ScriptedGitHub
  readonly store: Store
  readonly engine: Engine
  readonly decided: { readonly situation: Situation; readonly event: Event }[] = []
  decide: DecideNow = () => nothing
  #deliveries = 0

  constructor(options: HarnessOptions = {}) {
    this.clock = options.clock ?? new VirtualClock()
    this.github = options.github ?? new ScriptedGitHub()
    this.store = options.store ?? new MemoryStore()
    if (options.decide) this.decide = options.decide
    const decide = (situation: Situation, event: Event): Asking<Decision> => this.#decide(situation, event)
    const render: EngineParts['render'] = {
      renderMessage: ({ type }) => `words for ${type}`,
      renderTitle: ({ type }) => `title for ${type}`,
      renderCheck: ({ type }) => ({ title: type, summary: `words for ${type}` }),
      channelWords: () => ({ title: '', facts: [], text: '', url: '', action: 'none', level: 'info' }) as const,
      renderCard: ({ id, version }) => `card of ${id} in version ${version}`,
    }
    const { clock, github, log, store } = this
    const self = { appId: 1, slug: 'firebreak' }
    this.engine = createEngine({ store, github, clock, log, decide, render, self, ...options.parts })
    if (!options.isStopped) this.engine.start()
  }

  *#decide(situation: Situation, event: Event): Asking<Decision> {
    this.decided.push({ situation, event })
    const decision = this.decide(situation, event)
    return 'next' in decision ? yield* decision : decision
  }

  /** Delivers events in one new delivery, and waits until everything has come to rest. */
  async deliver(...events: GitHubEvent[]): Promise<void> {
    await this.engine.accept({ guid: `delivery-${++this.#deliveries}-${this.clock.now()}`, name: 'test' }, events)
    await this.engine.idle()
  }

  pass(milliseconds: number): Promise<void> {
    return this.clock.pass(milliseconds, () => this.engine.idle())
  }
}

export interface HarnessOptions {
  readonly store?: Store
  readonly clock?: VirtualClock
  readonly github?: ScriptedGitHub
  readonly decide?: DecideNow
  readonly isStopped?: boolean
  readonly parts?: Partial<EngineParts>
}

export const seconds = 1000
export const minutes = 60 * seconds
export const hours = 60 * minutes
