import type { DatabaseSync } from 'node:sqlite'

interface Job {
  /** Does the work and returns what tells the caller, once the work is durable. */
  readonly perform: () => () => void
  readonly reject: (reason: unknown) => void
}

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

  /** @param work synchronous reads and writes; runs within a transaction */
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
      this.#database.exec('begin immediate')
      const endings = jobs.map((job) => this.#attempt(job))
      this.#database.exec('commit')
      for (const tell of endings) tell()
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('rollback')
      for (const job of jobs) job.reject(error)
    }
  }

  #attempt(job: Job): () => void {
    this.#database.exec('savepoint job')
    try {
      const tell = job.perform()
      this.#database.exec('release job')
      return tell
    } catch (error) {
      // A full disk ends the whole transaction: then this throws as well, and everybody is told.
      this.#database.exec('rollback to job')
      this.#database.exec('release job')
      return () => job.reject(error)
    }
  }
}
