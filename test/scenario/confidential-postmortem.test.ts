import { describe, expect, it } from 'vitest'
import { readGitHub } from '../harness/read.ts'
import { addVault, cause, inVault, raise, security, title, vault } from './confidential-stage.ts'
import { configured, described, type Scene } from './stage.ts'

describe('the post-mortem of a secret', () => {
  const ended = async (scene: Scene): Promise<number> => {
    const incident = await scene.emergency(title)
    await scene.say(incident, `/incident resolve ${cause} is gone`)
    return incident
  }

  it('waits for the disclosure where no private repository is configured', async () => {
    const scene = await raise()
    const incident = await ended(scene)
    expect(scene.seen.issues(/^Post-mortem/)).toEqual([])
    expect(scene.seen.comment(incident, /post-mortem of .* waits/)).toContain('`/incident disclose`')
    await scene.say(incident, '/incident post-mortem')
    expect(scene.seen.comment(incident, /was not carried out/)).toContain('opens with `/incident disclose`')
    expect(scene.seen.labels(incident)).toContain('incident/resolved')

    await scene.say(incident, '/incident disclose')
    const [postmortem] = scene.seen.issues(/^Post-mortem/)
    expect(postmortem).toMatchObject({ title: `Post-mortem: ${title}` })
    expect(postmortem?.body).toContain(`${cause} is gone`)
    expect(scene.seen.card(incident)).toContain(`resolved the incident: ${cause} is gone`)
    scene.alice.close(postmortem?.number ?? 0)
    await scene.settle()
    expect(scene.seen.labels(incident)).toContain('incident/closed')
  })

  it('is written in the private repository, and closing it there closes the incident', async () => {
    const scene = await raise({ config: inVault })
    addVault(scene)
    const incident = await ended(scene)
    expect(scene.seen.issues(/^Post-mortem/)).toEqual([])
    expect(scene.seen.card(incident)).toContain('acme/vault#1')
    scene.github.as('carol').in(vault).close(1)
    await scene.settle()
    expect(scene.seen.labels(incident)).toContain('incident/closed')
  })

  it('is published with the text that people gave it', async () => {
    const scene = await raise({ config: inVault })
    addVault(scene)
    const incident = await ended(scene)
    const [draft] = readGitHub(scene.github, vault).issues(/^Post-mortem/)
    const text = `## Summary\n\nThe ${cause} was ours.\n\n${draft?.body?.split('\n').slice(-3).join('\n')}`
    scene.github.as('carol').in(vault).editIssue(1, { body: text })
    await scene.say(incident, '/incident disclose', 'bob')
    const [postmortem] = scene.seen.issues(/^Post-mortem/)
    expect(postmortem?.body).toContain(`The ${cause} was ours.`)
    expect(postmortem?.body?.match(/<!--/g)).toHaveLength(1)
    scene.github.as('carol').in(vault).close(1)
    await scene.settle()
    expect(scene.seen.labels(incident)).toContain('incident/resolved')
    scene.alice.close(postmortem?.number ?? 0)
    await scene.settle()
    expect(scene.seen.labels(incident)).toContain('incident/closed')
  })

  const rows = ['## Action items', '', '| Action | Owner |', '|---|---|', '| Add a test | @bob |'].join('\n')
  /** By its hidden marker the post-mortem is known in the other repository. */
  const markerOf = ({ github }: Scene): string =>
    `\n\n${readGitHub(github, vault)
      .issues(/^Post-mortem/)[0]
      ?.body?.split('\n')
      .slice(-3)
      .join('\n')}`
  const tracking = security({ confidential: { repository: vault }, 'post-mortem': { actions: true } })

  it('has its action items followed from the disclosure on, and they hold the closing', async () => {
    const scene = await raise({ config: tracking })
    addVault(scene)
    const incident = await ended(scene)
    scene.github
      .as('carol')
      .in(vault)
      .editIssue(1, { body: `${rows}${markerOf(scene)}` })
    await scene.settle()
    expect(scene.seen.issues(/^Add a test/)).toEqual([])
    await scene.say(incident, '/incident disclose', 'bob')
    const [item, ...others] = scene.seen.issues(/^Add a test/)
    expect([item?.assignees, others]).toEqual([['bob'], []])
    const postmortem = scene.seen.issues(/^Post-mortem/)[0]?.number ?? 0
    expect(scene.seen.comment(incident, /The post-mortem is published here/)).toContain(
      'closing it closes the incident',
    )
    scene.alice.close(postmortem)
    await scene.settle()
    expect(scene.seen.comment(postmortem, /1 action item is still open/)).toContain('Add a test')
    expect(scene.seen.labels(incident)).toContain('incident/resolved')
    scene.alice.close(item?.number ?? 0)
    await scene.settle()
    expect(scene.seen.labels(incident)).toContain('incident/closed')
  })

  it('that was closed in private has closed the incident, and its action items are followed all the same', async () => {
    const scene = await raise({ config: tracking })
    addVault(scene)
    const incident = await ended(scene)
    const dated = '## Action items\n\n| Action | Owner | Due |\n|---|---|---|\n| Add a test | @bob | 2026-03-12 |'
    scene.github
      .as('carol')
      .in(vault)
      .editIssue(1, { body: `${dated}${markerOf(scene)}` })
    scene.github.as('carol').in(vault).close(1)
    await scene.settle()
    expect(scene.seen.labels(incident)).toContain('incident/closed')
    await scene.say(incident, '/incident disclose', 'bob')
    expect(scene.seen.comment(incident, /The post-mortem is published here/)).toContain('The incident is over already')
    const item = scene.seen.issues(/^Add a test/)[0]?.number ?? 0
    await scene.world.fastForward('11d')
    expect(scene.seen.comment(item, /has passed/)).toContain('@bob')
    scene.alice.close(item)
    await scene.settle()
    expect(scene.seen.card(incident)).toContain('alice closed the action item')
    expect(scene.seen.labels(incident)).toContain('incident/closed')
  })

  it('that was closed in private while the incident went on is closed by closing the public one', async () => {
    const scene = await raise({ config: security({ confidential: { repository: vault }, 'post-mortem': {} }) })
    addVault(scene)
    const incident = await scene.emergency(title)
    await scene.say(incident, '/incident post-mortem')
    scene.github.as('carol').in(vault).close(1)
    await scene.settle()
    await scene.say(incident, '/incident disclose', 'bob')
    await scene.say(incident, '/incident resolve Done', 'bob')
    expect(scene.seen.labels(incident)).toContain('incident/resolved')
    scene.alice.close(scene.seen.issues(/^Post-mortem/)[0]?.number ?? 0)
    await scene.settle()
    expect(scene.seen.labels(incident)).toContain('incident/closed')
  })

  it('is not closed by an issue of somebody else that copies its marker', async () => {
    const scene = await raise({ config: inVault })
    addVault(scene)
    const incident = await ended(scene)
    const [real] = readGitHub(scene.github, vault).issues(/^Post-mortem/)
    const carol = scene.github.as('carol').in(vault)
    carol.close(carol.openIssue({ title: 'Mine', body: real?.body ?? '' }).number)
    await scene.settle()
    expect(scene.seen.labels(incident)).toContain('incident/resolved')
  })
})

describe('a post-mortem in another repository', () => {
  it('is opened there for any incident, named in full, and gets its final record there', async () => {
    const scene = await raise({ config: configured({ 'post-mortem': { repository: 'acme/lessons' } }) })
    scene.github.addRepository('acme/lessons', { collaborators: { alice: 'admin' } })
    const incident = await scene.emergency()
    const hotfix = await scene.pull('hotfix/one', { title: '[EMERGENCY] Repair', body: described(incident) })
    scene.alice.review(hotfix, 'APPROVED')
    await scene.settle()
    scene.carol.merge(hotfix)
    await scene.settle()
    const there = readGitHub(scene.github, 'acme/lessons')
    expect(there.issues(/^Post-mortem/)).toHaveLength(1)
    expect(scene.seen.comment(incident, /The post-mortem is open/)).toContain('acme/lessons#1')
    await scene.say(incident, '/incident resolve Done')
    expect(there.said(1, /### Final record/)).toHaveLength(1)
    scene.github.as('alice').in('acme/lessons').close(1)
    await scene.settle()
    expect(scene.seen.labels(incident)).toContain('incident/closed')
  })

  it('of another owner is refused in words', async () => {
    const scene = await raise({ config: configured({ 'post-mortem': { repository: 'evil/lessons' } }) })
    const incident = await scene.emergency()
    await scene.say(incident, '/incident resolve Done')
    expect(scene.seen.comment(incident, /could not be opened/)).toContain('`evil/lessons` belongs to somebody else')
  })
})
