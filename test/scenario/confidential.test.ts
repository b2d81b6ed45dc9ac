import { describe, expect, it } from 'vitest'
import { readGitHub } from '../harness/read.ts'
import { addVault, cause, drafts, id, inVault, raise, security, title, vault, written } from './confidential-stage.ts'
import { configured, described, shop } from './stage.ts'

describe('a confidential incident', () => {
  it('is told in public by its id alone, from the report to the end, whatever people write', async () => {
    const scene = await raise({ config: inVault })
    addVault(scene)
    const { world, seen, say, alice, carol, settle } = scene
    const incident = scene.mallory.openIssue({ title, body: `It is the ${cause}.` }).number
    await settle()
    await say(incident, '/incident confirm')
    await say(incident, `/incident update We look for the ${cause} everywhere`)
    await say(incident, `/incident note 08:10 ${cause} was seen first`)
    await say(incident, `/incident escalate ${cause} needs more of us`, 'bob')
    await say(incident, `/incident severity ${cause}`)
    await say(incident, `/incident decide hotfix ${cause} is easy to mend`)
    alice.editIssue(incident, { title: `[EMERGENCY] ${cause} again` })
    await settle()
    const hotfix = await scene.pull(`hotfix/${cause}`, { title: `[EMERGENCY] ${cause}`, body: described(incident) })
    await say(hotfix, `/incident status\n/incident severity ${cause}`)
    alice.review(hotfix, 'APPROVED')
    await settle()
    alice.merge(await scene.pull(cause, { title: cause }))
    await settle()
    await say(incident, `/incident bypass ${cause} could not wait`)
    carol.merge(hotfix)
    await settle()
    await say(incident, `/incident resolve The ${cause} is gone`, 'bob')
    await say(incident, `/incident reopen ${cause} is back`, 'bob')
    await world.fastForward('9h')
    await say(incident, `/incident resolve ${cause} again`, 'bob')
    await say(incident, '/incident status', 'mallory')

    expect(written(world).filter((call) => call.includes(cause))).toEqual([])
    expect(written(world).length).toBeGreaterThan(40)
    const card = seen.card(incident)
    expect(card).toContain(`It is called **${id}** here`)
    expect(card).toContain('Update by alice: confidential')
    expect(card).toContain('bob resolved the incident.')
    // Nothing is lost: who may read the private post-mortem finds all of it there.
    const [postmortem] = readGitHub(world.github, vault).issues(/^Post-mortem/)
    expect(postmortem?.title).toContain(cause)
    expect(postmortem?.body).toContain(`We look for the ${cause} everywhere`)
    expect(postmortem?.body).toContain(`Reason: ${cause} could not wait`)
    expect(postmortem?.body).toContain(`Post-mortem of ${shop}#${incident}`)
  })

  it('has its details in a draft advisory, whose address is said when it is there', async () => {
    const scene = await raise()
    const incident = await scene.emergency(title)
    expect(drafts(scene)).toMatchObject([{ state: 'draft', summary: `${id}: ${title}`, severity: 'critical' }])
    const [draft] = drafts(scene)
    expect(draft?.description).toContain(`**ID**: ${id}`)
    expect(draft?.description).toContain('## Affected components')
    expect(scene.seen.comment(incident, /is confidential/)).toContain(`it is called **${id}**`)
    expect(scene.seen.comment(incident, /The details of/)).toContain(`/security/advisories/${draft?.ghsaId}`)
    expect(scene.seen.card(incident)).toContain(`/security/advisories/${draft?.ghsaId}`)
  })

  it('that began from an alert tells nothing of it in public, and all of it in the draft', async () => {
    const scene = await raise({ config: security({ detection: { alerts: { dependabot: true } } }) })
    const { github, seen, settle, say } = scene
    github
      .dependabot(shop)
      .find({ summary: cause, package: { ecosystem: 'npm', name: cause }, ghsaId: 'GHSA-jfh8-c2jp-5v3q' })
    await settle()
    await say(1, '/incident status')
    await say(1, '/incident resolve')
    const leaks = written(scene).filter((call) => /quux|GHSA-jfh8/.test(call))
    expect(leaks).toEqual([])
    expect(drafts(scene)[0]?.description).toContain(cause)
    expect(seen.card(1)).toContain(`It is called **${id}** here`)
  })

  it('that began from a private report has its details there, and opens no draft of its own', async () => {
    const scene = await raise({ config: security({ detection: { alerts: { advisories: true } } }) })
    scene.mallory.reportVulnerability({ summary: cause, description: cause })
    await scene.settle()
    await scene.say(1, '/incident confirm')
    expect(drafts(scene)).toHaveLength(1)
    expect(scene.seen.card(1)).toContain(`Details: [the private security advisory](https://github.com/${shop}/security`)
    expect(written(scene).filter((call) => call.includes(cause))).toEqual([])
  })

  it('opens one draft, also when the reply to it was lost', async () => {
    const scene = await raise()
    scene.github.faults.loseReply({ method: 'POST', path: /security-advisories$/ })
    const incident = await scene.emergency(title)
    await scene.world.fastForward('10m')
    expect(drafts(scene)).toHaveLength(1)
    expect(scene.seen.comment(incident, /The details of/)).toContain('/security/advisories/')
  })

  it('opens no draft for what is only reported, until somebody confirms it', async () => {
    const scene = await raise()
    const incident = await scene.emergency(title, 'mallory')
    expect(drafts(scene)).toEqual([])
    expect(scene.seen.comment(incident, /is confidential/)).toContain('opened when somebody confirms the report')
    await scene.say(incident, '/incident confirm')
    expect(drafts(scene)).toHaveLength(1)
    expect(scene.seen.said(incident, /is confidential/)).toHaveLength(1)
  })

  it('becomes one when its kind is set, and stays one when the kind is set to another', async () => {
    const kinds = { security: { confidential: true }, outage: {} }
    const scene = await raise({ config: configured({ kinds }) })
    const incident = await scene.emergency(`[EMERGENCY] ${cause}`)
    expect(scene.seen.card(incident)).not.toContain('confidential')
    await scene.say(incident, '/incident kind security')
    expect(drafts(scene)).toHaveLength(1)
    await scene.say(incident, '/incident kind outage')
    await scene.say(incident, `/incident note ${cause}`)
    expect(scene.seen.card(incident)).toContain('Note by alice: confidential')
  })

  it('is none in a private repository', async () => {
    const scene = await raise({ private: true })
    const incident = await scene.emergency(title)
    await scene.say(incident, `/incident note ${cause}`)
    expect(drafts(scene)).toEqual([])
    expect(scene.seen.card(incident)).toContain(cause)
    expect(scene.seen.said(incident, /confidential/)).toEqual([])
  })
})

describe('without draft advisories', () => {
  const refused = { status: 404, body: { message: 'Not Found' } }

  it('the details go to the private repository that is configured', async () => {
    const scene = await raise({ config: inVault })
    addVault(scene)
    scene.github.faults.answer({ method: 'POST', path: /security-advisories$/ }, refused)
    const incident = await scene.emergency(title)
    expect(readGitHub(scene.github, vault).issues(/(?:)/)).toMatchObject([{ title: `${id}: ${title}` }])
    expect(scene.seen.comment(incident, /The details of/)).toContain('[acme/vault#1](')
    // The first place failed, and nothing sounds as if there were none.
    expect(scene.seen.card(incident)).toContain('No draft security advisory could be opened for its details')
    expect(scene.seen.card(incident)).not.toContain('No private place')
  })

  it('a repository that turns out to be public gets nothing, and it is said how to make a place', async () => {
    const scene = await raise({ config: inVault })
    addVault(scene, false)
    scene.github.faults.answer({ method: 'POST', path: /security-advisories$/ }, refused)
    const incident = await scene.emergency(title)
    expect(readGitHub(scene.github, vault).issues(/(?:)/)).toEqual([])
    const words = scene.seen.comment(incident, /no private place/)
    expect(words).toContain('`acme/vault` is public')
    expect(words).toContain('Repository security advisories: write')
  })
})

it('/incident disclose is refused for what is no secret, and for what is disclosed', async () => {
  const scene = await raise()
  const ordinary = await scene.emergency('[EMERGENCY] Everything is down')
  await scene.say(ordinary, '/incident disclose')
  expect(scene.seen.comment(ordinary, /was not carried out/)).toContain('this incident is not confidential')
  const secret = await scene.emergency(title)
  await scene.say(secret, '/incident disclose', 'carol')
  expect(scene.seen.comment(secret, /was not carried out/)).toContain('needs maintain permission')
  await scene.say(secret, '/incident disclose', 'bob')
  expect(scene.seen.comment(secret, /is disclosed by/)).toContain('by bob')
  await scene.say(secret, '/incident disclose', 'bob')
  expect(scene.seen.said(secret, /the incident is disclosed\./)).toHaveLength(1)
})
