import { describe, expect, it } from 'vitest'
import { configured, ordinary, type Scene, scenes, shop } from '../scenario/stage.ts'

const path = '.github/incident.yml'
const raise = scenes({ config: configured() }, { breaksConfiguration: true })

/** Everything that the App ever sent to a repository, as text. */
const writtenTo = ({ github }: Scene, repository: string): string =>
  github.requests
    .filter(({ method, path: called }) => method !== 'GET' && called.startsWith(`/repos/${repository}`))
    .map(({ requestBody }) => JSON.stringify(requestBody))
    .join('\n')

const report = ({ github }: Scene, sha: string) =>
  github.repository(shop).checkRuns.findLast((run) => run.name === 'firebreak/config' && run.headSha === sha)

/** Puts a configuration on a branch and waits for the check on it. */
async function propose(scene: Scene, text: string, files: Readonly<Record<string, string>> = {}) {
  const { sha } = scene.carol.pushTo('proposed', { ...files, [path]: text })
  await scene.settle()
  const run = report(scene, sha)
  return {
    conclusion: run?.conclusion,
    text: `${run?.output.summary}\n${run?.output.text}`,
  }
}

describe('a pull request that changes incident.yml', () => {
  const loose = configured({
    severities: { P1: { freeze: false } },
    hotfix: { require: [] },
    detection: { trust: 'read' },
  })

  it('changes no rule before it is merged, whoever proposes it', async () => {
    const scene = await raise()
    const { mallory, carol, settle, seen, emergency } = scene
    mallory.openPull({ title: 'Small fix', head: 'fix', files: { [path]: loose }, fork: true })
    carol.openPull({ title: 'Small fix', head: 'fix', files: { [path]: loose } })
    await settle()
    const reported = await emergency('[EMERGENCY] Trust me', 'mallory')
    expect(seen.labels(reported)).toContain('incident/reported')
    await emergency()
    expect(seen.rulesets()).toHaveLength(1)
  })

  it('is no way out of the freeze that is on: not merged, and not as a hotfix of its own making', async () => {
    const scene = await raise()
    const incident = await scene.emergency()
    const { number } = scene.mallory.openPull({
      ...{ title: `[EMERGENCY] #${incident}`, body: `Fixes #${incident}`, head: 'hotfix/one' },
      ...{ files: { [path]: loose }, fork: true },
    })
    await scene.settle()
    expect(scene.mayMerge(number)).toBe(false)
    expect(scene.seen.check(number, `firebreak/freeze-${incident}`)?.conclusion).toBe('failure')
  })
})

describe('extends', () => {
  const canary = 'swordfish-canary'
  const broken = `version: 1\nroles: { ${canary}: [7] }\nseverities: { P1: { freeze: ${canary} } }\n${canary}: yes\n`

  it.each([
    ['with mistakes in it', broken],
    ['without', configured({ roles: { maintainers: ['@alice'], [canary]: ['@bob'] } })],
    ['that is no YAML', `{ ${canary}: [`],
  ])('shows nothing of a private repository’s file in a public one: %s', async (_, content) => {
    const scene = await raise({ config: configured({ extends: 'acme/secret-rules' }) })
    scene.github.addRepository('acme/secret-rules', { private: true, files: { [path]: content } })
    const number = await scene.emergency()
    const { conclusion, text } = await propose(scene, `${configured({ extends: 'acme/secret-rules' })}\n`)
    expect(conclusion).toBe('failure')
    expect(text).toContain('acme/secret-rules')
    expect(writtenTo(scene, shop)).not.toContain(canary)
    expect(scene.world.log.join('')).not.toContain(canary)
    expect(scene.seen.card(number)).not.toBe('')
  })

  it('answers the same for a private repository and for one that there is not', async () => {
    const scene = await raise()
    scene.github.addRepository('acme/secret-rules', { private: true, files: { [path]: configured() } })
    const hidden = await propose(scene, configured({ extends: 'acme/secret-rules' }))
    const absent = await propose(scene, configured({ extends: 'acme/absent-rules' }))
    expect(hidden.text.replaceAll('secret-rules', 'NAME')).toBe(absent.text.replaceAll('absent-rules', 'NAME'))
  })

  it('reads nothing of another owner, although the App is installed there', async () => {
    const scene = await raise()
    scene.github.addOrganization('rival', { owners: ['mallory'] })
    scene.github.addRepository('rival/rules', { private: true, files: { [path]: broken } })
    scene.github.install('rival')
    const { conclusion } = await propose(scene, configured({ extends: 'rival/rules' }))
    expect(conclusion).toBe('failure')
    expect(writtenTo(scene, shop)).not.toContain(canary)
    // Its own installation may read it; what this repository asks for goes out under another.
    const home = scene.github.requests.find(({ path: called }) => called.startsWith('/repos/acme/'))?.installationId
    const read = scene.github.requests.filter(({ path: called }) => called.startsWith('/repos/rival/rules/contents'))
    expect(home).toBeDefined()
    expect(read.filter(({ installationId }) => installationId === home)).toEqual([])
  })
})

describe('a path', () => {
  const traversals = [
    '../../../etc/passwd',
    '/etc/passwd',
    '.github/../../other/secret',
    'a/./b',
    '..\\..\\secret',
    '%2e%2e/secret',
  ]

  it.each(traversals)(
    'that leaves the repository is refused or found nowhere, and no other file is asked for: %s',
    async (evil) => {
      const scene = await raise()
      const before = scene.github.requests.length
      for (const text of [
        configured({ 'post-mortem': { template: evil } }),
        configured({ extends: `acme/shop:${evil}` }),
        configured({ kinds: { outage: { runbook: evil } } }),
      ])
        await propose(scene, text)
      await scene.emergency()
      const asked = scene.github.requests.slice(before).map(({ path: called }) => decodeURIComponent(called))
      expect(
        asked.filter((called) => !called.startsWith('/repos/acme/shop') && /etc|secret|other/.test(called)),
      ).toEqual([])
      expect(asked.filter((called) => called.includes('..'))).toEqual([])
    },
  )
})

describe('a file that is made to hurt', () => {
  const deep = (open: string, close: string) => `a: ${open.repeat(50_000)}1${close.repeat(50_000)}\n`
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi'].map((key, at) => `${key}: &${key} [${`*${'abcdefgh'[at]},`.repeat(9)}]`).join('\n')}\n`
  it.each<[string, string]>([
    ['aliases that multiply', bomb],
    ['a megabyte of one text', `version: 1\nx: ${'y'.repeat(1_000_000)}\n`],
    ['a megabyte of keys', Array.from({ length: 80_000 }, (_, at) => `key-${at}: ${at}`).join('\n')],
    ['lists without end', deep('[', ']')],
    ['maps without end', deep('{a: ', '}')],
    ['merge keys in a circle', 'a: &a\n  <<: *a\n'],
    ['a prototype', 'version: 1\n__proto__: { polluted: yes }\nconstructor: { prototype: { polluted: yes } }\n'],
    ['tags of other languages', 'version: 1\nroles: !!js/function "function () { return process.env }"\n'],
  ])('is answered with its mistakes, and the last good one stays in force: %s', async (_, text) => {
    const scene = await raise()
    expect((await propose(scene, text)).conclusion).toBe('failure')
    scene.alice.pushTo('main', { [path]: text })
    await scene.settle()
    expect(scene.seen.labels(await scene.emergency())).toContain('incident/declared')
    expect(scene.seen.rulesets()).toHaveLength(1)
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  it.each(['(a+)+$', '(a|a)*$', '(.*a){30}$', '^(([a-z])+.)+[A-Z]([a-z])+$'])(
    'by its regular expression is matched in linear time: %s',
    async (pattern) => {
      const scene = await raise({ config: configured({ hotfix: { ...ordinary.hotfix, branches: [`/${pattern}/`] } }) })
      await scene.emergency()
      await scene.pull(`${'a'.repeat(200)}!`, { title: 'x' })
      expect(scene.seen.rulesets()).toHaveLength(1)
    },
  )

  it.each([
    ['a loop without end', '{% for i in (1..100000000) %}{% for j in (1..100000000) %}x{% endfor %}{% endfor %}\nx'],
    [
      'a loop that is over before its time',
      '{% for i in (1..300) %}{% for j in (1..300) %}x{% endfor %}{% endfor %}\nx',
    ],
    ['text that doubles', `{% assign x = "xxxxxxxx" %}${'{% assign x = x | append: x %}'.repeat(60)}{{ x }}\nx`],
    ['another file', '{% include "../../../etc/passwd" %}\n{% render "/etc/passwd" %}\n{% layout "/etc/passwd" %}'],
    ['the process', '{{ constructor.constructor("return process.env")() }}\n{{ incident.constructor.prototype }}'],
  ])('by its template leaves a post-mortem that can be read: %s', async (_, template) => {
    const scene = await raise({ config: configured({ 'post-mortem': { template }, freeze: { lift: 'resolved' } }) })
    const number = await scene.emergency()
    await scene.say(number, '/incident resolve "It was the cache."')
    const [postmortem] = scene.seen.issues(/^Post-mortem/)
    expect(postmortem?.body).toBeTruthy()
    expect(postmortem?.body).not.toContain('x'.repeat(1_000))
    expect(postmortem?.body).not.toMatch(/root:|DATABASE_URL|NODE_ENV|function/)
    expect(postmortem?.body?.length).toBeLessThan(66_000)
  })
})
