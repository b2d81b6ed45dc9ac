import { describe, expect, it } from 'vitest'
import { noMeter } from '../../src/engine/meter.ts'
import { type RepositoryStanding, type RepositoryStandings, TryLater } from '../../src/engine/ports.ts'
import { Reconciliation } from '../../src/engine/reconcile.ts'
import type { CheckUpDue } from '../../src/incident/event.ts'
import type { Repository } from '../../src/incident/repository.ts'
import { hours, minutes, RecordingLog, seconds } from './support/harness.ts'
import { VirtualClock } from './support/virtual-clock.ts'

const numbered = (id: number): Repository => ({
  id,
  owner: 'acme',
  name: `shop-${id}`,
  installationId: 1,
  defaultBranch: 'main',
  private: false,
})

/** What all processes share: the store's part in it, and GitHub. */
class World implements RepositoryStandings {
  readonly clock = new VirtualClock()
  readonly log = new RecordingLog()
  readonly due: (CheckUpDue & { readonly by: string })[] = []
  /** When a round came to a good end. */
  readonly ended: number[] = []
  repositories: readonly Repository[] = [numbered(1)]
  stands: (repository: Repository) => RepositoryStanding = (repository) => ({ repository, interruption: undefined })
  #memory: unknown
  #holder: { readonly name: string; readonly until: number } | undefined

  of = async (repository: Repository): Promise<RepositoryStanding> => this.stands(repository)

  process(name: string): Reconciliation {
    const { clock, log } = this
    return new Reconciliation({
      ...{ clock, log, standings: this },
      meter: { ...noMeter, round: (_, at) => void this.ended.push(at) },
      enqueue: async (event) => void this.due.push({ ...event, by: name }),
      store: {
        repositoriesAtHand: async () => this.repositories,
        recall: async () => this.#memory,
        memorise: async (_, data) => {
          this.#memory = data
        },
        takeOffice: async (_, until, now) => {
          const isTaken = this.#holder !== undefined && this.#holder.name !== name && this.#holder.until > now
          if (!isTaken) this.#holder = { name, until }
          return !isTaken
        },
      },
    })
  }

  pass(milliseconds: number, ...running: readonly Reconciliation[]): Promise<void> {
    return this.clock.pass(milliseconds, async () => {
      for (const one of running) await one.idle()
    })
  }

  /** Minutes after the start at which each repository was to be compared. */
  times(began: number): readonly string[] {
    return this.due.map(({ repository, at }) => `${repository.id} at ${Math.round((at - began) / 1000)}`)
  }
}

describe('a round', () => {
  it('begins a minute after the start, and then every hour', async () => {
    const world = new World()
    const began = world.clock.now()
    const one = world.process('one')
    one.start()
    await world.pass(59 * seconds, one)
    expect(world.due).toEqual([])
    await world.pass(3 * hours, one)
    expect(world.times(began)).toEqual(['1 at 60', '1 at 3660', '1 at 7260'])
    expect(world.ended).toHaveLength(3)
    expect(world.due.map(({ since }) => since)).toEqual([undefined, began + minutes, began + minutes + hours])
  })

  it('looks at one repository after another, and at very many within half an hour', async () => {
    const world = new World()
    world.repositories = [numbered(1), numbered(2), numbered(3)]
    const began = world.clock.now()
    const one = world.process('one')
    one.start()
    await world.pass(2 * minutes, one)
    expect(world.times(began)).toEqual(['1 at 60', '2 at 70', '3 at 80'])
    world.due.length = 0
    world.repositories = Array.from({ length: 900 }, (_, index) => numbered(index + 1))
    await world.pass(1.5 * hours, one)
    expect(world.due).toHaveLength(900)
  })

  it('has nothing to do where nothing is at hand', async () => {
    const world = new World()
    world.repositories = []
    const one = world.process('one')
    one.start()
    await world.pass(3 * hours, one)
    expect(world.due).toEqual([])
  })

  it('ends when it is told to stop', async () => {
    const world = new World()
    world.repositories = [numbered(1), numbered(2)]
    const one = world.process('one')
    one.start()
    await world.pass(minutes, one)
    await one.drain()
    await world.pass(3 * hours, one)
    expect(world.due).toHaveLength(1)
  })
})

describe('of several processes', () => {
  it('one holds the round, and another takes over from one that died in it', async () => {
    const world = new World()
    world.repositories = [numbered(1), numbered(2)]
    const [one, two] = [world.process('one'), world.process('two')]
    one.start()
    await world.pass(minutes, one)
    // It dies: nobody wakes it any more.
    await one.drain()
    two.start()
    await world.pass(20 * minutes, two)
    expect(world.due.map(({ by, repository }) => `${by} ${repository.id}`)).toEqual(['one 1', 'two 1', 'two 2'])
  })

  it('both together compare once in an hour, but for the first round of each', async () => {
    const world = new World()
    const [one, two] = [world.process('one'), world.process('two')]
    one.start()
    await world.pass(10 * minutes, one)
    two.start()
    await world.pass(5 * hours, one, two)
    expect(world.due.length).toBeLessThanOrEqual(7)
  })
})

describe('GitHub cannot be asked', () => {
  it('it is tried again after five minutes, and everything is compared as soon as it can be', async () => {
    const world = new World()
    const began = world.clock.now()
    world.stands = () => {
      throw new TryLater('GitHub is down', 1000)
    }
    const one = world.process('one')
    one.start()
    await world.pass(2 * hours, one)
    expect(world.due).toEqual([])
    world.stands = (repository) => ({ repository, interruption: undefined })
    await world.pass(6 * minutes, one)
    expect(world.due).toHaveLength(1)
    expect(world.due[0]?.since).toBeUndefined()
    expect(world.times(began)).toHaveLength(1)
  })

  it('a mistake with one repository does not keep the others from being looked at, nor the round from ending', async () => {
    const world = new World()
    world.repositories = [numbered(1), numbered(2)]
    world.stands = (repository) => {
      if (repository.id === 1) throw new Error('nobody foresaw it')
      return { repository, interruption: undefined }
    }
    const one = world.process('one')
    one.start()
    await world.pass(30 * minutes, one)
    expect(world.due.map(({ repository }) => repository.id)).toEqual([2])
    expect(world.log.at('error')).toHaveLength(1)
  })
})

it('an operator hears once that nothing can be done, and once that it can again', async () => {
  const world = new World()
  world.stands = (repository) => ({ repository, interruption: 'suspended' })
  const one = world.process('one')
  one.start()
  await world.pass(5 * hours, one)
  expect(world.due.every(({ interruption }) => interruption === 'suspended')).toBe(true)
  world.stands = (repository) => ({ repository, interruption: undefined })
  await world.pass(3 * hours, one)
  expect([world.log.at('warn').length, world.log.at('info').length]).toEqual([1, 1])
})
