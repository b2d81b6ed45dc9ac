import { describe, expect, it } from 'vitest'
import { cards, loseDatabase, raise, revive } from './database-lost-stage.ts'
import { configured, ordinary, shop } from './stage.ts'

describe('a freeze whose card is gone', () => {
  it('goes on under an incident that is declared anew, where its emergency is still open', async () => {
    const scene = await raise()
    const number = await scene.emergency()
    const repository = scene.github.repository(shop)
    repository.comments.splice(0)
    await loseDatabase(scene)
    expect(scene.seen.rulesets()).toHaveLength(1)
    expect(cards(scene)).toHaveLength(1)
    await scene.say(number, '/incident thaw')
    expect(scene.seen.rulesets()).toEqual([])
  })

  it('is said aloud with the commands that lift it, where its issue is closed', async () => {
    const scene = await raise()
    const number = await scene.emergency()
    const repository = scene.github.repository(shop)
    repository.comments.splice(0)
    await scene.world.stop()
    scene.alice.close(number)
    await loseDatabase(scene)
    const [issue, ...more] = scene.seen.issues(/a freeze stands/)
    expect(issue?.body).toMatch(/gh api -X DELETE repos\/acme\/shop\/rulesets\/\d+/)
    expect(issue?.body).toContain('firebreak thaw --all acme/shop')
    await loseDatabase(scene)
    expect(more).toEqual([])
    expect(scene.seen.issues(/a freeze stands/)).toHaveLength(1)
  })

  it('says that its record is lost, and counts from when GitHub shows that it was made', async () => {
    const scene = await raise()
    const number = await scene.emergency()
    await scene.world.fastForward('3h')
    scene.github.repository(shop).comments.splice(0)
    await loseDatabase(scene)
    const said = scene.seen.comments(number).filter((comment) => comment.includes('begins anew'))
    expect(said).toHaveLength(2)
    expect(said[0], 'the timeline').toContain('and so was the card: the incident begins anew.')
    expect(said[1]).toMatch(/lost its database[\s\S]*Its clocks count from [\s\S]*called again/)
    await scene.world.fastForward('59m')
    expect(scene.seen.comments(number).join()).not.toContain('@bob')
    await scene.world.fastForward('1m')
    expect(scene.seen.comments(number).join()).toContain('@bob')
    await scene.say(number, '/incident thaw')
    expect(scene.seen.comment(number, /The freeze is lifted/)).toContain('The freeze lasted 4 hours')
  })

  it('asks a server whose list does not tell when the ruleset was made for that one', async () => {
    const scene = await raise()
    const number = await scene.emergency()
    await scene.world.fastForward('3h')
    const [ruleset] = scene.github.repository(shop).rulesets
    scene.github.repository(shop).comments.splice(0)
    const body = [
      { id: ruleset?.id, name: ruleset?.name, source: shop, source_type: 'Repository', enforcement: 'active' },
    ]
    scene.github.faults.answer({ method: 'GET', path: /\/rulesets$/, times: 1 }, { status: 200, body })
    await loseDatabase(scene)
    await scene.say(number, '/incident thaw')
    expect(scene.seen.comment(number, /The freeze is lifted/)).toContain('The freeze lasted 3 hours')
  })

  it.each(['hotfix-only', 'locked'])('goes on the same way on classic protection: %s', async (mode) => {
    const severities = { P1: { ...ordinary.severities.P1, freeze: mode } }
    const scene = await raise({ config: configured({ severities, freeze: { mechanism: 'branch-protection' } }) })
    const number = await scene.emergency()
    scene.github.repository(shop).comments.splice(0)
    await loseDatabase(scene)
    expect(cards(scene)).toHaveLength(1)
    expect(scene.seen.card(number)).toMatch(/Freeze.*\bon\b/)
    await scene.say(number, '/incident thaw')
    const [rule] = scene.github.repository(shop).classicRules
    expect(rule?.requiredStatusChecks?.checks ?? []).toEqual([])
    const said = scene.seen.comment(number, /The freeze is lifted/)
    expect(said).toContain('it is not known what stood before')
    expect(said).toContain('force pushes are forbidden')
    expect(said?.includes('it is locked')).toBe(mode === 'locked')
    expect(said).not.toContain('as before')
  })

  it('is said aloud on classic protection too, where its issue is closed', async () => {
    const scene = await raise({ config: configured({ freeze: { mechanism: 'branch-protection' } }) })
    const number = await scene.emergency()
    scene.github.repository(shop).comments.splice(0)
    await scene.world.stop()
    scene.alice.close(number)
    await loseDatabase(scene)
    const [issue] = scene.seen.issues(/a freeze stands/)
    expect(issue?.body).toContain(`- of incident \`${number}\`, on classic branch protection`)
  })

  it('is given back exactly when the loss came between the change of classic protection and the card', async () => {
    const severities = { P1: { ...ordinary.severities.P1, freeze: 'locked' } }
    const scene = await raise({ config: configured({ severities, freeze: { mechanism: 'branch-protection' } }) })
    const rules = () =>
      scene.github
        .repository(shop)
        .classicRules.map(({ id: _id, createdAt: _created, updatedAt: _updated, ...settings }) => settings)
    scene.alice.setProtection('main', {
      ...{
        required_status_checks: null,
        enforce_admins: true,
        required_pull_request_reviews: null,
        restrictions: null,
      },
      required_linear_history: true,
    })
    const before = structuredClone(rules())
    let stopping: Promise<void> | undefined
    scene.github.faults.afterRequest(({ method, path }) => {
      if (method === 'PUT' && path.endsWith('/protection')) stopping ??= scene.world.loseDatabase()
    })
    const number = await scene.emergency()
    await stopping
    scene.github.faults.clear()
    expect(cards(scene)).toEqual([])
    expect(rules()).not.toEqual(before)
    await revive(scene)
    expect(cards(scene)).toHaveLength(1)
    await scene.say(number, '/incident thaw')
    expect(rules()).toEqual(before)
  })
})
