import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Harness } from '../harness/firebreak.ts'
import { readGitHub } from '../harness/read.ts'

const config = `version: 1
extends: firebreak:single-maintainer
roles: { maintainers: ["@alice"], backup: ["@bob"] }
escalation:
  policies:
    default:
      steps: [{ notify: [maintainers] }, { after: 4h, notify: [backup] }]
`

const description = 'Incident: #1\n\n## Impact\n\nEverybody.\n\n## Reason for bypass\n\nIt cannot wait.\n'

describe('an emergency from the first report to the last word', () => {
  let world: Harness
  beforeEach(async () => {
    world = await Harness.start({ config })
  })
  afterEach(() => world.close())

  const people = () => {
    const as = (login: string) => world.github.as(login).in('acme/shop')
    return { alice: as('alice'), bob: as('bob'), carol: as('carol'), trudy: as('trudy') }
  }

  it('freezes, tells, escalates, judges, thaws and asks for the post-mortem', async () => {
    const { alice, bob, carol, trudy } = people()
    const seen = readGitHub(world.github)
    const { number } = trudy.openIssue({ title: '[EMERGENCY] Everything is down' })
    await world.settle()
    expect(seen.labels(number)).toEqual(['emergency', 'incident/declared', 'severity/emergency'])
    expect(seen.card(number)).toContain('@alice')
    expect(seen.rulesets()).toHaveLength(1)
    expect(
      world.github.mayMerge(
        'acme/shop',
        carol.openPull({ title: 'Docs', head: 'docs', files: { 'a.md': 'a' } }).number,
        'carol',
      ).allowed,
    ).toBe(false)

    await world.fastForward('3h59m')
    expect(seen.comments(number).filter((body) => body.includes('@bob'))).toHaveLength(0)
    await world.fastForward('1m')
    expect(seen.comments(number).filter((body) => body.includes('@bob'))).toHaveLength(1)

    bob.comment(number, '/incident ack')
    await world.settle()
    expect(seen.labels(number)).toContain('incident/acknowledged')

    const hotfix = carol.openPull({
      title: '[EMERGENCY] Repair',
      body: 'Incident: #1',
      head: 'hotfix/repair',
      files: { 'b.ts': 'b' },
    }).number
    await world.settle()
    expect(seen.check(hotfix, 'firebreak/hotfix')?.conclusion).toBe('failure')
    expect(world.github.mayMerge('acme/shop', hotfix, 'carol').allowed).toBe(false)

    carol.editPull(hotfix, { body: description })
    alice.review(hotfix, 'APPROVED')
    await world.settle()
    expect(seen.check(hotfix, 'firebreak/hotfix')?.conclusion).toBe('success')
    expect(carol.merge(hotfix).merged).toBe(true)
    await world.settle()
    expect(seen.rulesets()).toEqual([])
    expect(seen.labels(number)).toContain('incident/mitigated')
    const [postmortem, ...others] = seen.issues(/^Post-mortem/)
    expect(others).toEqual([])
    expect(postmortem?.title).toBe('Post-mortem: [EMERGENCY] Everything is down')

    bob.comment(number, '/incident resolve It was the cache')
    await world.settle()
    alice.close(postmortem?.number ?? 0)
    await world.settle()
    expect(seen.labels(number)).toContain('incident/closed')
  })
})
