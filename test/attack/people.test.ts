import { describe, expect, it } from 'vitest'
import { configured, described, ordinary, type Scene, scenes, shop } from '../scenario/stage.ts'

const checklists = { before: { title: 'Before', on: 'declared', items: ['It is real'] } }
const raise = scenes({
  config: configured({
    checklists,
    hotfix: { ...ordinary.hotfix, require: [...ordinary.hotfix.require, 'checklist'] },
    freeze: { exempt: { labels: ['freeze-exempt'], paths: ['docs/**'] } },
  }),
})

/** Every comment that acts when somebody trusted writes it. */
const commands = [
  'confirm',
  'ack',
  'commander me',
  'severity P1',
  'freeze',
  'thaw',
  'escalate',
  'snooze 1h',
  'link #1',
  'resolve "done"',
  'cancel "no"',
  'reopen "again"',
  'rollback',
  'update "all is well"',
]

const picture = (scene: Scene, number: number) => ({
  rulesets: scene.seen.rulesets(),
  labels: scene.seen.labels(number),
  merge: scene.mayMerge(1),
})

describe('an outsider in an incident', () => {
  it('moves nothing with any command, in a new comment, in an edited one, or in a quotation of somebody else’s', async () => {
    const scene = await raise()
    await scene.pull('ordinary')
    const number = await scene.emergency()
    const before = picture(scene, number)
    for (const command of commands) {
      await scene.say(number, `/incident ${command}`, 'mallory')
      const id = await scene.say(number, 'me too', 'mallory')
      scene.mallory.editComment(id, `/incident ${command}`)
      await scene.say(number, `> /incident ${command}\n\nme too`, 'alice')
    }
    await scene.settle()
    expect(picture(scene, number)).toEqual(before)
  })

  it('who edits a trusted person’s comment to hold a command has nobody obeyed: an edited comment is none', async () => {
    const scene = await raise()
    await scene.pull('ordinary')
    const number = await scene.emergency()
    const before = picture(scene, number)
    const id = await scene.say(number, 'I am looking', 'alice')
    scene.carol.editComment(id, '/incident thaw')
    await scene.settle()
    expect(picture(scene, number)).toEqual(before)
  })

  it('makes no exemption and no hotfix by the name of a branch, a fork, a title, or what a description says', async () => {
    const scene = await raise()
    const incident = await scene.emergency()
    const names = [
      'hotfix/one',
      'main',
      'freeze-exempt',
      'docs/readme',
      'firebreak/freeze-1',
      `incident/${incident}`,
      'release/1.0',
    ]
    for (const head of names) {
      const { number } = scene.mallory.openPull({
        ...{ title: '[EMERGENCY] freeze-exempt hotfix', body: `${described(incident)}\n\nLabel: freeze-exempt` },
        ...{ head, files: { 'src/evil.ts': 'evil' }, fork: true },
      })
      await scene.settle()
      expect([head, scene.mayMerge(number)]).toEqual([head, false])
    }
  })

  it('forges no card, checklist or marker of the App’s: nobody reads a comment of somebody else as its own', async () => {
    const scene = await raise()
    const number = await scene.emergency()
    const ours = scene.github.repository(shop).comments.filter(({ byApp }) => byApp)
    for (const { body } of ours) await scene.say(number, body.replaceAll('- [ ]', '- [x]'), 'mallory')
    const calls = scene.github.requests.length
    await scene.world.restart()
    const forged = scene.github.requests.slice(calls).filter(({ method }) => method === 'PATCH')
    expect(forged).toEqual([])
    const hotfix = await scene.pull('hotfix/one', { title: '[EMERGENCY] Repair', body: described(number) })
    scene.alice.review(hotfix, 'APPROVED')
    await scene.settle()
    expect(scene.seen.check(hotfix, 'firebreak/hotfix')?.summary).toContain('hecklist')
    expect(scene.mayMerge(hotfix)).toBe(false)
  })
})

describe('somebody with some permission, and not enough', () => {
  it('ticks a box, and the rule that asks for the checklist does not count it', async () => {
    const scene = await raise({
      config: configured({
        checklists,
        detection: { trust: 'maintain' },
        hotfix: { ...ordinary.hotfix, require: ['checklist'] },
      }),
      collaborators: { rita: 'read' },
    })
    const number = await scene.emergency('[EMERGENCY] Down', 'bob')
    const hotfix = await scene.pull('hotfix/one', { body: described(number), login: 'bob' })
    const verdict = () => scene.seen.check(hotfix, 'firebreak/hotfix')?.conclusion
    const list = scene.github.repository(shop).comments.find(({ body }) => body.includes('### Before'))?.id ?? 0
    expect(() => scene.as('rita').tick(list, 'It is real')).toThrow()
    scene.carol.tick(list, 'It is real')
    await scene.settle()
    expect(verdict()).toBe('failure')
    scene.carol.untick(list, 'It is real')
    scene.alice.tick(list, 'It is real')
    await scene.settle()
    expect(verdict()).toBe('success')
  })

  it('cannot press "Re-run" into a verdict that passes', async () => {
    const scene = await raise()
    const number = await scene.emergency()
    const pull = await scene.pull('ordinary')
    const { issues, checkRuns } = scene.github.repository(shop)
    const sha = issues.find((issue) => issue.number === pull)?.pull?.head.sha
    const run = checkRuns.findLast(({ name, headSha }) => name === `firebreak/freeze-${number}` && headSha === sha)
    if (run) scene.carol.rerequestCheck(run.id)
    expect(() => scene.mallory.rerequestCheck(run?.id ?? 0)).toThrow()
    await scene.settle()
    expect(scene.mayMerge(pull)).toBe(false)
  })
})
