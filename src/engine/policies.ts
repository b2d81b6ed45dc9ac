import type { ConfigurationReport } from '../incident/configuration-report.ts'
import type { Repository } from '../incident/repository.ts'
import type { Policy } from '../policy/policy.ts'
import {
  type ConfigurationSource,
  type ConfigurationVersion,
  policyWithBrokenFile,
  policyWithoutFile,
  readConfiguration,
} from './configuration.ts'
import { Memo } from './memo.ts'
import { isNotInstalled } from './not-installed.ts'
import { type Clock, type PolicyRecord, type Store, TryLater } from './ports.ts'
import { errorFields } from './redact.ts'

/** A policy in force, and what the maintainers were not told yet about the newest version of their file. */
export interface CurrentPolicy {
  readonly policy: Policy
  readonly news: ConfigurationReport | undefined
}

export interface PoliciesDependencies extends ConfigurationSource {
  readonly store: Pick<Store, 'policyRecord' | 'rememberPolicy'>
  readonly clock: Clock
}

interface Held {
  readonly record: PolicyRecord
  /** When it was last compared with the store: another replica may have read a newer one. */
  readonly heldAt: number
  /** Of the newest version, where this process has read it. */
  readonly report: ConfigurationReport | undefined
  /** The store's (`Interest.policyVersion`), from before the record was read; undefined: this process wrote it. */
  readonly version?: number
}

const heldFor = 10_000
/** That none was ever read is believed for less: it is true for a short time only in a repository where something happens. */
const absentFor = 1000
/** After a failure, GitHub is left in peace: the last valid version serves. */
const failureCountsFor = 60_000

/** The policies of all repositories: held in memory, stored beside, read anew when they may have changed. */
export class Policies {
  readonly #deps: PoliciesDependencies
  readonly #held = new Memo<number, Held>(2000)
  readonly #failedAt = new Memo<number, number>(2000)
  /** When the store last had no policy: most repositories never have an emergency, and are asked about all the time. */
  readonly #absentAt = new Memo<number, number>(20_000)

  constructor(deps: PoliciesDependencies) {
    this.#deps = deps
  }

  /**
   * The policy as last read, without asking GitHub; undefined when it was never read.
   * @param quiet in a repository in which nothing is going on, that there was none is believed for a second, although
   *   another process may have read one meanwhile: an unknown policy lets in whatever could begin an emergency
   * @param version what the store says of its own (`Interest.policyVersion`): then neither is believed for any time
   */
  async known(
    repositoryId: number,
    { quiet = false, version }: { readonly quiet?: boolean; readonly version?: number | undefined } = {},
  ): Promise<Policy | undefined> {
    if (version !== undefined) return (await this.#ofVersion(repositoryId, version))?.record.policy
    const absentAt = quiet ? this.#absentAt.get(repositoryId) : undefined
    if (absentAt !== undefined && this.#deps.clock.now() < absentAt + absentFor) return undefined
    return (await this.#hold(repositoryId))?.record.policy
  }

  /** From now on what is held counts only when it is what the store has: another replica may have read a newer file. */
  doubt(repositoryId: number): void {
    const held = this.#held.get(repositoryId)
    if (held) this.#held.set(repositoryId, { ...held, heldAt: Number.NEGATIVE_INFINITY })
  }

  /** The policy as last read, or that of a repository without a file; for what happens when GitHub cannot be asked. */
  async stored(repositoryId: number): Promise<CurrentPolicy> {
    return { policy: (await this.known(repositoryId)) ?? policyWithoutFile, news: undefined }
  }

  /**
   * The policy in force, read anew when it was last read more than `maxAge` milliseconds ago. A file that is broken or
   * cannot be read leaves the last valid version in force.
   * @throws TryLater when it was never read and cannot be read now
   */
  async current(repository: Repository, maxAge: number): Promise<CurrentPolicy> {
    const held = await this.#hold(repository.id)
    if (held && this.#isFresh(repository.id, held, maxAge)) return currentOf(held)
    try {
      return currentOf(await this.#read(repository, held))
    } catch (error) {
      return this.#withoutReading(repository, held, error)
    }
  }

  /** Checks the configuration as it stands at a commit. Throws TryLater. */
  async reportAt(repository: Repository, sha: string): Promise<ConfigurationReport> {
    const version = await readConfiguration(this.#deps, repository, { ref: sha })
    if (version === 'unchanged') throw new Error('a configuration asked for without an etag cannot be unchanged')
    return version.report
  }

  /** Remembers that the maintainers have been told. */
  async told(repositoryId: number, { blob }: ConfigurationReport): Promise<void> {
    const held = await this.#hold(repositoryId)
    if (held) await this.#keep(repositoryId, { ...held.record, reportedBlob: blob }, held.report)
  }

  #isFresh(repositoryId: number, held: Held, maxAge: number): boolean {
    const now = this.#deps.clock.now()
    const failedAt = this.#failedAt.get(repositoryId)
    if (failedAt !== undefined && now - failedAt < failureCountsFor) return maxAge > 0
    return canTell(held) && now - held.record.checkedAt < maxAge
  }

  /** Exactly what is stored, without asking the store for what is held already. */
  async #ofVersion(repositoryId: number, version: number): Promise<Held | undefined> {
    if (version === 0) return undefined
    const held = this.#held.get(repositoryId)
    if (held?.version === version) return held
    const loaded = await this.#load(repositoryId)
    if (!loaded) return undefined
    const current: Held = { ...loaded, version }
    this.#held.set(repositoryId, current)
    return current
  }

  async #hold(repositoryId: number): Promise<Held | undefined> {
    const held = this.#held.get(repositoryId)
    if (held && this.#deps.clock.now() - held.heldAt < heldFor) return held
    return await this.#load(repositoryId)
  }

  async #load(repositoryId: number): Promise<Held | undefined> {
    const { clock, store } = this.#deps
    const held = this.#held.get(repositoryId)
    const record = await store.policyRecord(repositoryId)
    if (!record) {
      this.#absentAt.set(repositoryId, clock.now())
      return undefined
    }
    const report = held && held.record.blob === record.blob ? held.report : undefined
    return this.#put(repositoryId, record, report)
  }

  async #read(repository: Repository, held: Held | undefined): Promise<Held> {
    const etag = held && !held.record.extended && canTell(held) ? held.record.etag : undefined
    const version = await readConfiguration(this.#deps, repository, { etag })
    this.#failedAt.delete(repository.id)
    const checkedAt = this.#deps.clock.now()
    if (version !== 'unchanged')
      return this.#keep(repository.id, recordOf(version, held?.record, checkedAt), version.report)
    if (!held) throw new Error('a configuration asked for without an etag cannot be unchanged')
    return this.#keep(repository.id, { ...held.record, checkedAt }, held.report)
  }

  async #withoutReading(repository: Repository, held: Held | undefined, error: unknown): Promise<CurrentPolicy> {
    const { clock, log } = this.#deps
    const fields = { repository: repository.id, ...errorFields(error) }
    if (isNotInstalled(error)) log.info(fields, 'The configuration cannot be read where the App is not installed')
    else log.warn(fields, 'The configuration could not be read')
    if (!held) {
      if (error instanceof TryLater) throw error
      // Never readable, as without the permission: emergencies are still to be seen.
      return { policy: policyWithoutFile, news: undefined }
    }
    this.#failedAt.set(repository.id, clock.now())
    // What this reading was to find out is still unknown: the next one is due as soon as GitHub may be asked again.
    return currentOf(await this.#keep(repository.id, { ...held.record, checkedAt: 0 }, held.report))
  }

  async #keep(repositoryId: number, record: PolicyRecord, report: ConfigurationReport | undefined): Promise<Held> {
    await this.#deps.store.rememberPolicy(repositoryId, record)
    return this.#put(repositoryId, record, report)
  }

  #put(repositoryId: number, record: PolicyRecord, report: ConfigurationReport | undefined): Held {
    const held: Held = { record, report, heldAt: this.#deps.clock.now() }
    this.#held.set(repositoryId, held)
    this.#absentAt.delete(repositoryId)
    return held
  }
}

function currentOf({ record, report }: Held): CurrentPolicy {
  const { blob, policy, reportedBlob } = record
  return { policy, news: report && blob !== reportedBlob ? report : undefined }
}

/** After a restart, what is still to be told has to be found out again. */
const canTell = ({ record, report }: Held): boolean => report !== undefined || record.blob === record.reportedBlob

/** What a broken file leaves in force. What was in force without a file is no version of one: people are told why. */
const lastValid = (before: PolicyRecord | undefined): Policy | undefined =>
  before?.policy.origin === 'no-file' ? undefined : before?.policy

function recordOf(version: ConfigurationVersion, before: PolicyRecord | undefined, checkedAt: number): PolicyRecord {
  return {
    policy: version.policy ?? lastValid(before) ?? policyWithBrokenFile,
    blob: version.report.blob,
    etag: version.etag,
    extended: version.extended,
    reportedBlob: before?.reportedBlob,
    checkedAt,
  }
}
