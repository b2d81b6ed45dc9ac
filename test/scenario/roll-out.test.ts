import { describe, expect, it } from 'vitest'
import { configured, described, ordinary, type Scene, scenes, shop } from './stage.ts'

const stages = [
  { name: 'Canary', environment: 'canary', traffic: '10 %', watch: '30m', 'roll-back': 'Error rate > 0.1 %' },
  { name: 'Full', environment: 'production', traffic: '100 %', watch: '1h' },
]

const raise = scenes({
  config: configured({ 'roll-out': { stages }, 'post-mortem': { open: false } }),
  grants: { contents: 'write' },
})

/** An emergency whose hotfix was approved and merged; returns both numbers. */
async function repaired({ alice, carol, emergency, pull, settle }: Scene): Promise<{ number: number; hotfix: number }> {
  const number = await emergency()
  const hotfix = await pull('hotfix/pay', { title: '[EMERGENCY] Repair', body: described(number) })
  alice.review(hotfix, 'APPROVED')
  await settle()
  carol.merge(hotfix)
  await settle()
  return { number, hotfix }
}

/** What was deployed earlier shows that this repository uses deployments. */
function deployedBefore({ carol }: Scene): void {
  for (const environment of ['canary', 'production']) {
    const { id } = carol.deploy({ environment })
    carol.deploymentStatus(id, 'success')
  }
}

const news = async (
  { carol, settle }: Scene,
  id: number,
  state: Parameters<Scene['carol']['deploymentStatus']>[1],
): Promise<void> => {
  carol.deploymentStatus(id, state, { url: 'https://ci.example.org/runs/1' })
  await settle()
}

describe('a merged hotfix on its way into production', () => {
  it('is followed from stage to stage, and each time people read what comes next', async () => {
    const scene = await raise()
    const { world, seen, carol } = scene
    deployedBefore(scene)
    const { number, hotfix } = await repaired(scene)
    const { id } = carol.deploy({ environment: 'canary' })
    await news(scene, id, 'in_progress')
    expect(seen.card(number)).toContain(`#${hotfix}: Canary (10 %) is being deployed; Full (100 %) to come`)
    await news(scene, id, 'success')
    const canary = seen.comment(number, /Canary \(10 %\) is deployed/)
    expect(canary).toContain('Watch it for 30 minutes.')
    expect(canary).toMatch(/\*\*Roll back if\*\*: Error rate .*1 %/)
    expect(canary).toContain('After that comes Full (100 %).')
    await world.fastForward('29m')
    expect(seen.said(number, /has been out/)).toEqual([])
    await world.restart()
    await world.fastForward('1m')
    expect(seen.comment(number, /has been out for 30 minutes, and no failure was reported/)).toContain(
      'Go on to Full (100 %).',
    )
    await news(scene, carol.deploy({ environment: 'production' }).id, 'success')
    await world.fastForward('1h')
    seen.comment(number, /is rolled out/)
    await world.fastForward('1d')
    seen.comment(number, /is rolled out/)
  })

  it('that fails calls people with the roll-back at hand, and may succeed after all', async () => {
    const scene = await raise()
    const { seen, say, carol } = scene
    deployedBefore(scene)
    const { number, hotfix } = await repaired(scene)
    await say(number, '/incident commander @bob')
    const { id } = carol.deploy({ environment: 'canary' })
    await news(scene, id, 'failure')
    const alarm = seen.comment(number, /Canary \(10 %\) failed/)
    expect(alarm).toContain('@bob')
    expect(alarm).toContain(`\`/incident rollback #${hotfix}\``)
    expect(alarm).toContain('[Its log](https://ci.example.org/runs/1)')
    expect(seen.card(number)).toContain('Canary (10 %) **failed**')
    await news(scene, carol.deploy({ environment: 'canary' }).id, 'success')
    seen.comment(number, /Canary \(10 %\) is deployed/)
  })

  it('is said to be out of order where it is', async () => {
    const scene = await raise()
    deployedBefore(scene)
    const { number } = await repaired(scene)
    await news(scene, scene.carol.deploy({ environment: 'production' }).id, 'success')
    expect(scene.seen.comment(number, /Full \(100 %\) is deployed/)).toContain('Out of order')
  })

  it('where nothing is deployed through GitHub, the gates are a checklist', async () => {
    const scene = await raise()
    const { number } = await repaired(scene)
    const list = scene.seen.comment(number, /### Roll-out/)
    expect(list).toMatch(/- \[ \] Canary, 10 %: watched for 30m; roll back if: Error rate .*1 %/)
    const comment = scene.github.state.repositories[0]?.comments.find(({ body }) => body === list)
    scene.alice.tick(comment?.id ?? 0, 'Canary')
    await scene.settle()
    expect(scene.seen.card(number)).toContain('alice ticked')
    expect(scene.seen.said(number, /is rolled out/)).toEqual([])
    scene.alice.tick(comment?.id ?? 0, 'Full')
    await scene.settle()
    expect(scene.seen.comment(number, /is rolled out/)).toContain('every gate of its checklist is ticked')
  })

  it('of a repository without an incident, news cost no row and no call', async () => {
    const scene = await raise()
    deployedBefore(scene)
    await scene.settle()
    const rows = scene.world.rows()
    const calls = scene.github.requests.length
    deployedBefore(scene)
    await scene.settle()
    expect([scene.world.rows(), scene.github.requests.length]).toEqual([rows, calls])
  })
})

describe('a decision', () => {
  it('is said, and stands on the card', async () => {
    const { seen, emergency, say } = await raise()
    const number = await emergency()
    await say(number, '/incident decide rollback The release broke it', 'trudy')
    expect(seen.comment(number, /Decided: a roll-back/)).toContain('`/incident rollback #PR`')
    expect(seen.card(number)).toContain('The release broke it')
  })
})

describe('a roll-back', () => {
  it('is opened as a hotfix of the incident, and passes what is not for people to do', async () => {
    const scene = await raise()
    const { seen, say, alice, settle, mayMerge } = scene
    const { number, hotfix } = await repaired(scene)
    await say(number, '/incident decide rollback It made things worse')
    const command = await say(number, '/incident rollback', 'carol')
    expect(seen.reactions(command)).toEqual(['+1'])
    const [revert] = seen.pulls(/^\[EMERGENCY\] Revert "\[EMERGENCY\] Repair"$/)
    if (!revert) throw new Error('no pull request takes it back')
    expect(revert.pull?.head.ref).toBe(`revert-${hotfix}-hotfix/pay`)
    expect(revert.body).toContain(`Incident: #${number}`)
    seen.comment(number, new RegExp(`#${revert.number} takes #${hotfix} back`))
    expect(seen.check(revert.number, 'firebreak/hotfix')).toMatchObject({
      conclusion: 'failure',
      title: '1 rule to go',
    })
    expect(mayMerge(revert.number)).toBe(false)
    alice.review(revert.number, 'APPROVED')
    await settle()
    expect(seen.check(revert.number, 'firebreak/hotfix')?.conclusion).toBe('success')
    expect(mayMerge(revert.number)).toBe(true)
    await say(number, `/incident rollback #${hotfix}`, 'carol')
    seen.comment(number, /there is nothing to do: pull request/)
    expect(seen.pulls(/Revert/)).toHaveLength(1)
  })

  it('is opened once, though the reply was lost', async () => {
    const scene = await raise()
    const { seen, say, github } = scene
    const { number } = await repaired(scene)
    const remove = github.faults.afterRequest(({ path }) => {
      if (!path.endsWith('/graphql')) return
      remove()
      github.faults.loseReply({ method: 'POST', path: /\/graphql$/ })
    })
    await say(number, '/incident rollback', 'carol')
    await scene.world.fastForward('5m')
    expect(seen.pulls(/Revert/)).toHaveLength(1)
    seen.comment(number, /takes #\d+ back/)
  })

  it('that this App may not open is said with what works instead, and that then counts', async () => {
    const scene = await raise({ grants: {} })
    const { seen, say, as, settle } = scene
    const { number, hotfix } = await repaired(scene)
    await say(number, '/incident rollback', 'carol')
    const failed = seen.comment(number, /was not taken back/)
    expect(failed).toContain('contents=write')
    expect(failed).toContain(`/${shop}/pull/${hotfix})`)
    expect(failed).toContain(`\`gh pr revert ${hotfix}\``)
    const { number: byHand } = as('carol').openPull({
      title: '[EMERGENCY] Revert "Repair"',
      head: `revert-${hotfix}-hotfix/pay`,
      body: described(number),
      files: { 'undone.ts': 'undone' },
    })
    await settle()
    await say(byHand, `/incident link #${number}`, 'alice')
    as('alice').review(byHand, 'APPROVED')
    await settle()
    expect(seen.check(byHand, 'firebreak/hotfix')?.conclusion).toBe('success')
  })
})

it('the hotfix’s check tells approvals role by role', async () => {
  const approvals = { required: 1, from: ['maintainers', 'backup'], each: true }
  const severities = { P1: { ...ordinary.severities.P1, approvals } }
  const { github, emergency, pull, alice, bob, settle, seen } = await raise({ config: configured({ severities }) })
  const number = await emergency()
  const hotfix = await pull('hotfix/pay', { title: '[EMERGENCY] Repair', body: described(number) })
  const text = () =>
    github.repository(shop).checkRuns.findLast(({ name }) => name === 'firebreak/hotfix')?.output.text ?? ''
  expect(text()).toContain('- maintainers: nobody yet\n- backup: nobody yet')
  alice.review(hotfix, 'APPROVED')
  await settle()
  expect(text()).toContain('- maintainers: approved by alice\n- backup: nobody yet')
  bob.review(hotfix, 'APPROVED')
  await settle()
  expect(seen.check(hotfix, 'firebreak/hotfix')?.conclusion).toBe('success')
})
