import { generateKeyPairSync } from 'node:crypto'
import { Probot } from 'probot'
import { createEmulator, type Emulator, type EmulatorOptions } from '../../../src/emulator/emulator.ts'
import type { InstallInput, RepositoryInput } from '../../../src/emulator/setup.ts'
import { type Log, type PerformJob, TryLater } from '../../../src/engine/ports.ts'
import { createClients } from '../../../src/github/client.ts'
import { createPerformer } from '../../../src/github/perform/perform.ts'
import { createSealer } from '../../../src/github/sealed/sealer.ts'
import type { ApplyFreeze, Effect, EffectOutcome, EffectResult, LiftFreeze } from '../../../src/incident/effect.ts'
import type { Repository } from '../../../src/incident/repository.ts'

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

export const self = { appId: 4242, slug: 'firebreak' }

export interface Warning {
  readonly fields: object
  readonly message: string
}

export interface JobOptions {
  readonly key?: string
  readonly triesBefore?: number
  readonly previous?: EffectResult
}

/** What performs effects against some GitHub, with a memory that outlives each try. */
export interface Bench {
  readonly repository: Repository
  readonly memories: Map<string, unknown>
  readonly warnings: Warning[]
  perform(effect: Effect, options?: JobOptions): Promise<EffectOutcome>
  /** Tries again as the engine does, each time as one more try; returns the outcome and how many tries it took. */
  insist(effect: Effect, options?: JobOptions): Promise<EffectOutcome & { tries: number }>
}

/** @param memories what was noted by whoever worked here before */
export function createBench(baseUrl: string, repository: Repository, memories = new Map<string, unknown>()): Bench {
  const warnings: Warning[] = []
  const silent = () => undefined
  const log: Log = {
    debug: silent,
    info: silent,
    error: silent,
    warn: (fields, message) => warnings.push({ fields, message }),
  }
  const probot = new Probot({ appId: self.appId, privateKey, secret: 'secret', baseUrl, logLevel: 'fatal' })
  const clients = createClients({ probot, log, throttle: false })
  const sealer = createSealer({ appId: self.appId, privateKey })
  const performer = createPerformer({ clients, self, log, sealer, now: Date.now })
  const perform = (effect: Effect, { key = effect.type, triesBefore = 0, previous }: JobOptions = {}) => {
    const job: PerformJob = {
      repository,
      put: { key, keep: 'once', urgent: false, incident: undefined, effect },
      triesBefore,
      previous,
      memory: {
        recall: async (other = key) => structuredClone(memories.get(other)),
        memorise: async (data, other = key) => void memories.set(other, JSON.parse(JSON.stringify(data))),
      },
    }
    return performer(job)
  }
  const insist = async (effect: Effect, options: JobOptions = {}) => {
    for (let tries = 1; tries <= 10; tries++) {
      try {
        return {
          ...(await perform(effect, { ...options, triesBefore: (options.triesBefore ?? 0) + tries - 1 })),
          tries,
        }
      } catch (error) {
        if (!(error instanceof TryLater)) throw error
      }
    }
    throw new Error('The effect was tried ten times and always asked for another one')
  }
  return { repository, memories, warnings, perform, insist }
}

export interface Workbench extends Bench {
  readonly github: Emulator
  /** Another process that does the same, with what the first one noted. */
  successor(): Bench
  close(): Promise<void>
}

export interface WorkbenchOptions {
  readonly repository?: RepositoryInput
  readonly install?: InstallInput
  readonly plan?: 'free' | 'team'
  readonly maxPageSize?: number
  readonly appsOnLocked?: NonNullable<EmulatorOptions['appsOnLocked']>
}

/** acme/app on an emulated GitHub, with the App installed. */
export async function startWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const github = createEmulator({
    now: () => Date.now(),
    appId: self.appId,
    appSlug: self.slug,
    privateKey,
    webhookSecret: 'secret',
    ...(options.maxPageSize === undefined ? {} : { maxPageSize: options.maxPageSize }),
    ...(options.appsOnLocked === undefined ? {} : { appsOnLocked: options.appsOnLocked }),
  })
  const url = await github.listen()
  github.addUser('alice')
  github.addOrganization('acme', { owners: ['olga'], plan: options.plan ?? 'team' })
  const created = github.addRepository('acme/app', { collaborators: { alice: 'admin' }, ...options.repository })
  const installation = github.install('acme', options.install)
  const place: Repository = {
    id: created.id,
    owner: 'acme',
    name: 'app',
    installationId: installation.id,
    defaultBranch: 'main',
    private: created.private,
  }
  const bench = createBench(url, place)
  return {
    ...bench,
    github,
    successor: () => createBench(url, place, new Map(bench.memories)),
    close: () => github.close(),
  }
}

export const freeze = (changes: Partial<ApplyFreeze> = {}): ApplyFreeze => ({
  type: 'ApplyFreeze',
  incident: '1#12',
  number: 12,
  mode: 'hotfix-only',
  branches: ['~DEFAULT_BRANCH'],
  mechanism: 'auto',
  reviewed: { approvals: 2, strict: true, enforceAdmins: true },
  checkName: 'firebreak/freeze-12',
  replaces: undefined,
  firstKey: undefined,
  ...changes,
})

export const thaw = (changes: Partial<LiftFreeze> = {}): LiftFreeze => ({
  type: 'LiftFreeze',
  incident: '1#12',
  number: 12,
  checkName: 'firebreak/freeze-12',
  applied: undefined,
  applyKey: 'ApplyFreeze',
  ...changes,
})

/** The freeze that a result says to be on. */
export function appliedIn(outcome: EffectOutcome) {
  if (!outcome.succeeded || outcome.result.type !== 'Frozen') throw new Error(`Not frozen: ${JSON.stringify(outcome)}`)
  return outcome.result.applied
}
