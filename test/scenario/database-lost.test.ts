import { describe, expect, it } from 'vitest'
import type { Scene } from './stage.ts'
import { configured, ordinary, scenes, shop } from './stage.ts'
import { pictureOf, playIncident, wholeConfig } from './whole-incident.ts'

const raise = scenes({ config: wholeConfig, rebuilds: true })

const classicConfig = configured({
  ...JSON.parse(wholeConfig),
  freeze: { ...JSON.parse(wholeConfig).freeze, mechanism: 'branch-protection' },
})

const protection = {
  required_status_checks: {
    strict: true,
    checks: [
      { context: 'zz/build', app_id: -1 },
      { context: 'ci', app_id: -1 },
    ],
  },
  enforce_admins: false,
  required_pull_request_reviews: null,
  restrictions: null,
  required_linear_history: true,
}

async function loseDatabase({ world, settle }: Scene): Promise<void> {
  await world.loseDatabase()
  await world.restart()
  await world.fastForward('5s')
  await settle()
}

/** Without what is said about the loss itself. */
const withoutTheLoss = (picture: ReturnType<typeof pictureOf>) => ({
  ...picture,
  issues: picture.issues.map((issue) => ({
    ...issue,
    body: issue.body && withoutLines(issue.body),
    comments: issue.comments.filter((comment) => !comment.includes('Firebreak lost its database')).map(withoutLines),
  })),
})

const withoutLines = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !line.includes("Firebreak's database was lost"))
    .join('\n')
    .replace(/Timeline \(\d+ lines\)/u, 'Timeline')

const settingsOf = ({ github }: Scene) =>
  github
    .repository(shop)
    .classicRules.map(({ id: _id, createdAt: _created, updatedAt: _updated, ...settings }) => settings)

describe.each([
  { mechanism: 'a ruleset', config: wholeConfig },
  { mechanism: 'classic protection', config: classicConfig },
])('an incident frozen by $mechanism', ({ config }) => {
  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8])(
    'goes on as if nothing had happened when the database is lost after act %i',
    async (lossAt) => {
      const undisturbed = await raise({ config })
      undisturbed.alice.setProtection('main', protection)
      const before = structuredClone(settingsOf(undisturbed))
      await playIncident(undisturbed)
      const scene = await raise({ config })
      scene.alice.setProtection('main', protection)
      await playIncident(scene, async (act, index) => {
        if (index === lossAt + 1) await loseDatabase(scene)
        act()
      })
      expect(settingsOf(scene)).toEqual(before)
      expect(withoutTheLoss(pictureOf(scene))).toEqual(withoutTheLoss(pictureOf(undisturbed)))
    },
  )
})

it('the escalation comes when it would have come', async () => {
  const scene = await raise({ config: configured() })
  const number = await scene.emergency()
  await scene.world.fastForward('3h')
  await loseDatabase(scene)
  await scene.world.fastForward('59m')
  expect(scene.seen.comments(number).join()).not.toContain('@bob')
  await scene.world.fastForward('1m')
  expect(scene.seen.comments(number).join()).toContain('@bob')
  expect(ordinary.escalation).toBeDefined()
})
