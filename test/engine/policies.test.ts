import { beforeEach, describe, expect, it } from 'vitest'
import { Policies } from '../../src/engine/policies.ts'
import { TryLater } from '../../src/engine/ports.ts'
import { hours, minutes, RecordingLog, ScriptedGitHub, seconds } from './support/harness.ts'
import { MemoryStore } from './support/memory-store.ts'
import { repository, policy as withoutFile } from './support/samples.ts'
import { VirtualClock } from './support/virtual-clock.ts'

const valid = { text: 'detection: { labels: [outage] }', blob: 'valid' }
const mended = { text: 'detection: { labels: [fire] }', blob: 'mended' }
const broken = { text: 'detection: { labels: [outage] }\nseverites: []', blob: 'broken' }
const rest = async (): Promise<void> => undefined

let clock: VirtualClock
let github: ScriptedGitHub
let store: MemoryStore
let log: RecordingLog
let policies: Policies

const begin = (): Policies => new Policies({ store, github, clock, log })

beforeEach(() => {
  clock = new VirtualClock()
  github = new ScriptedGitHub()
  store = new MemoryStore()
  log = new RecordingLog()
  policies = begin()
})

const labels = async (maxAge = hours): Promise<readonly string[]> =>
  (await policies.current(repository, maxAge)).policy.detection.labels

const unreachable = async (): Promise<void> => {
  throw new TryLater('GitHub is down', 1000)
}

describe('that none was ever read', () => {
  const asked: string[] = []
  beforeEach(() => {
    asked.length = 0
    const read = store.policyRecord.bind(store)
    store.policyRecord = async (id) => {
      asked.push(`${id}`)
      return await read(id)
    }
  })
  const quiet = () => policies.known(repository.id, { quiet: true })

  it('is asked of the store once a second, however many deliveries come to a quiet repository', async () => {
    for (let i = 0; i < 100; i++) expect(await quiet()).toBeUndefined()
    expect(asked).toHaveLength(1)
    await clock.pass(1 * seconds, rest)
    await quiet()
    expect(asked).toHaveLength(2)
  })

  it('is no longer believed when this process has read one', async () => {
    await quiet()
    github.file = valid
    await labels()
    expect((await quiet())?.detection.labels).toEqual(['outage'])
  })

  it('is believed for a second when another process has read one, and not at all where something is going on', async () => {
    await quiet()
    github.file = valid
    await begin().current(repository, hours)
    expect(await quiet()).toBeUndefined()
    expect((await policies.known(repository.id))?.detection.labels).toEqual(['outage'])
    expect((await quiet())?.detection.labels).toEqual(['outage'])
  })

  it('is found to be over within a second in a quiet repository too', async () => {
    await quiet()
    github.file = valid
    await begin().current(repository, hours)
    await clock.pass(1 * seconds, rest)
    expect((await quiet())?.detection.labels).toEqual(['outage'])
  })
})

describe('the policy in force', () => {
  it('is that of a repository without a file when there is none', async () => {
    expect(await policies.known(repository.id)).toBeUndefined()
    expect(await policies.current(repository, hours)).toEqual({ policy: withoutFile, news: undefined })
    expect(await policies.known(repository.id)).toEqual(withoutFile)
  })

  it('is read once, and again when it is older than asked for', async () => {
    github.file = valid
    expect(await labels()).toEqual(['outage'])
    github.file = mended
    await clock.pass(30 * minutes, rest)
    expect(await labels()).toEqual(['outage'])
    await clock.pass(31 * minutes, rest)
    expect(await labels()).toEqual(['fire'])
    expect(github.read).toHaveLength(2)
  })

  it('is read at once when it has to be new', async () => {
    github.file = valid
    await labels()
    github.file = mended
    expect(await labels(0)).toEqual(['fire'])
  })

  it('costs nothing of the rate limit when the file has not changed', async () => {
    github.file = valid
    const { news } = await policies.current(repository, hours)
    if (news) await policies.told(repository.id, news)
    await labels(0)
    await labels(0)
    expect(github.read.map(({ etag }) => etag)).toEqual([undefined, '"valid"', '"valid"'])
    expect(await labels(0)).toEqual(['outage'])
  })

  it('is known after a restart without asking GitHub', async () => {
    github.file = valid
    const { news } = await policies.current(repository, hours)
    if (news) await policies.told(repository.id, news)
    policies = begin()
    expect((await policies.known(repository.id))?.detection.labels).toEqual(['outage'])
    expect(await labels()).toEqual(['outage'])
    expect(github.read).toHaveLength(1)
  })

  it('is noticed within seconds when another process has read a newer one', async () => {
    github.file = valid
    await labels()
    github.file = mended
    await begin().current(repository, 0)
    expect((await policies.known(repository.id))?.detection.labels).toEqual(['outage'])
    await clock.pass(10 * seconds, rest)
    expect((await policies.known(repository.id))?.detection.labels).toEqual(['fire'])
  })
})

describe('a file that cannot take effect', () => {
  it('leaves the last valid version in force', async () => {
    github.file = valid
    await labels()
    github.file = broken
    const { policy, news } = await policies.current(repository, 0)
    expect(policy.detection.labels).toEqual(['outage'])
    expect(news?.problems.map(({ line, keyPath }) => ({ line, keyPath }))).toEqual([{ line: 2, keyPath: 'severites' }])
  })

  it('leaves what a repository without a file gets when there never was a valid one, and is known to be why', async () => {
    github.file = broken
    const withBrokenFile = { ...withoutFile, origin: 'broken-file' }
    expect((await policies.current(repository, hours)).policy).toEqual(withBrokenFile)
    github.file = undefined
    expect((await policies.current(repository, 0)).policy).toEqual(withoutFile)
    github.file = { ...broken, blob: 'broken again' }
    expect((await policies.current(repository, 0)).policy).toEqual(withBrokenFile)
    expect((await policies.current(repository, hours)).policy.origin).toBe('broken-file')
  })

  it('gives way to the next valid one, and a deleted file to none', async () => {
    github.file = broken
    await labels()
    github.file = mended
    expect(await labels(0)).toEqual(['fire'])
    github.file = undefined
    expect((await policies.current(repository, 0)).policy).toEqual(withoutFile)
  })

  it('is a broken one when checking it fails, and says that this is no mistake of the maintainers', async () => {
    github.file = { text: 'extends: acme/shared', blob: 'x' }
    github.extended = async () => {
      throw new Error('Resource not accessible, token ghs_abcdefghijklmnopqrstuvwxyz0123456789')
    }
    const { policy, news } = await policies.current(repository, hours)
    expect(policy).toEqual({ ...withoutFile, origin: 'broken-file' })
    expect(news?.problems[0]?.message).toContain('mistake of Firebreak')
    expect(log.text).toContain('Resource not accessible')
    expect(log.text).not.toContain('ghs_abc')
  })
})

describe('when GitHub cannot be asked', () => {
  it('the last valid version serves, and GitHub is left in peace for a minute', async () => {
    github.file = valid
    await labels()
    await clock.pass(2 * hours, rest)
    github.onRead = unreachable
    expect(await labels()).toEqual(['outage'])
    expect(await labels()).toEqual(['outage'])
    expect(github.read).toHaveLength(2)
    github.onRead = rest
    github.file = mended
    await clock.pass(minutes, rest)
    expect(await labels()).toEqual(['fire'])
  })

  it('a change that could not be read is read as soon as it can be, however young the last reading is', async () => {
    github.file = valid
    await labels()
    github.file = mended
    github.onRead = unreachable
    expect(await labels(0)).toEqual(['outage'])
    github.onRead = rest
    await clock.pass(minutes, rest)
    expect(await labels()).toEqual(['fire'])
  })

  it('a policy that was never read has to wait', async () => {
    github.onRead = unreachable
    await expect(labels()).rejects.toBeInstanceOf(TryLater)
    expect(store.disk.policies.size).toBe(0)
  })

  it('for good, emergencies are still seen', async () => {
    github.onRead = async () => {
      throw new Error('Resource not accessible by integration')
    }
    expect((await policies.current(repository, hours)).policy).toEqual(withoutFile)
    expect(store.disk.policies.size).toBe(0)
  })
})

describe('what the maintainers are told', () => {
  it('is told once for each version', async () => {
    github.file = broken
    const { news } = await policies.current(repository, hours)
    expect(news?.blob).toBe('broken')
    if (news) await policies.told(repository.id, news)
    expect((await policies.current(repository, 0)).news).toBeUndefined()
    github.file = mended
    expect((await policies.current(repository, 0)).news).toEqual({
      present: true,
      blob: 'mended',
      problems: [],
      notices: [],
    })
  })

  it('is told again until it is known to have been, also after a restart', async () => {
    github.file = broken
    await policies.current(repository, hours)
    expect((await policies.current(repository, hours)).news?.blob).toBe('broken')
    policies = begin()
    expect((await policies.current(repository, hours)).news?.problems).toHaveLength(1)
  })

  it('has nothing to say about a file that was never there', async () => {
    await policies.current(repository, 0)
    expect((await policies.current(repository, 0)).news).toBeUndefined()
  })
})

describe('a configuration that extends another', () => {
  beforeEach(() => {
    github.file = { text: 'extends: acme/shared', blob: 'root' }
    github.extended = async () => 'detection: { labels: [outage] }'
  })

  it('is read anew even when the root file has not changed', async () => {
    const { news } = await policies.current(repository, hours)
    if (news) await policies.told(repository.id, news)
    github.extended = async () => 'detection: { labels: [fire] }'
    const after = await policies.current(repository, 0)
    expect(after.policy.detection.labels).toEqual(['fire'])
    expect(after.news?.blob).toMatch(/^root\+/)
    expect(after.news?.blob).not.toBe(news?.blob)
  })

  it('waits while the other cannot be read', async () => {
    github.extended = unreachable as () => Promise<undefined>
    await expect(policies.current(repository, hours)).rejects.toBeInstanceOf(TryLater)
  })
})

describe('the configuration at a commit', () => {
  it('is checked there, and takes no effect', async () => {
    github.file = broken
    const report = await policies.reportAt(repository, 'c0ffee')
    expect(report).toMatchObject({ present: true, blob: 'broken' })
    expect(report.problems).toHaveLength(1)
    expect(github.read).toEqual([{ ref: 'c0ffee', etag: undefined }])
    expect(await policies.known(repository.id)).toBeUndefined()
  })

  it('may not exist', async () => {
    expect(await policies.reportAt(repository, 'c0ffee')).toMatchObject({ present: false, problems: [] })
  })
})
