import { expect, it } from 'vitest'
import { configured, type Scene, scenes } from './stage.ts'

const raise = scenes()

const isIncident = ({ seen }: Scene, number: number): boolean => seen.card(number) !== ''

it.each([
  ['as it is written', '[EMERGENCY] Down'],
  ['whatever its case and spaces', '[ emerGency ]Down'],
  ['in fullwidth letters', '［ＥＭＥＲＧＥＮＣＹ］ Down'],
  ['in lenticular brackets', '【EMERGENCY】 Down'],
  ['with characters that nobody sees', '\u202e[EMER\u200bGENCY]\ufe0f Down'],
])('a title that starts with the prefix declares an emergency, %s', async (_how, title) => {
  const { seen, emergency } = await raise()
  const number = await emergency(title)
  expect(seen.labels(number)).toEqual(['emergency', 'incident/declared', 'severity/P1'])
  expect(seen.card(number)).toContain('@alice')
  expect(seen.rulesets()).toHaveLength(1)
})

it('a title that only looks like it, or has the prefix in its middle, is nobody’s emergency', async () => {
  const scene = await raise()
  const titles = [
    'Re: [EMERGENCY] Down',
    'EMERGENCY: Down',
    '[ЕMERGENCY] Down',
    '(EMERGENCY) Down',
    '[EMERGENCYS] Down',
  ]
  const numbers = titles.map((title) => scene.trudy.openIssue({ title }).number)
  await scene.settle()
  expect(numbers.flatMap((number) => [...scene.seen.comments(number), ...scene.seen.labels(number)])).toEqual([])
  expect(scene.seen.rulesets()).toEqual([])
})

it('a title that is edited, a label that is put on, and a reopened issue declare', async () => {
  const scene = await raise({ config: configured({ severities: { P1: {} } }) })
  const { world, alice, trudy, seen } = scene
  const edited = trudy.openIssue({ title: 'Down' }).number
  const labelled = trudy.openIssue({ title: 'Slow' }).number
  await world.stop()
  const reopened = trudy.openIssue({ title: '[EMERGENCY] Lost' }).number
  trudy.close(reopened)
  await world.restart()
  expect([edited, labelled, reopened].map((number) => seen.card(number))).toEqual(['', '', ''])

  trudy.editIssue(edited, { title: '[EMERGENCY] Down' })
  alice.createLabel({ name: 'Emergency', color: 'ff0000' })
  trudy.label(labelled, 'emergency')
  trudy.reopen(reopened)
  await scene.settle()
  for (const number of [edited, labelled, reopened]) expect(seen.labels(number)).toContain('incident/declared')
})

it('a pull request with the mark and no incident to repair is its own anchor', async () => {
  const scene = await raise()
  const byTitle = await scene.pull('hotfix/one', { title: '[EMERGENCY] Repair' })
  expect(scene.seen.labels(byTitle)).toContain('incident/declared')
  expect(scene.seen.check(byTitle, 'firebreak/hotfix')?.title).toContain('to go')
  expect(scene.seen.rulesets()).toHaveLength(1)

  const byLabel = await scene.pull('two')
  scene.trudy.label(byLabel, 'emergency')
  await scene.settle()
  expect(scene.seen.labels(byLabel)).toContain('incident/declared')
})

it('taking the mark away lifts nothing, and is answered once with the ways to end the incident', async () => {
  const { trudy, seen, settle, emergency, mayMerge, pull } = await raise()
  const number = await emergency()
  const ordinaryPull = await pull('docs')
  trudy.editIssue(number, { title: 'Everything is down' })
  await settle()
  expect(seen.comments(number).join()).not.toContain('The incident goes on')
  trudy.unlabel(number, 'emergency')
  await settle()
  expect(seen.comment(number, /The incident goes on/)).toContain('/incident resolve')
  trudy.label(number, 'emergency')
  trudy.unlabel(number, 'emergency')
  await settle()
  seen.comment(number, /The incident goes on/)
  expect(seen.labels(number)).toContain('incident/declared')
  expect(mayMerge(ordinaryPull)).toBe(false)
})

it('an outsider only reports: a card, a checklist and the first people, but no freeze', async () => {
  const checklists = { before: { title: 'Before', on: 'declared', items: ['It is real'] } }
  const { seen, emergency, mayMerge, pull, say } = await raise({ config: configured({ checklists }) })
  const number = await emergency('[EMERGENCY] Trust me', 'mallory')
  expect(seen.labels(number)).toEqual(['emergency', 'incident/reported', 'severity/P1'])
  expect(seen.card(number)).toContain('@alice')
  expect(seen.card(number)).toContain('/incident confirm')
  seen.comment(number, /### Before/)
  expect(seen.rulesets()).toEqual([])
  expect(mayMerge(await pull('docs'))).toBe(true)

  expect(seen.reactions(await say(number, '/incident confirm', 'mallory'))).toEqual(['confused'])
  expect(seen.labels(number)).toContain('incident/reported')
  expect(seen.rulesets()).toEqual([])
})

function relabel(trudy: Scene['trudy'], number: number): void {
  trudy.unlabel(number, 'emergency')
  trudy.label(number, 'emergency')
}

it.each<[string, (scene: Scene, number: number) => unknown]>([
  ['confirms it by command', ({ trudy }, number) => trudy.comment(number, '/incident confirm')],
  ['puts the label on', ({ trudy }, number) => relabel(trudy, number)],
  [
    'gives it another title with the mark',
    ({ carol }, number) => carol.editIssue(number, { title: '[EMERGENCY] Shop down' }),
  ],
])('an outsider’s report is declared when somebody trusted %s', async (_how, confirm) => {
  const scene = await raise()
  const number = await scene.emergency('[EMERGENCY] Trust me', 'mallory')
  confirm(scene, number)
  await scene.settle()
  expect(scene.seen.labels(number)).toContain('incident/declared')
  expect(scene.seen.comment(number, /confirmed the report/)).toContain('@alice')
  expect(scene.seen.rulesets()).toHaveLength(1)
})

it('an outsider who edits somebody else’s title, or their own, declares nothing', async () => {
  const { mallory, seen, settle } = await raise()
  const { number } = mallory.openIssue({ title: 'Nothing' })
  mallory.editIssue(number, { title: '[EMERGENCY] Nothing' })
  mallory.editIssue(number, { title: '[EMERGENCY] Nothing, again' })
  await settle()
  expect(seen.labels(number)).toContain('incident/reported')
  expect(seen.rulesets()).toEqual([])
})

it('another bot’s emergency counts as that of anybody with its permission', async () => {
  const scene = await raise()
  scene.github.addBot('monitor[bot]')
  const reported = await scene.emergency('[EMERGENCY] 5xx', 'monitor[bot]')
  expect(scene.seen.labels(reported)).toContain('incident/reported')
  scene.alice.setPermission('monitor[bot]', 'write')
  const declared = await scene.emergency('[EMERGENCY] 5xx again', 'monitor[bot]')
  expect(scene.seen.labels(declared)).toContain('incident/declared')
})

it('our own issues make no incident, however they are titled and labelled', async () => {
  const postmortem = { title: '[EMERGENCY] {{ incident.title }}', labels: ['emergency'] }
  const scene = await raise({ config: configured({ 'post-mortem': postmortem }) })
  const number = await scene.emergency()
  await scene.say(number, '/incident post-mortem')
  const [opened] = scene.seen.issues(/^\[EMERGENCY\] \[EMERGENCY\]/)
  expect(opened).toBeDefined()
  scene.alice.label(opened?.number ?? 0, 'bug')
  scene.alice.editIssue(opened?.number ?? 0, { title: '[EMERGENCY] What happened' })
  await scene.settle()
  expect(scene.seen.card(opened?.number ?? 0)).toBe('')
  expect(scene.seen.rulesets()).toHaveLength(1)
})

it('without a configuration there is a card and the checklists; nobody is mentioned and nothing is frozen', async () => {
  const { seen, emergency, mayMerge, pull } = await raise({ config: undefined })
  const docs = await pull('docs')
  const number = await emergency()
  expect(seen.card(number)).toContain('no roles are configured')
  expect(seen.comment(number, /### Before the emergency pull request/)).toContain('- [ ]')
  // A mention in code, as an example, reaches nobody.
  expect(
    seen
      .comments(number)
      .join('\n')
      .replace(/`[^`]*`/g, ''),
  ).not.toMatch(/@\w/)
  expect(seen.rulesets()).toEqual([])
  expect(mayMerge(docs)).toBe(true)
})

it('prefixes, labels and the trust level are the repository’s own', async () => {
  const detection = { 'title-prefixes': ['SEV:', '!!'], labels: ['on-fire', 'burning'], trust: 'write' }
  const scene = await raise({ config: configured({ detection }) })
  const { seen, trudy, carol, settle } = scene
  const other = await scene.emergency('[EMERGENCY] Not here')
  expect(isIncident(scene, other)).toBe(false)
  const reported = await scene.emergency('sev: by triage')
  expect(seen.labels(reported)).toEqual(['incident/reported', 'on-fire', 'severity/P1'])
  const declared = await scene.emergency('!! by write', 'carol')
  expect(seen.labels(declared)).toContain('incident/declared')
  const { number } = trudy.openIssue({ title: 'Warm' })
  carol.label(number, 'burning')
  await settle()
  expect(seen.labels(number)).toContain('incident/declared')
})

it('severity and kind come with the labels, the issue form and the words of the report', async () => {
  const severities = { P0: { label: 'sev:0' }, P1: {} }
  const kinds = { security: { label: 'kind/security', keywords: ['CVE-'], severity: 'P0' } }
  const scene = await raise({ config: configured({ severities, kinds, 'default-severity': 'P1' }) })
  const plain = await scene.emergency()
  const keyword = await scene.emergency('[EMERGENCY] CVE-2026-1 in parser')
  const form = scene.trudy.openIssue({ title: '[EMERGENCY] Form', body: '### Severity\n\nP0 (Critical)\n' }).number
  await scene.settle()
  expect(scene.seen.labels(plain)).toContain('severity/P1')
  expect(scene.seen.labels(keyword)).toEqual(['emergency', 'incident/declared', 'kind/security', 'sev:0'])
  expect(scene.seen.labels(form)).toContain('sev:0')
})
