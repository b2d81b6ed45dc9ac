import type { Emulator } from '../../src/emulator/emulator.ts'
import { Harness } from '../harness/firebreak.ts'
import { readGitHub } from '../harness/read.ts'
import { configured, described } from './stage.ts'

const checklists = { before: { title: 'Before', on: 'declared', items: ['It is real'] } }
const config = configured({ checklists, freeze: { lift: 'hotfix-merged' } })

/** Three repositories of one installation, and one of another. */
export const busy = ['acme/shop', 'acme/till', 'acme/depot'] as const
export const elsewhere = 'globex/store'

/** Two organizations with the App, and people who have the same roles everywhere. */
export async function openTown(options: { timeoutMs?: number } = {}): Promise<Harness> {
  const world = await Harness.start({ config, ...options })
  const { github } = world
  const collaborators = { alice: 'admin', bob: 'maintain', carol: 'write', trudy: 'triage' } as const
  github.addOrganization('globex', { plan: 'team', owners: ['alice'] })
  for (const name of ['acme/till', 'acme/depot', elsewhere])
    github.addRepository(name, { files: { '.github/incident.yml': config }, collaborators })
  github.install('globex')
  await world.settle()
  return world
}

export const installationOf = (github: Emulator, account: string): number =>
  github.state.installations.find((installation) => installation.account === account)?.id ?? 0

export const declare = (github: Emulator, repository: string): void =>
  void github.as('trudy').in(repository).openIssue({ title: '[EMERGENCY] Everything is down' })

/** An emergency with one hotfix in a repository that had none, act by act. */
const acts: readonly ((github: Emulator, repository: string) => void)[] = [
  declare,
  (github, repository) => void github.as('alice').in(repository).comment(1, '/incident ack'),
  (github, repository) => {
    const pull = { title: '[EMERGENCY] Repair', body: described(1), head: 'hotfix/one', files: { 'b.ts': 'b' } }
    github.as('carol').in(repository).openPull(pull)
  },
  (github, repository) => void github.as('alice').in(repository).review(2, 'APPROVED'),
  (github, repository) => void github.as('carol').in(repository).merge(2),
  (github, repository) => void github.as('bob').in(repository).comment(1, '/incident resolve It was the cache'),
]

/** Plays it in all repositories at the same time; between two acts there is time for what was put off. */
export async function playEverywhere(world: Harness, repositories: readonly string[]): Promise<void> {
  for (const act of acts) {
    for (const repository of repositories) act(world.github, repository)
    await world.settle()
    await world.fastForward('3h')
  }
}

/** What is left of it on GitHub, without moments. */
export function pictureOf(github: Emulator, repository: string) {
  const seen = readGitHub(github, repository)
  const kindOf = (comment: string): string => comment.split('\n')[0]?.replace(/after .*? by/, 'after A WHILE, by') ?? ''
  const { issues, checkRuns, labels } = github.repository(repository)
  return {
    issues: issues.map(({ number, title, state }) => ({
      ...{ number, title, state, labels: seen.labels(number) },
      // Where the freeze came after the card, or somebody waited for long, a comment says so.
      comments: seen
        .comments(number)
        .filter((body) => !/^(?:🧊|⏫|⏰)/u.test(body))
        .map(kindOf)
        .sort(),
    })),
    checks: checkRuns.map(({ name, conclusion }) => `${name}: ${conclusion}`).sort(),
    rulesets: seen.rulesets(),
    labels: labels.map(({ name }) => name).sort(),
  }
}
