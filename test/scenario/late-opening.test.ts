import { describe, expect, it } from 'vitest'
import { configured, ordinary, type Scene, scenes } from './stage.ts'

const raise = scenes({ config: configured(), sweeps: true })
const opening = { event: 'issues', action: 'opened' }

/** The server answers the opening of the next issue with an error, so that GitHub tells of it no sooner than it is asked to. */
async function openedUnheard({ github, as, settle, seen }: Scene, input: Readonly<{ title: string; login?: string }>) {
  const { title, login = 'trudy' } = input
  github.faults.deliveries.refuse(1, 502, opening)
  const { number } = as(login).openIssue({ title })
  await settle()
  expect(seen.card(number)).toBe('')
  return number
}

const emergency = { title: '[EMERGENCY] Everything is down' }

const cards = ({ seen }: Scene, number: number): string[] =>
  seen.comments(number).filter((body) => body.includes('<!-- firebreak:card:'))

describe('a command that comes before its issue’s opening', () => {
  it('begins the incident and is carried out; the opening that comes within the hour adds nothing', async () => {
    const scene = await raise()
    const number = await openedUnheard(scene, emergency)
    const command = await scene.say(number, '/incident ack')
    const { seen, world, github } = scene
    expect(seen.labels(number)).toEqual(['emergency', 'incident/acknowledged', 'severity/P1'])
    expect(seen.reactions(command)).toEqual(['+1'])
    expect(seen.rulesets()).toHaveLength(1)
    const told = [seen.comments(number).length, seen.rulesets()]
    await world.fastForward('1h')
    const opened = github.deliveries.find(({ event, action }) => event === 'issues' && action === 'opened')
    expect(opened?.attempts.at(-1)?.status).toBe('OK')
    expect([seen.comments(number).length, seen.rulesets()]).toEqual(told)
    expect(cards(scene, number)).toHaveLength(1)
    await scene.say(number, '/incident cancel A false alarm')
    expect(seen.rulesets()).toEqual([])
  })

  it('does the same when both are told of at once, the wrong way round', async () => {
    const scene = await raise()
    scene.github.faults.deliveries.reorder(2)
    const { number } = scene.trudy.openIssue(emergency)
    const command = scene.bob.comment(number, '/incident commander me').id
    await scene.settle()
    expect(scene.seen.card(number)).toMatch(/\*\*Commander\*\* \| bob/)
    expect(scene.seen.reactions(command)).toEqual(['+1'])
    expect(cards(scene, number)).toHaveLength(1)
    expect(scene.seen.said(number, /no incident/i)).toEqual([])
  })

  it('begins no more than its author may: an outsider’s issue is only reported, and can be confirmed at once', async () => {
    const scene = await raise()
    const number = await openedUnheard(scene, { ...emergency, login: 'mallory' })
    await scene.say(number, '/incident ack')
    expect(scene.seen.labels(number)).toContain('incident/reported')
    expect(scene.seen.rulesets()).toEqual([])
    await scene.say(number, '/incident confirm')
    expect(scene.seen.labels(number)).toContain('incident/declared')
  })

  it('does not take the word from a maintainer who put the mark into an outsider’s title', async () => {
    const scene = await raise()
    const { github, alice, seen } = scene
    github.faults.deliveries.refuse(1, 502, opening)
    const { number } = scene.mallory.openIssue({ title: 'Everything is down' })
    await scene.settle()
    github.faults.deliveries.reorder(2)
    alice.editIssue(number, emergency)
    alice.comment(number, '/incident commander me')
    await scene.settle()
    expect(seen.labels(number)).toContain('incident/declared')
    expect(seen.rulesets()).toHaveLength(1)
  })

  it('needs no incident for help, and begins none', async () => {
    const scene = await raise()
    const number = await openedUnheard(scene, emergency)
    await scene.say(number, '/incident help')
    expect(scene.seen.card(number)).toBe('')
  })
})

describe('what a command does not begin', () => {
  const untouched = ({ seen }: Scene, number: number): void => {
    expect(seen.card(number)).toBe('')
    expect(seen.labels(number).filter((label) => label.startsWith('incident/'))).toEqual([])
    expect(seen.rulesets()).toEqual([])
  }

  it.each(['ack', 'confirm', 'freeze', 'status', 'resolve "done"'])(
    'an incident at anybody’s marked issue, when an outsider writes %s',
    async (command) => {
      const scene = await raise()
      const number = await openedUnheard(scene, emergency)
      await scene.say(number, `/incident ${command}`, 'mallory')
      untouched(scene, number)
    },
  )

  it('an incident at what is closed by now, or has lost its mark', async () => {
    const scene = await raise()
    const { trudy, alice, github } = scene
    const closed = await openedUnheard(scene, emergency)
    const unmarked = await openedUnheard(scene, emergency)
    github.faults.deliveries.drop(2, { event: 'issues' })
    github.faults.deliveries.hold(2, { event: 'issue_comment' })
    alice.comment(closed, '/incident ack')
    alice.comment(unmarked, '/incident ack')
    trudy.close(closed)
    trudy.editIssue(unmarked, { title: 'Nothing much' })
    github.faults.deliveries.release()
    await scene.settle()
    for (const number of [closed, unmarked]) untouched(scene, number)
  })

  it('an incident at an issue that was marked long before anybody asked the App', async () => {
    const scene = await raise({ sweeps: false })
    const number = await openedUnheard(scene, emergency)
    await scene.world.fastForward('3h')
    await scene.say(number, '/incident status')
    await scene.say(number, '/incident freeze', 'bob')
    untouched(scene, number)
  })

  it('an incident at a pull request', async () => {
    const scene = await raise({ config: configured({ hotfix: { ...ordinary.hotfix, require: [] } }) })
    scene.github.faults.deliveries.refuse(1, 502, { event: 'pull_request', action: 'opened' })
    const number = await scene.pull('elsewhere', emergency)
    await scene.say(number, '/incident ack')
    untouched(scene, number)
  })

  it('one that ended, when the database that knew of it is gone', async () => {
    const scene = await raise({ rebuilds: true })
    const number = await scene.emergency()
    await scene.say(number, '/incident cancel A false alarm')
    await scene.world.loseDatabase()
    await scene.world.restart()
    await scene.say(number, '/incident status')
    expect(scene.seen.rulesets()).toEqual([])
    expect(scene.seen.labels(number)).toContain('incident/cancelled')
    expect(cards(scene, number)).toHaveLength(1)
  })
})
