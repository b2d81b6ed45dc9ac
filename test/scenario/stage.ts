import { afterEach } from 'vitest'
import { Harness, type HarnessOptions } from '../harness/firebreak.ts'
import { readGitHub } from '../harness/read.ts'

export const shop = 'acme/shop'

/** A configuration as JSON, which YAML takes as it is. Keys given replace those of the ordinary one. */
export const configured = (change: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({ ...ordinary, ...change })

/** What maintainers with one severity write: alice is told at once, bob after four hours, and every rule is asked for. */
export const ordinary = {
  version: 1,
  roles: { maintainers: ['@alice'], backup: ['@bob'] },
  severities: {
    P1: { freeze: 'hotfix-only', responders: ['maintainers'], approvals: { required: 1, from: ['maintainers'] } },
  },
  hotfix: { branches: ['hotfix/*'], require: ['title', 'branch', 'base', 'incident', 'impact', 'approvals'] },
  escalation: {
    policies: { default: { steps: [{ notify: ['maintainers'] }, { after: '4h', notify: ['backup'] }] } },
  },
}

export type Scene = ReturnType<typeof sceneOf>

/**
 * Raises a world for a test and takes it down after it; the taking down fails on whatever GitHub would not have taken,
 * and on a configuration that never took effect, unless the tests are about such ones.
 */
export function scenes(usual: HarnessOptions = { config: configured() }, { breaksConfiguration = false } = {}) {
  const raised: Harness[] = []
  afterEach(async () => {
    for (const world of raised.splice(0)) {
      // Of the repository by its first name or any other: it may have been renamed, or deleted.
      const issues = world.github.state.repositories.flatMap((repository) => repository.issues)
      const broken = issues.find(({ title }) => title.startsWith('Action required: fix'))
      await world.close()
      if (broken && !breaksConfiguration) throw new Error(broken.body ?? broken.title)
    }
  })
  return async (options: HarnessOptions = {}) => {
    const world = await Harness.start({ ...usual, ...options })
    raised.push(world)
    return sceneOf(world)
  }
}

/** A world with its people at hand, and the verbs that scenarios use most. */
export function sceneOf(world: Harness) {
  const { github } = world
  const as = (login: string) => github.as(login).in(shop)
  const seen = readGitHub(github)
  const [alice, bob, carol, trudy, mallory] = [as('alice'), as('bob'), as('carol'), as('trudy'), as('mallory')]
  return {
    world,
    github,
    seen,
    as,
    ...{ alice, bob, carol, trudy, mallory },
    settle: () => world.settle(),
    mayMerge: (number: number, login = 'carol') => github.mayMerge(shop, number, login).allowed,
    mayPush: (branch: string, login = 'carol') => github.mayPush(shop, branch, login).allowed,
    /** Somebody trusted opens an emergency; returns its number. */
    async emergency(title = '[EMERGENCY] Everything is down', login = 'trudy'): Promise<number> {
      const { number } = as(login).openIssue({ title })
      await world.settle()
      return number
    },
    /** Somebody opens a pull request; returns its number. */
    async pull(
      head: string,
      input: { title?: string; body?: string; login?: string; base?: string } = {},
    ): Promise<number> {
      const { login = 'carol', title = `About ${head}`, ...rest } = input
      const { number } = as(login).openPull({
        title,
        head,
        files: { [`${head.replaceAll('/', '-')}.ts`]: head },
        ...rest,
      })
      await world.settle()
      return number
    },
    /** Somebody comments, and the App does what that asks for; returns the comment's number. */
    async say(number: number, body: string, login = 'alice'): Promise<number> {
      const { id } = as(login).comment(number, body)
      await world.settle()
      return id
    },
  }
}

/** A description with everything that the ordinary rules ask for. */
export const described = (incident: number): string =>
  `Incident: #${incident}\n\n## Impact\n\nEverybody.\n\n## Reason for bypass\n\nIt cannot wait.\n`
