import { expect, it } from 'vitest'
import { answering, receiver } from '../notify/stage.ts'
import { configured, type Scene, scenes } from './stage.ts'

const path = '.github/incident.yml'
const channels = { team: { type: 'slack', secret: 'TEAM' } }
const escalation = { policies: { default: { steps: [{ notify: ['maintainers'], channels: ['team'] }] } } }
const withDashboard = (dashboard: boolean, more: object = {}): string =>
  configured({ channels, escalation, readiness: { dashboard }, ...more })

const raise = scenes()

const dashboards = ({ seen }: Scene) => seen.issues(/^Firebreak: readiness$/)
const change = async (scene: Scene, text: string): Promise<void> => {
  scene.alice.pushTo('main', { [path]: `${text}\n` })
  await scene.settle()
}

type Options = Parameters<typeof raise>[0] & { readonly before?: (github: Scene['github']) => void }

/** A repository that is looked at, with a channel of Slack's whose answer a test changes. */
async function watched({ before, ...options }: Options = {}) {
  const slack = { status: 400, word: 'no_text' }
  const { url, received } = await receiver((response, request) =>
    answering(slack.status, slack.word)(response, request),
  )
  const scene = await raise({ channels: { TEAM: url }, ...options })
  before?.(scene.github)
  await change(scene, options.config ?? withDashboard(true))
  await scene.world.fastForward('2m')
  const dashboard = () => {
    const [issue, ...others] = dashboards(scene)
    if (!issue || others.length > 0) throw new Error(`${others.length} dashboards beside the first`)
    return issue
  }
  return { ...scene, scene, slack, received, dashboard, news: () => scene.seen.comments(dashboard().number) }
}

it('a repository that asks for it has one issue, which is rewritten each day and notifies nobody', async () => {
  const { world, dashboard, news, received } = await watched()
  expect(dashboard()).toMatchObject({ state: 'open' })
  expect(dashboard().body).toContain('Looked at on 2026-03-02 09:01 UTC, and next on 2026-03-03 06:')
  expect(dashboard().body).toContain('The channel "team" (slack) answers')
  expect(dashboard().body).toMatch(/Were P1 reported at this moment[\s\S]*\| at once \| alice \| `team` \|/)
  expect(dashboard().body).not.toContain('without Firebreak')
  await world.fastForward('1d')
  expect(dashboard().body).toContain('Looked at on 2026-03-03 06:')
  expect(news()).toEqual([])
  expect(new Set(received.map(({ body }) => body))).toEqual(new Set(['{}']))
})

it('nothing is looked at where nobody asked for it', async () => {
  const scene = await raise()
  await change(scene, withDashboard(false))
  await scene.world.fastForward('3d')
  expect(dashboards(scene)).toEqual([])
})

it('what breaks is said once, though the App is stopped in between, and so is that it is mended', async () => {
  const { world, slack, news, dashboard } = await watched()
  slack.status = 404
  slack.word = 'no_service'
  await world.fastForward('1d')
  expect(news()).toEqual([expect.stringMatching(/1 thing would fail in an emergency[\s\S]*The channel "team"/)])
  expect(news()[0]).not.toContain('@')
  expect(dashboard().body).toContain('1 would fail in an emergency')
  await world.stop()
  await world.fastForward('3d')
  await world.restart()
  await world.fastForward('1d')
  expect(news()).toHaveLength(1)
  slack.status = 400
  slack.word = 'no_text'
  await world.fastForward('1d')
  expect(news()[1]).toContain('Everything that would have failed in an emergency is mended.')
  await world.fastForward('2d')
  expect(news()).toHaveLength(2)
})

it('what would keep a freeze from holding calls who answers for it, and strangers learn no more than that', async () => {
  const { world, github, news, dashboard } = await watched()
  const [installation] = github.state.installations
  if (!installation) throw new Error('the App is installed nowhere')
  const { administration: _, ...left } = installation.permissions
  github.grant(installation, left, 'alice')
  await world.fastForward('1d')
  expect(news()[0]).toContain('@alice')
  expect(news()[0]).not.toContain('administration')
  expect(dashboard().body).toMatch(/### Permissions of the App\n\n- Permissions of the App: ❌ \d/)
  expect(dashboard().body).toContain('`firebreak doctor acme/shop`')
})

it('a private repository is told all of it', async () => {
  const { dashboard } = await watched({ private: true })
  expect(dashboard().body).not.toContain('Anybody can read this issue')
  expect(dashboard().body).toMatch(/How to freeze and lift without Firebreak[\s\S]*gh api/)
})

it('a reply that is lost makes neither a second issue nor a second comment', async () => {
  const { world, github, slack, news } = await watched({
    before: ({ faults }) => faults.loseReply({ method: 'POST', path: /\/issues$/ }),
  })
  slack.status = 410
  github.faults.loseReply({ method: 'POST', path: /\/comments$/ })
  await world.fastForward('1d')
  await world.restart()
  await world.fastForward('1h')
  expect(news()).toHaveLength(1)
})

it('a box has it looked again, and is unticked by that', async () => {
  const { world, dashboard, carol, settle } = await watched()
  await world.fastForward('1h')
  carol.tickInIssue(dashboard().number, 'Look again now')
  await settle()
  expect(dashboard().body).toContain('Looked at on 2026-03-02 10:02 UTC')
  expect(dashboard().body).toContain('- [ ] Look again now')
})

it('in an emergency nobody looks, and afterwards somebody does', async () => {
  const { world, emergency, say, dashboard } = await watched()
  const number = await emergency()
  await world.fastForward('2d')
  expect(dashboard().body).toContain('Looked at on 2026-03-02 09:01 UTC')
  await say(number, '/incident cancel It was the monitoring')
  await world.fastForward('1d')
  expect(dashboard().body).toContain('Looked at on 2026-03-05 06:')
})

it('the issue is closed when nobody is to look any more, and stays closed where a person closed it', async () => {
  const { scene, world, dashboard, slack, alice, settle, news } = await watched()
  alice.close(dashboard().number)
  await settle()
  await world.fastForward('1d')
  expect(dashboard()).toMatchObject({ state: 'closed' })
  slack.status = 404
  await world.fastForward('1d')
  expect(dashboard()).toMatchObject({ state: 'open' })
  expect(news()).toHaveLength(1)
  await change(scene, withDashboard(false))
  expect(dashboard()).toMatchObject({ state: 'closed', body: expect.stringContaining('Nobody looks any more') })
  await world.fastForward('2d')
  await change(scene, withDashboard(true))
  await world.fastForward('2m')
  expect(dashboard()).toMatchObject({ state: 'open' })
})

it('the same issue goes on after the database was lost, without an alarm', async () => {
  const { world, slack, dashboard, news } = await watched({ rebuilds: true, sweeps: true })
  slack.status = 404
  await world.loseDatabase()
  await world.restart()
  await world.fastForward('1h')
  expect(dashboard().body).toContain('1 would fail in an emergency')
  expect(news()).toEqual([])
})
