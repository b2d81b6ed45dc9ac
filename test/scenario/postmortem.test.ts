import { expect, it } from 'vitest'
import { configured, described, type Scene, scenes } from './stage.ts'

const raise = scenes()

/** The only post-mortem. */
function postmortem({ seen }: Scene) {
  const [only, ...others] = seen.issues(/^Post-mortem/)
  if (!only || others.length > 0) throw new Error(`there are ${others.length + (only ? 1 : 0)} post-mortems`)
  return { number: only.number, body: only.body ?? '' }
}

const records = (scene: Scene): readonly string[] => scene.seen.said(postmortem(scene).number, /### Final record/)

/** An emergency up to its merged hotfix. */
async function merged(scene: Scene): Promise<number> {
  const incident = await scene.emergency()
  const hotfix = await scene.pull('hotfix/one', { title: '[EMERGENCY] Repair', body: described(incident) })
  scene.alice.review(hotfix, 'APPROVED')
  await scene.settle()
  await scene.world.fastForward('90m')
  scene.carol.merge(hotfix)
  await scene.settle()
  return incident
}

it('lift: hotfix-merged: the post-mortem knows the thaw; the resolution is added to it, once', async () => {
  const checklists = { before: { title: 'Before', on: 'declared', items: ['One', 'Two'] } }
  const scene = await raise({ config: configured({ checklists, freeze: { lift: 'hotfix-merged' } }) })
  const incident = await merged(scene)
  const { body } = postmortem(scene)
  expect(body).toMatch(/lifted at [^\n]* It lasted 1 hour 30 minutes\./)
  expect(body).toContain('- main: the same rules after the freeze as before it')
  expect(body).not.toContain('being lifted')
  expect(records(scene)).toEqual([])
  scene.alice.editIssue(postmortem(scene).number, { body: 'What we wrote.' })
  await scene.settle()
  await scene.world.fastForward('30m')
  await scene.say(incident, '/incident resolve A larger pool')
  await scene.world.restart()
  await scene.world.fastForward('1d')
  const [record, ...more] = records(scene)
  expect(more).toEqual([])
  expect(record).toMatch(/\| \*\*Mitigated\*\* \| [^|]* \| 1 hour 30 minutes \|/)
  expect(record).toMatch(/\| \*\*Resolved\*\* \| [^|]* \| 2 hours \|/)
  expect(record).toContain('| `main` | ✅ same rules as before the freeze |')
  expect(record).toContain('- Before: Two')
  expect(postmortem(scene).body).toBe('What we wrote.')
})

it('lift: resolved: opened at the merge, and completed when the thaw after the resolution was seen', async () => {
  const scene = await raise()
  const incident = await merged(scene)
  expect(postmortem(scene).body).toMatch(/\*\*Resolved\*\* \| not yet/)
  expect(records(scene)).toEqual([])
  await scene.say(incident, '/incident resolve Done')
  const [record, ...more] = records(scene)
  expect(more).toEqual([])
  expect(record).toMatch(/\*\*Freeze\*\*: `hotfix-only` on `main`, lifted at/)
  expect(record).not.toContain('being lifted')
})

it('without a hotfix it is opened after the thaw, with everything in it, and needs no addition', async () => {
  const scene = await raise()
  const incident = await scene.emergency()
  await scene.say(incident, '/incident resolve Done')
  expect(postmortem(scene).body).toMatch(/lifted at [^\n]* It lasted/)
  expect(postmortem(scene).body).not.toContain('being lifted')
  expect(records(scene)).toEqual([])
})

it('without any freeze it is opened at the merge as before', async () => {
  const scene = await raise({ config: configured({ severities: { P1: { freeze: false } } }) })
  const incident = await merged(scene)
  expect(postmortem(scene).body).toContain('Nothing was frozen.')
  await scene.say(incident, '/incident resolve Done')
  expect(records(scene)).toHaveLength(1)
})
