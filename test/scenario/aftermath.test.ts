import { describe, expect, it } from 'vitest'
import { configured, type Scene, scenes, shop } from './stage.ts'

const raise = scenes()

/** Nothing is frozen, and the post-mortem comes with the resolution. */
const configuredWith = (postmortem: object, change: object = {}) => ({
  config: configured({
    severities: { P1: { responders: ['maintainers'] } },
    'post-mortem': { open: 'resolved', assign: ['@carol'], ...postmortem },
    ...change,
  }),
})

/** An emergency that was resolved; the numbers of its issue and of its post-mortem. */
async function resolved({ emergency, say, seen }: Scene) {
  const incident = await emergency()
  await say(incident, '/incident resolve A larger pool')
  const [postmortem] = seen.issues(/^Post-mortem/)
  return { incident, postmortem: postmortem?.number ?? 0 }
}

const listOn = ({ github }: Scene, number: number, title: string): number =>
  github.repository(shop).comments.find((one) => one.issueNumber === number && one.body.startsWith(`### ${title}`))
    ?.id ?? 0

describe('the dates of the review', () => {
  const due = { scheduled: '48h', held: '1w', published: '2w' }

  it('are ticked on the post-mortem, and asked for there when they pass', async () => {
    const scene = await raise(configuredWith({ due }))
    const { world, seen, alice, settle } = scene
    const { postmortem } = await resolved(scene)
    const list = listOn(scene, postmortem, 'Review')
    await world.fastForward('47h')
    expect(seen.said(postmortem, /should be/)).toEqual([])
    await world.fastForward('1h')
    expect(seen.comment(postmortem, /should be scheduled within 2 days/)).toContain('@carol')
    alice.tick(list, 'scheduled')
    await settle()
    await world.fastForward('5d')
    seen.comment(postmortem, /should be scheduled/)
    seen.comment(postmortem, /should be held within 7 days/)
    alice.tick(list, 'held')
    await settle()
    await world.fastForward('7d')
    seen.comment(postmortem, /should be published within 14 days/)
    alice.close(postmortem)
    await settle()
    await world.fastForward('60d')
    expect(seen.said(postmortem, /should be/)).toHaveLength(3)
  })

  it('that passed while the process was down are asked for once, and late is said', async () => {
    const scene = await raise(configuredWith({ due: { held: '1w' } }))
    const { world, seen } = scene
    const { postmortem } = await resolved(scene)
    await world.stop()
    await world.fastForward('22d')
    await world.restart()
    expect(seen.comment(postmortem, /should be held/)).toContain('15 days late')
    await world.restart()
    await world.fastForward('5d')
    seen.comment(postmortem, /should be held/)
    await world.fastForward('60d')
    expect(seen.said(postmortem, /should be held/)).toHaveLength(3)
  })
})

const table = (...rows: string[]): string =>
  [
    '# What we learned',
    '',
    '## Action items',
    '',
    '| Action | Owner | Due Date | Priority |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n')

describe('action items', () => {
  const tracked = ({ seen }: Scene) =>
    seen.issues(/(?:)/).filter(({ number }) => seen.labels(number).includes('action-item'))

  it('are an issue each, tracked until the last is closed', async () => {
    const scene = await raise(configuredWith({ actions: true }))
    const { world, seen, alice, as, settle } = scene
    const { incident, postmortem } = await resolved(scene)
    alice.editIssue(postmortem, {
      body: table('| Add a test | @bob | 2026-03-12 | High |', '| Align | Ops | | Low |', '| <thing> | | | |'),
    })
    await settle()
    await world.restart()
    const [test, align, ...others] = tracked(scene)
    expect(others).toEqual([])
    expect([test?.title, test?.assignees, align?.title]).toEqual(['Add a test', ['bob'], 'Align'])
    expect(test?.body).toContain(`#${postmortem} of incident #${incident}`)
    alice.close(postmortem)
    await settle()
    expect(seen.comment(postmortem, /2 action items are still open/)).toContain(
      `#${test?.number}: Add a test (\`@bob\`; due`,
    )
    expect(seen.labels(incident)).toContain('incident/resolved')
    await world.fastForward('11d')
    expect(seen.comment(test?.number ?? 0, /has passed/)).toContain('@bob')
    as('bob').close(test?.number ?? 0)
    as('trudy').close(align?.number ?? 0)
    await settle()
    expect(seen.labels(incident)).toContain('incident/closed')
  })

  it('are for everybody whom a row names, and rows of the same words are an issue each', async () => {
    const scene = await raise(configuredWith({ actions: true }))
    const { world, seen, alice, settle } = scene
    const { postmortem } = await resolved(scene)
    const rows = ['| Train | the crew, @bob and @carol | 2026-03-12 | |', '| Train | @alice | | |']
    alice.editIssue(postmortem, { body: table(...rows) })
    await settle()
    alice.editIssue(postmortem, { body: table(...rows.toReversed()) })
    await settle()
    expect(tracked(scene).map(({ title, assignees }) => [title, assignees])).toEqual([
      ['Train', ['bob', 'carol']],
      ['Train', ['alice']],
    ])
    const [first] = tracked(scene)
    expect(first?.body).toContain('the crew, `@bob` and `@carol`')
    await world.fastForward('11d')
    expect(seen.comment(first?.number ?? 0, /has passed/)).toMatch(/^@bob @carol/)
  })

  it('stay what they were when they are reworded, and are opened once though the reply is lost', async () => {
    const scene = await raise(configuredWith({ actions: true }))
    const { world, github, alice, settle } = scene
    const { postmortem } = await resolved(scene)
    github.faults.loseReply({ method: 'POST', path: /\/issues$/ })
    alice.editIssue(postmortem, { body: table('| Add a test | @bob | | |', '| Align | | | |') })
    await settle()
    await world.fastForward('30m')
    alice.editIssue(postmortem, { body: table('| Add two tests | @bob | | |', '| Align | | | |') })
    await settle()
    await world.fastForward('30m')
    expect(
      tracked(scene)
        .map(({ title }) => title)
        .sort(),
    ).toEqual(['Add a test', 'Align'])
  })

  it('of hostile rows do nothing but be issues of plain text', async () => {
    const scene = await raise(configuredWith({ actions: true }))
    const { alice, settle, github } = scene
    const { postmortem } = await resolved(scene)
    const hostile = [
      '| Tell @acme/everyone #1 | @mallory and @alice | | |',
      '| `a \\| b` <img src=x> <!-- firebreak:card:1 --> | | | |',
      `| ${'long '.repeat(200)} | | | |`,
    ]
    alice.editIssue(postmortem, { body: table(...hostile, ...Array.from({ length: 3_000 }, () => '| | | |')) })
    await settle()
    const issues = tracked(scene)
    expect(issues.map(({ title }) => [...title].length <= 256)).toEqual([true, true, true])
    expect(issues[1]?.title).toBe('a | b')
    for (const { body } of issues) expect((body ?? '').replace(/`[^`]*`/g, '')).not.toMatch(/@|<img|firebreak:card/)
    expect(github.repository(shop).issues.filter(({ title }) => title.includes('EMERGENCY'))).toHaveLength(2)
  })

  it('of people without the trust, and of the App itself, are none', async () => {
    const scene = await raise({
      ...configuredWith({ actions: true, template: '.github/post-mortem.md' }, { detection: { trust: 'maintain' } }),
      files: { '.github/post-mortem.md': table('| Ask the template | | | |') },
    })
    const { carol, bob, emergency, say, seen, settle } = scene
    const incident = await emergency('[EMERGENCY] Down', 'alice')
    await say(incident, '/incident resolve Done')
    const postmortem = seen.issues(/^Post-mortem/)[0]?.number ?? 0
    expect(tracked(scene)).toEqual([])
    carol.editIssue(postmortem, { body: table('| Not trusted | | | |') })
    await settle()
    expect(tracked(scene)).toEqual([])
    bob.editIssue(postmortem, { body: table('| Trusted | | | |') })
    await settle()
    expect(tracked(scene).map(({ title }) => title)).toEqual(['Trusted'])
  })
})

describe('follow-ups', () => {
  const checklists = {
    first: { title: 'First day', items: ['Identify the cause'] },
    week: { title: 'First week', items: ['Repair it for good', 'Update procedures'], due: '2d' },
  }
  const following = {
    'follow-ups': [
      { after: '24h', checklist: 'first' },
      { after: '1w', checklist: 'week' },
    ],
  }

  it('come to the closed post-mortem, and their ticks go to the record', async () => {
    const scene = await raise(configuredWith(following, { checklists }))
    const { world, seen, alice, settle, say } = scene
    const { incident, postmortem } = await resolved(scene)
    alice.close(postmortem)
    await settle()
    expect(seen.labels(incident)).toContain('incident/closed')
    await world.fastForward('1d')
    expect(seen.comment(postmortem, /### First day/)).toMatch(
      /@carol It is 1 day since the resolution of incident #1\b/,
    )
    await world.restart()
    await world.fastForward('6d')
    alice.tick(listOn(scene, postmortem, 'First week'), 'Repair')
    await settle()
    await world.fastForward('2d')
    expect(seen.comment(postmortem, /is due, and 1 item is open/)).toContain('Update procedures')
    await say(incident, '/incident status')
    expect(seen.labels(incident)).toContain('incident/closed')
    await world.fastForward('90d')
    expect(seen.said(postmortem, /### First/)).toHaveLength(2)
  })

  it('that came due while the process was down are posted once each, where it happened when nothing is written', async () => {
    const scene = await raise(configuredWith({ ...following, open: false }, { checklists }))
    const { world, seen, emergency, say } = scene
    const incident = await emergency()
    await say(incident, '/incident resolve Done')
    expect(seen.labels(incident)).toContain('incident/closed')
    await world.stop()
    await world.fastForward('8d')
    await world.restart()
    await world.restart()
    expect(seen.comment(incident, /### First day/)).toContain('7 days late')
    expect(seen.comment(incident, /### First week/)).toContain('1 day late')
  })

  it('of a closed incident cost nothing for what has nothing to do with them', async () => {
    const scene = await raise(configuredWith({ ...following, open: false }, { checklists }))
    const { world, github, emergency, say, pull, bob, settle } = scene
    await say(await emergency(), '/incident resolve Done')
    const before = github.requests.length
    const other = await pull('feature/x')
    bob.review(other, 'APPROVED')
    await settle()
    expect(github.requests.length).toBe(before)
    await world.fastForward('1d')
    expect(github.requests.length).toBeGreaterThan(before)
  })
})

describe('publication', () => {
  const publishing = configuredWith({ publish: { discussions: 'Incidents' } })
  const category = { id: 9001, name: 'Incidents', slug: 'incidents', isAnswerable: false }

  it('takes the text of the closed post-mortem to Discussions, once, and links it', async () => {
    const scene = await raise(publishing)
    const { world, github, seen, alice, settle } = scene
    github.repository(shop).discussionCategories.push(category)
    const { incident, postmortem } = await resolved(scene)
    alice.editIssue(postmortem, { body: 'Thanks to @bob.\n\n- Monitoring **prevents** incidents <!-- firebreak:x -->' })
    github.faults.loseReply({ method: 'POST', path: /\/graphql$/, times: 3 })
    alice.close(postmortem)
    await settle()
    await world.fastForward('2h')
    await world.restart()
    const [discussion, ...others] = github.repository(shop).discussions
    expect(others).toEqual([])
    expect(discussion?.title).toMatch(/^Post-mortem/)
    expect(discussion?.body).toContain('Thanks to @\u200bbob.\n\n- Monitoring **prevents** incidents')
    expect(discussion?.body).not.toContain('firebreak:x')
    expect(seen.comment(postmortem, /is published/)).toContain(`/discussions/${discussion?.number}`)
    expect(seen.labels(incident)).toContain('incident/closed')
  })

  it('is not made twice: whoever closes the post-mortem again is told that the discussion stays as it is', async () => {
    const scene = await raise(publishing)
    const { world, github, seen, alice, settle } = scene
    github.repository(shop).discussionCategories.push(category)
    const { incident, postmortem } = await resolved(scene)
    alice.close(postmortem)
    await settle()
    expect(seen.said(postmortem, /published before/)).toEqual([])
    const [discussion] = github.repository(shop).discussions
    for (const times of [1, 2]) {
      await world.fastForward('1d')
      alice.reopen(postmortem)
      alice.editIssue(postmortem, { body: `Rewritten ${times}` })
      alice.close(postmortem)
      await settle()
      const words = seen.said(postmortem, /published before/)
      expect(words).toHaveLength(times)
      expect(words[0]).toContain(`/discussions/${discussion?.number}`)
    }
    expect(github.repository(shop).discussions).toHaveLength(1)
    expect(seen.labels(incident)).toContain('incident/closed')
  })

  it('says so too while action items hold the incident open', async () => {
    const scene = await raise(configuredWith({ publish: { discussions: 'Incidents' }, actions: true }))
    const { github, seen, alice, settle } = scene
    github.repository(shop).discussionCategories.push(category)
    const { incident, postmortem } = await resolved(scene)
    alice.editIssue(postmortem, { body: table('| Add a test | @bob | | |') })
    alice.close(postmortem)
    await settle()
    alice.reopen(postmortem)
    alice.close(postmortem)
    await settle()
    expect(seen.said(postmortem, /published before/)).toHaveLength(1)
    expect(seen.labels(incident)).toContain('incident/resolved')
  })

  it('that is refused says why, and works once that is repaired', async () => {
    const scene = await raise(publishing)
    const { github, seen, alice, settle } = scene
    const { incident, postmortem } = await resolved(scene)
    alice.close(postmortem)
    await settle()
    expect(seen.comment(postmortem, /could not be published/)).toContain('Discussions are switched off')
    expect(seen.labels(incident)).toContain('incident/resolved')
    github.repository(shop).discussionCategories.push(category)
    alice.reopen(postmortem)
    alice.close(postmortem)
    await settle()
    expect(github.repository(shop).discussions).toHaveLength(1)
    expect(seen.labels(incident)).toContain('incident/closed')
  })
})
