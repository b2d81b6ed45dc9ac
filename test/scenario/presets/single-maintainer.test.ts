import { describe, expect, it } from 'vitest'
import { receiver } from '../../notify/stage.ts'
import { ownLines } from '../../policy/adopted.ts'
import type { Scene } from '../stage.ts'
import { adopting, called, theIssue, tickAll } from './adopt.ts'

// The maintainer is called you, mallory is anybody, carol has contributed for long. It is Monday, 09:00 UTC.
const collaborators = { you: 'admin' } as const
const raise = adopting('single-maintainer', { collaborators })

/** A description with everything that the procedure asks for. */
const described = (incident: number): string =>
  `Incident: #${incident}\n\n## Impact\n\nNobody can pay.\n\n## Reason for bypass\n\nEvery minute costs.\n`

const failing = '[EMERGENCY] The shop is in outage'
const fixing = '[EMERGENCY] Production fix: a larger pool'

/** The procedure up to the declaration by the maintainer. */
async function declared(scene: Scene, title = failing): Promise<number> {
  return await scene.emergency(title, 'you')
}

describe('escalation path', () => {
  it('an issue with [EMERGENCY] calls the maintainer, again after four hours, and freezes nothing until confirmed', async () => {
    const scene = await raise()
    const { world, seen, say, pull, mallory, settle, mayMerge } = scene
    const other = await pull('feature/x')
    const { number: incident } = mallory.openIssue({ title: failing })
    await settle()
    expect(seen.labels(incident)).toEqual(['emergency', 'incident/reported', 'kind/production', 'severity/emergency'])
    expect(seen.card(incident)).toContain('@you – please have a look')
    expect(mayMerge(other)).toBe(true)
    await world.fastForward('3h59m')
    expect(called(scene, incident)).toEqual([])
    await world.fastForward('1d')
    expect(called(scene, incident)).toEqual(['13:00 you'])
    expect(seen.reactions(await say(incident, '/incident confirm', 'mallory'))).toEqual(['confused'])
    expect(mayMerge(other)).toBe(true)
    await say(incident, '/incident confirm', 'you')
    expect(seen.labels(incident)).toContain('incident/declared')
    expect([mayMerge(other), mayMerge(other, 'you')]).toEqual([false, true])
  })

  it('an issue that is labelled [EMERGENCY], as the document says it, is one as well', async () => {
    const { seen, as, mallory, settle } = await raise()
    const { number: incident } = mallory.openIssue({ title: 'Nothing works' })
    as('you').label(incident, '[EMERGENCY]')
    await settle()
    expect(seen.labels(incident)).toContain('incident/declared')
  })

  it('without an answer in four hours the direct channel is used', async () => {
    const { url, received } = await receiver()
    const config = `version: 1\n${ownLines('single-maintainer').replace('type: email', 'type: slack')}`
    const scene = await raise({ config, channels: { MAINTAINER_EMAIL: `${url}/direct` } })
    const { world, emergency, seen } = scene
    const incident = await emergency(failing, 'trudy')
    await world.fastForward('3h59m')
    expect(received).toEqual([])
    await world.fastForward('1m')
    expect(received.map(({ body }) => body)).toEqual([expect.stringContaining('The shop is in outage')])
    expect(seen.card(incident)).toContain('`direct` told at 2026-03-02 13:00 UTC')
  })
})

describe('the scenarios', () => {
  it.each([
    [
      'Critical security fix: tokens in the log',
      'security',
      'Critical security vulnerability',
      'critical-security-fix',
    ],
    ['Production fix: restart the pool', 'production', 'Production system failure', 'production-fix'],
    [
      'Dependency security update: left-pad (CVE-2026-1)',
      'dependency',
      'Dependency security issue',
      'dependency-security-update',
    ],
  ])('[EMERGENCY] %s', async (title, kind, list, branch) => {
    const { seen, pull, mayMerge, settle, as } = await raise()
    // The emergency pull request of the document names no issue: it is the emergency.
    const fix = await pull(`hotfix/${branch}`, {
      title: `[EMERGENCY] ${title}`,
      body: described(0).replace(/^.*\n/, ''),
      login: 'you',
    })
    expect(seen.labels(fix)).toEqual(expect.arrayContaining([`kind/${kind}`, 'incident/declared']))
    const scenario = seen.comment(fix, new RegExp(`^### ${list}\n`))
    expect(scenario).toContain(`branch: hotfix/${branch}\n`)
    expect(scenario).toContain('\\[EMERGENCY\\] ')
    for (const moment of ['Before', 'During'])
      seen.comment(fix, new RegExp(`^### ${moment} the emergency pull request`))
    expect(seen.check(fix, 'firebreak/hotfix')).toMatchObject({ conclusion: 'success' })
    expect(mayMerge(fix, 'you')).toBe(true)
    as('you').merge(fix)
    await settle()
    expect(seen.labels(fix)).toContain('incident/mitigated')
    seen.comment(fix, /^### After the emergency pull request/)
  })

  it('a contributor’s hotfix: what is missing is said, and only the maintainer’s approval lets it in', async () => {
    const scene = await raise()
    const { seen, pull, mayMerge, as, settle, carol } = scene
    const incident = await declared(scene)
    await tickAll(scene, 'Before the emergency pull request', 'you')
    const wrong = await pull('hotfix/repair', { title: 'Repair', body: `Incident: #${incident}` })
    const report = seen.check(wrong, 'firebreak/hotfix')
    expect(report?.conclusion).toBe('failure')
    for (const rule of ['Title', 'Impact', 'Reason for bypass', 'Approvals'])
      expect(report?.summary).toContain(`**${rule}**`)
    seen.comment(wrong, /^### During the emergency pull request/)
    const fix = await pull('hotfix/production-fix', { title: fixing, body: described(incident) })
    as('bob').review(fix, 'APPROVED')
    await settle()
    expect([seen.check(fix, 'firebreak/hotfix')?.conclusion, mayMerge(fix)]).toEqual(['failure', false])
    as('you').review(fix, 'APPROVED')
    await settle()
    expect([seen.check(fix, 'firebreak/hotfix')?.conclusion, mayMerge(fix)]).toEqual(['success', true])
    carol.merge(fix)
    await settle()
    expect(seen.comment(incident, /Hotfix #\d+ is merged/)).toContain('same rules as before the freeze')
    seen.comment(incident, /^### After the emergency pull request/)
    expect(seen.comment(incident, /^### After the production fix/)).toContain('Conduct post-mortem analysis')
    const { number: review } = theIssue(scene, /^Post-mortem/)
    expect(seen.comment(review, /^### Post-emergency procedures/)).toContain('Update runbooks and procedures')
  })

  it('a pull request from hotfix/urgent-fix that the maintainer wrote alone needs nobody else', async () => {
    const scene = await raise()
    const incident = await declared(scene)
    const fix = await scene.pull('hotfix/urgent-fix', { title: fixing, body: described(incident), login: 'you' })
    expect(scene.mayMerge(fix, 'you')).toBe(true)
  })
})

describe('emergency bypass', () => {
  it('by merging past the checks: noticed, its reason asked for, and documented in the post-mortem', async () => {
    const scene = await raise()
    const { seen, pull, as, settle, say, world } = scene
    const incident = await declared(scene)
    const fix = await pull('quick', { title: 'Quick', login: 'you' })
    expect(as('you').merge(fix).merged).toBe(true)
    await settle()
    await world.fastForward('10s')
    expect(seen.comment(incident, /past the freeze/)).toMatch(/merged without its freeze check; by you[\s\S]*Why/)
    expect(seen.card(incident)).toContain('/incident bypass REASON')
    await say(incident, '/incident bypass The pool was empty and every minute cost money', 'you')
    await say(incident, '/incident resolve A larger pool', 'you')
    expect(theIssue(scene, /^Post-mortem/).body).toContain('The pool was empty and every minute cost money')
  })

  it('by a direct push: refused by the usual freeze, and noticed and documented where the freeze leaves administrators free', async () => {
    const usual = await raise()
    await declared(usual)
    const repair = { 'pool.ts': 'larger' }
    expect(usual.as('you').pushTo('main', repair).accepted).toBe(false)

    const config = `version: 1\n${ownLines('single-maintainer')}\nfreeze: { mechanism: branch-protection }`
    const scene = await raise({ config })
    const { seen, as, settle, say, world, mayPush } = scene
    const incident = await declared(scene)
    expect([mayPush('main', 'carol'), mayPush('main', 'you')]).toEqual([false, true])
    const pushed = as('you').pushTo('main', repair, {
      message: 'fix(security): emergency critical vulnerability patch',
    })
    expect(pushed.accepted).toBe(true)
    await settle()
    await world.fastForward('10s')
    expect(seen.comment(incident, /past the freeze/)).toMatch(/commits were pushed directly; by you/)
    await say(incident, '/incident bypass It was being exploited', 'you')
    await say(incident, '/incident resolve Patched', 'you')
    expect(theIssue(scene, /^Post-mortem/).body).toContain('It was being exploited')
  })
})

it('communication: progress and decisions on the issue, the outcome and all of it in the post-mortem', async () => {
  const scene = await raise()
  const { seen, say, pull, as, settle } = scene
  const incident = await declared(scene)
  await say(
    incident,
    '/incident update The pool is exhausted; I am enlarging it\n/incident note 08:50 First alarm',
    'you',
  )
  await say(incident, '/incident decide hotfix A restart would lose the carts', 'you')
  const fix = await pull('hotfix/production-fix', { title: fixing, body: described(incident), login: 'you' })
  as('you').merge(fix)
  await settle()
  const { number: review, body } = theIssue(scene, /^Post-mortem/)
  for (const said of ['The pool is exhausted', 'First alarm', 'A restart would lose the carts'])
    expect(body).toContain(said)
  await say(incident, '/incident resolve The pool is larger', 'you')
  expect(seen.comment(review, /^### Final record/)).toContain('The pool is larger')
  await tickAll(scene, 'Post-emergency procedures', 'you')
  as('you').close(review)
  await settle()
  expect(seen.labels(incident)).toContain('incident/closed')
})
