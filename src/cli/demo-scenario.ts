import type { Emulator } from '../emulator/emulator.ts'
import type { Stage } from './demo-stage.ts'
import type { Transcript } from './demo-transcript.ts'

export const repositoryName = 'acme/shop'

/** The number under which the emergency is reported. */
const incident = 2

/** What the maintainers of the demo's repository wrote. */
export const configuration = `version: 1
extends: firebreak:single-maintainer

roles:
  maintainers: ["@alice"]
  backup: ["@bob"]

escalation:
  policies:
    default:
      steps:
        - { notify: [maintainers] }
        - { after: 4h, notify: [backup] }
`

/** People, code and the App, before anything burns. */
export function furnish(github: Emulator): void {
  for (const login of ['alice', 'bob', 'dana', 'erin']) github.addUser(login)
  github.addOrganization('acme', { plan: 'team', owners: ['alice'] })
  github.addRepository(repositoryName, {
    files: {
      'README.md': '# Shop\n',
      'checkout.ts': 'export const total = 1\n',
      '.github/incident.yml': configuration,
    },
    collaborators: { alice: 'admin', bob: 'maintain', dana: 'triage', erin: 'write' },
  })
  github.install('acme')
}

const description = `The checkout adds up wrongly since this morning.

Incident: #2
`

const completed = `${description}
## Impact

Every customer is charged one euro too much.

## Reason for bypass

The release train leaves on Friday; customers cannot wait.
`

/** Everything an act of the play needs. */
class Play {
  readonly stage: Stage
  readonly transcript: Transcript
  readonly failures: string[] = []

  constructor(stage: Stage, transcript: Transcript) {
    this.stage = stage
    this.transcript = transcript
  }

  as(login: string) {
    return this.stage.github.as(login).in(repositoryName)
  }

  get repository() {
    return this.stage.github.repository(repositoryName)
  }

  expect(what: string, holds: boolean): void {
    if (!holds) this.failures.push(what)
  }

  /** Time passes, and then somebody does something. */
  async after(minutes: number, what: string): Promise<void> {
    await this.stage.clock.advance(minutes * 60_000, () => this.stage.settle())
    this.transcript.tell(what)
  }

  /** The consequences come to their end and are shown. */
  async follow(): Promise<void> {
    await this.stage.settle()
    this.transcript.observe()
  }

  /** Somebody presses the merge button. Returns whether GitHub let them. */
  merge(login: string, number: number): boolean {
    const { merged, reason } = this.as(login).merge(number)
    this.transcript.note(merged ? `GitHub merges #${number}` : `GitHub refuses to merge #${number}: ${reason}`)
    return merged
  }
}

/** One emergency from the first report to the last word. Returns what did not turn out as it should. */
export async function play(stage: Stage, transcript: Transcript): Promise<readonly string[]> {
  const scene = new Play(stage, transcript)
  const ordinary = await report(scene)
  await waitForAnAnswer(scene)
  await repair(scene)
  await giveBack(scene, ordinary)
  scene.expect('nothing was asked of GitHub that it does not know', stage.github.unknownRequests.length === 0)
  return scene.failures
}

/** An ordinary pull request is open when the emergency is reported, and cannot be merged from then on. */
async function report(scene: Play): Promise<number> {
  const erin = scene.as('erin')
  await scene.after(0, 'erin opens pull request #1, an ordinary one')
  const files = { 'README.md': '# The shop\n' }
  const { number } = erin.openPull({ title: 'Improve the docs', head: 'docs', base: 'main', files })
  await scene.follow()
  await scene.after(7, 'dana opens issue #2 "[EMERGENCY] Checkout charges too much"')
  scene.as('dana').openIssue({ title: '[EMERGENCY] Checkout charges too much', body: 'Since 08:50 or so.' })
  await scene.follow()
  scene.expect('main is frozen by one ruleset', scene.repository.rulesets.length === 1)
  await scene.after(20, 'erin tries to merge #1')
  scene.expect('an ordinary pull request is blocked', !scene.merge('erin', number))
  await scene.follow()
  return number
}

async function waitForAnAnswer(scene: Play): Promise<void> {
  await scene.after(4 * 60 - 20, 'nobody has answered for four hours')
  await scene.follow()
  await scene.after(3, 'bob comments "/incident ack" and "/incident commander me"')
  scene.as('bob').comment(incident, '/incident ack\n/incident commander me')
  await scene.follow()
}

async function repair(scene: Play): Promise<void> {
  const bob = scene.as('bob')
  await scene.after(25, 'bob opens pull request #3 from hotfix/checkout, in a hurry, and tries to merge it')
  const files = { 'checkout.ts': 'export const total = 0\n' }
  const title = '[EMERGENCY] Charge the right amount'
  const { number } = bob.openPull({ title, body: description, head: 'hotfix/checkout', base: 'main', files })
  await scene.follow()
  scene.expect('a hotfix that fails its rules is blocked', !scene.merge('bob', number))
  await scene.after(6, 'bob writes down impact and reason; alice approves')
  bob.editPull(number, { body: completed })
  scene.as('alice').review(number, 'APPROVED', 'Small and right.')
  await scene.follow()
  await scene.after(2, 'bob merges #3')
  scene.expect('the valid hotfix is merged', scene.merge('bob', number))
  await scene.follow()
  scene.expect('the freeze is lifted', scene.repository.rulesets.length === 0)
}

async function giveBack(scene: Play, ordinary: number): Promise<void> {
  const postmortems = scene.repository.issues.filter(({ title }) => title.startsWith('Post-mortem'))
  scene.expect('exactly one post-mortem is open', postmortems.length === 1)
  await scene.after(4, 'erin merges #1')
  scene.expect('an ordinary pull request can be merged again', scene.merge('erin', ordinary))
  await scene.follow()
  await scene.after(30, 'bob comments "/incident resolve Refunds are on their way"')
  scene.as('bob').comment(incident, '/incident resolve Refunds are on their way')
  await scene.follow()
  await scene.after(24 * 60, 'alice closes the post-mortem')
  for (const { number } of postmortems) scene.as('alice').close(number)
  await scene.follow()
}
