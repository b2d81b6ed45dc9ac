import type { Emulator } from '../emulator/emulator.ts'
import type { Stage } from './demo-stage.ts'
import type { Transcript } from './demo-transcript.ts'

export const repositoryName = 'acme/shop'

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

/** One emergency from the first report to the last word. Returns what did not turn out as it should. */
export async function play(stage: Stage, transcript: Transcript): Promise<readonly string[]> {
  const failures: string[] = []
  const expect = (what: string, holds: boolean): void => {
    if (!holds) failures.push(what)
  }
  const [alice, bob, dana, erin] = ['alice', 'bob', 'dana', 'erin'].map((login) =>
    stage.github.as(login).in(repositoryName),
  )
  if (!alice || !bob || !dana || !erin) throw new Error('the demo has lost its people')
  const then = async (): Promise<void> => {
    await stage.settle()
    transcript.observe()
  }
  const wait = async (minutes: number): Promise<void> => {
    await stage.clock.advance(minutes * 60_000, () => stage.settle())
  }

  transcript.tell('erin opens pull request #1, an ordinary one')
  erin.pushTo('docs', { 'README.md': '# The shop\n' })
  const ordinary = erin.openPull({ title: 'Improve the docs', body: '', head: 'docs', base: 'main' }).number
  await then()

  await wait(7)
  transcript.tell('dana opens issue #2 "[EMERGENCY] Checkout charges too much"')
  const incident = dana.openIssue({ title: '[EMERGENCY] Checkout charges too much', body: 'Since 08:50 or so.' }).number
  await then()
  expect('main is frozen by one ruleset', stage.github.repository(repositoryName).rulesets.length === 1)

  await wait(20)
  transcript.tell('erin tries to merge #1')
  const blocked = erin.merge(ordinary)
  transcript.note(blocked.merged ? 'GitHub merged it' : `GitHub refuses: ${blocked.reason}`)
  expect('an ordinary pull request is blocked', !blocked.merged)
  await then()

  transcript.tell('… nobody answers for four hours …')
  await wait(4 * 60)
  await then()

  await wait(3)
  transcript.tell('bob comments "/incident ack"')
  bob.comment(incident, '/incident ack\n/incident commander me')
  await then()

  await wait(25)
  transcript.tell('bob pushes hotfix/checkout and opens pull request #3, in a hurry')
  bob.pushTo('hotfix/checkout', { 'checkout.ts': 'export const total = 0\n' })
  const hotfix = bob.openPull({
    title: '[EMERGENCY] Charge the right amount',
    body: description,
    head: 'hotfix/checkout',
    base: 'main',
  }).number
  await then()
  const early = bob.merge(hotfix)
  transcript.note(
    early.merged ? 'GitHub merged it' : `bob tries to merge all the same; GitHub refuses: ${early.reason}`,
  )
  expect('a hotfix that fails its rules is blocked', !early.merged)

  await wait(6)
  transcript.tell('bob fills in impact and reason; alice approves')
  bob.editPull(hotfix, { body: completed })
  alice.review(hotfix, 'APPROVED', 'Small and right.')
  await then()

  await wait(2)
  transcript.tell('bob merges #3')
  const merged = bob.merge(hotfix)
  transcript.note(merged.merged ? 'GitHub merges it' : `GitHub refuses: ${merged.reason}`)
  expect('the valid hotfix is merged', merged.merged)
  await then()
  const repository = stage.github.repository(repositoryName)
  expect('the freeze is lifted', repository.rulesets.length === 0)
  const postmortems = repository.issues.filter(({ title }) => title.startsWith('Post-mortem'))
  expect('exactly one post-mortem is open', postmortems.length === 1)

  await wait(4)
  transcript.tell('erin merges #1')
  const free = erin.merge(ordinary)
  transcript.note(free.merged ? 'GitHub merges it: the branch is what it was' : `GitHub refuses: ${free.reason}`)
  expect('an ordinary pull request can be merged again', free.merged)
  await then()

  await wait(30)
  transcript.tell('bob comments "/incident resolve Refunds are on their way"')
  bob.comment(incident, '/incident resolve Refunds are on their way')
  await then()

  await wait(24 * 60)
  transcript.tell('the next day, alice closes the post-mortem')
  for (const { number } of postmortems) alice.close(number)
  await then()
  expect('nothing unknown was asked of GitHub', stage.github.unknownRequests.length === 0)
  return failures
}
