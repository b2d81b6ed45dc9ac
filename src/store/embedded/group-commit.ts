import type { DatabaseSync } from 'node:sqlite'
import { told } from './trouble.ts'

interface Job {
  /** Does the work and returns what tells the caller, once the work is durable. */
  readonly perform: () => () => void
  readonly reject: (reason: unknown) => void
}

type Endings = readonly (() => void)[]

/** As many as share one transaction; the process answers nothing else while they are carried out. */
const largestGroup = 256

/**
 * Carries out changes in groups: whatever is asked for in the same turn of the event loop shares one transaction and
 * one wait for the disk, which is what limits how many deliveries a second can be accepted. A change that throws is
 * undone alone. Promises are settled after the transaction is on disk.
 */
export class GroupCommit {
  readonly #database: DatabaseSync
  #jobs: Job[] = []
  #isScheduled = false
  #isClosed = false

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  /**
   * @param work synchronous reads and writes, and nothing else; runs within a transaction. Once more when another change
   * of the group failed: what it did was undone then.
   */
  run<Value>(work: () => Value): Promise<Value> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) {
        reject(new Error('The store is closed.'))
        return
      }
      const perform = (): (() => void) => {
        const value = work()
        return () => resolve(value)
      }
      this.#jobs.push({ perform, reject })
      this.#schedule()
    })
  }

  /** Carries out what waits, and nothing after that. */
  close(): void {
    this.#isClosed = true
    while (this.#jobs.length > 0) this.#commitGroup()
  }

  #schedule(): void {
    if (this.#isScheduled || this.#jobs.length === 0) return
    this.#isScheduled = true
    setImmediate(() => {
      this.#isScheduled = false
      this.#commitGroup()
      this.#schedule()
    })
  }

  #commitGroup(): void {
    const jobs = this.#jobs.slice(0, largestGroup)
    if (jobs.length === 0) return
    this.#jobs = this.#jobs.slice(largestGroup)
    try {
      const endings = this.#together(jobs) ?? this.#transaction(() => jobs.map((job) => this.#attempt(job)))
      for (const tell of endings) tell()
    } catch (error) {
      for (const job of jobs) job.reject(told(error))
    }
  }

  /** All of them or none. Savepoints would cost a tenth of what a delivery costs, and hardly any change ever fails. */
  #together(jobs: readonly Job[]): Endings | undefined {
    let isUnfinished = false
    try {
      return this.#transaction(() => {
        isUnfinished = true
        const endings = jobs.map(({ perform }) => perform())
        isUnfinished = false
        return endings
      })
    } catch (error) {
      if (isUnfinished) return undefined
      throw error
    }
  }

  #transaction(perform: () => Endings): Endings {
    this.#database.exec('begin immediate')
    try {
      const endings = perform()
      this.#database.exec('commit')
      return endings
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('rollback')
      throw error
    }
  }

  /** One that can be undone alone. */
  #attempt(job: Job): () => void {
    this.#database.exec('savepoint job')
    try {
      const tell = job.perform()
      this.#database.exec('release job')
      return tell
    } catch (error) {
      // A full disk ends the whole transaction: then everybody is told.
      if (!this.#database.isTransaction) throw error
      this.#database.exec('rollback to job')
      this.#database.exec('release job')
      return () => job.reject(told(error))
    }
  }
}
