import { expect, it } from 'vitest'
import { configured, described, ordinary, type Scene, scenes } from './stage.ts'

const severities = {
  P0: { freeze: 'locked', responders: ['maintainers', 'backup'] },
  P1: { freeze: 'hotfix-only', responders: ['maintainers'] },
}
const kinds = { security: { label: 'kind/security', checklists: ['contain'] }, outage: {} }
const checklists = { contain: { title: 'Contain', items: ['Rotate the keys'] } }
const config = configured({ severities, kinds, checklists, 'default-severity': 'P1' })
const raise = scenes({ config })

/** What became of a command: its reaction, and the answer in words. */
async function given(scene: Scene, number: number, command: string, login: string) {
  const before = scene.seen.said(number).length
  const reaction = scene.seen.reactions(await scene.say(number, command, login))
  return { reaction, answer: scene.seen.said(number).slice(before).join('\n') }
}

it.each([
  ['ack', 'trudy', /\*\*acknowledged\*\*/],
  ['severity p0', 'trudy', /P0/],
  ['kind security', 'trudy', /\*\*Kind\*\* \| security/],
  ['commander @bob', 'trudy', /\*\*Commander\*\* \| bob/],
  ['commander me', 'trudy', /\*\*Commander\*\* \| trudy/],
  ['update We found it', 'trudy', /We found it/],
  ['note 08:15 The alarm went off', 'trudy', /08:15[^\n]*The alarm went off/],
  ['freeze reviewed', 'bob', /`reviewed` on `main`/],
  ['thaw', 'bob', /lifted at/],
  ['escalate Help', 'trudy', /Help/],
  ['snooze 30m', 'trudy', /09:30 UTC \(snoozed\)/],
  ['cancel False alarm', 'carol', /\*\*cancelled\*\*/],
  ['resolve It was the cache', 'carol', /It was the cache/],
  ['post-mortem', 'carol', /\*\*Post-mortem\*\* \| #2/],
])('/incident %s is carried out for %s, answered with 👍, and shows on the card', async (command, login, shown) => {
  const scene = await raise()
  const number = await scene.emergency()
  expect((await given(scene, number, `/incident ${command}`, login)).reaction).toEqual(['+1'])
  expect(scene.seen.card(number)).toMatch(shown)
})

it.each([
  ['ack', 'mallory', /needs triage permission[^\n]*you have read/],
  ['freeze locked', 'carol', /needs maintain permission[^\n]*you have write/],
  ['thaw', 'carol', /needs maintain permission/],
  ['resolve', 'trudy', /needs write permission/],
  ['commander', 'alice', /\/incident commander @user/],
  ['commander @nobody-here', 'alice', /not a person/],
  ['cancel', 'alice', /\/incident cancel REASON/],
  ['note', 'alice', /\/incident note/],
  ['note 25:00 Tomorrow', 'alice', /00:00 to 23:59/],
  ['severity P7', 'alice', /`P0` or `P1`/],
  ['severity P1', 'alice', /nothing to do/],
  ['kind fire', 'alice', /`security` or `outage`/],
  ['freeze lockde', 'alice', /`locked`/],
  ['snooze soon', 'alice', /`30m`/],
  ['link nothing', 'alice', /\/incident link #N/],
  ['link #99', 'alice', /pull request/],
  ['confirm', 'alice', /is declared, and this needs it to be reported/],
  ['reopen Again', 'alice', /is declared, and this needs it to be resolved, closed or cancelled/],
  ['decide prayer Fast', 'alice', /`hotfix`, `workaround` or `rollback`/],
  ['decide rolback Fast', 'alice', /"rolback" is not a decision[^\n]*`rollback`/],
  ['decide rollback', 'alice', /decide hotfix\|workaround\|rollback REASON/],
  ['rollback', 'alice', /\/incident rollback #PR/],
  ['rollback #99', 'alice', /the number of a merged pull request/],
  ['resovle', 'alice', /Did you mean `\/incident resolve`\?/],
  ['make-coffee', 'alice', /there is no such command/],
])('/incident %s of %s is refused with 😕 and the reason, and changes nothing', async (command, login, words) => {
  const scene = await raise()
  const number = await scene.emergency()
  const card = scene.seen.card(number)
  const { reaction, answer } = await given(scene, number, `/incident ${command}`, login)
  expect(reaction).toEqual(['confused'])
  expect(answer).toMatch(words)
  expect(answer).toContain(`@${login} \`/incident ${command.split(' ')[0]}\` was not carried out`)
  expect(scene.seen.labels(number)).toEqual(['emergency', 'incident/declared', 'severity/P1'])
  expect(scene.seen.rulesets()).toHaveLength(1)
  // A responder who asks for something is there, whatever becomes of the wish.
  if (login !== 'alice') expect(scene.seen.card(number)).toBe(card)
})

it.each([
  ['a quote', '> /incident resolve'],
  ['a block of code', '```\n/incident resolve\n```'],
  ['indented code', 'See:\n\n    /incident resolve\n'],
  ['an HTML comment', '<!--\n/incident resolve\n-->'],
  ['the middle of a line', 'Should I /incident resolve this?'],
  ['another word', '/incidental resolve'],
])('a command in %s is none', async (_where, body) => {
  const scene = await raise()
  const number = await scene.emergency()
  expect(await given(scene, number, body, 'alice')).toEqual({ reaction: [], answer: '' })
  expect(scene.seen.labels(number)).toContain('incident/declared')
})

it('a command that is edited into a comment is none, nor is one in a description', async () => {
  const { alice, seen, settle, emergency, say } = await raise()
  const number = await emergency()
  const comment = await say(number, 'Done?')
  alice.editComment(comment, '/incident resolve')
  alice.editIssue(number, { body: '/incident resolve' })
  await settle()
  expect(seen.reactions(comment)).toEqual([])
  expect(seen.labels(number)).toContain('incident/declared')
})

it('several commands in one comment are carried out in order; what is refused among them is said', async () => {
  const scene = await raise()
  const number = await scene.emergency()
  const body = 'On it.\n\n/incident ack\n/incident commander me\n/incident sevrity P0\n/incident note Rolled back\n'
  const { reaction, answer } = await given(scene, number, body, 'alice')
  expect(reaction).toEqual(['confused'])
  expect(answer.match(/was not carried out/g)).toHaveLength(1)
  expect(answer).toContain('Did you mean `/incident severity`?')
  expect(scene.seen.card(number)).toMatch(/\*\*acknowledged\*\*[\s\S]*\*\*Commander\*\* \| alice[\s\S]*Rolled back/)
})

it('a member of a role that the incident names may do what triage may, with no more than read', async () => {
  const roles = { ...ordinary.roles, maintainers: ['@mallory', '@acme/oncall'] }
  const scene = await raise({ config: configured({ roles, severities, 'default-severity': 'P1' }) })
  scene.github.addTeam('acme', 'oncall', ['erin'])
  scene.github.addUser('frank')
  const number = await scene.emergency()
  expect((await given(scene, number, '/incident note From outside', 'frank')).reaction).toEqual(['confused'])
  expect((await given(scene, number, '/incident note From the team', 'erin')).reaction).toEqual(['+1'])
  expect((await given(scene, number, '/incident ack', 'mallory')).reaction).toEqual(['+1'])
  expect((await given(scene, number, '/incident resolve', 'mallory')).reaction).toEqual(['confused'])
  expect(scene.seen.labels(number)).toContain('incident/acknowledged')
})

it('permissions are asked at the moment of the command, and the file may ask for others', async () => {
  const commands = { thaw: 'admin', resolve: 'read' }
  const scene = await raise({ config: configured({ commands }) })
  const number = await scene.emergency()
  expect((await given(scene, number, '/incident thaw', 'bob')).answer).toContain('needs admin permission')
  scene.alice.setPermission('bob', 'admin')
  expect((await given(scene, number, '/incident thaw', 'bob')).reaction).toEqual(['+1'])
  expect((await given(scene, number, '/incident resolve Mine', 'mallory')).reaction).toEqual(['+1'])
})

it('status and help are for everybody, everywhere; other commands need an incident', async () => {
  const scene = await raise()
  const { number: elsewhere } = scene.trudy.openIssue({ title: 'A bug' })
  expect((await given(scene, elsewhere, '/incident status', 'mallory')).answer).toContain('None is open')
  const number = await scene.emergency()
  expect((await given(scene, number, '/incident status', 'mallory')).answer).toContain('hotfix-only')
  expect((await given(scene, number, '/incident help', 'mallory')).answer).toContain('| `/incident ack` |')
  expect((await given(scene, elsewhere, '/incident', 'mallory')).answer).toContain('Least permission')
  expect((await given(scene, elsewhere, '/incident ack', 'alice')).answer).toContain(
    `Open in this repository: #${number}`,
  )
  scene.github.addBot('deploy[bot]')
  scene.alice.setPermission('deploy[bot]', 'write')
  expect((await given(scene, number, '/incident note Deployed', 'deploy[bot]')).reaction).toEqual(['+1'])
})

it('on a hotfix commands speak of its incident', async () => {
  const scene = await raise()
  const number = await scene.emergency()
  const hotfix = await scene.pull('hotfix/one', { body: described(number) })
  expect((await given(scene, hotfix, '/incident ack', 'trudy')).reaction).toEqual(['+1'])
  expect(scene.seen.labels(number)).toContain('incident/acknowledged')
  const other = await scene.pull('late')
  expect((await given(scene, other, `/incident link #${number}`, 'mallory')).reaction).toEqual(['confused'])
  expect((await given(scene, number, `/incident link #${other}`, 'trudy')).reaction).toEqual(['+1'])
  expect(scene.seen.comment(other, /is now a hotfix of/)).toContain(`#${number}`)
  expect(scene.seen.check(other, 'firebreak/hotfix')?.conclusion).toBe('failure')
})

it('a higher severity freezes harder only when asked, tells its people, and a lower one lifts nothing', async () => {
  const { seen, emergency, say, alice, settle } = await raise({
    config: configured({ severities: { ...severities, P2: {} }, 'default-severity': 'P2' }),
  })
  const number = await emergency()
  expect(seen.rulesets()).toEqual([])
  await say(number, '/incident severity P0', 'trudy')
  expect(seen.comment(number, /set the severity/)).toContain('@bob')
  expect(seen.rulesets()[0]).toContain('(locked)')
  expect(seen.labels(number)).toEqual(['emergency', 'incident/declared', 'severity/P0'])
  alice.label(number, 'severity/P2')
  await settle()
  expect(seen.rulesets()).toHaveLength(1)
  expect(seen.labels(number)).toEqual(['emergency', 'incident/declared', 'severity/P2'])
})
