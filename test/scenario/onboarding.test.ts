import { expect, it } from 'vitest'
import { readGitHub } from '../harness/read.ts'
import { configured, type Scene, scenes, shop } from './stage.ts'

const raise = scenes({ config: undefined, watched: { onboarding: 'selected' }, rebuilds: false })
const raiseBroken = scenes({ config: undefined, watched: { onboarding: 'selected' } }, { breaksConfiguration: true })
const title = /^Configure Firebreak$/
const path = '.github/incident.yml'
const form = '.github/ISSUE_TEMPLATE/emergency.yml'

/** An owner adds the repository to what the App may see. */
async function add({ github, world }: Scene): Promise<void> {
  const [installation] = github.state.installations
  if (!installation) throw new Error('the App is not installed')
  github.select(installation, shop, 'alice')
  await world.fastForward('1m')
}

async function remove({ github, settle }: Scene): Promise<void> {
  const [installation] = github.state.installations
  if (installation) github.deselect(installation, shop, 'alice')
  await settle()
}

const suggested = ({ seen }: Scene) => seen.issues(title)

function only(scene: Scene) {
  const [one, ...more] = suggested(scene)
  if (!one || more.length > 0) throw new Error(`${more.length + (one ? 1 : 0)} suggestions were made`)
  return { ...one, body: one.body ?? '' }
}

/** The addresses of links, as GitHub would open them. */
const linksIn = (body: string): URL[] => [...body.matchAll(/\]\((https?:[^)]+)\)/g)].map(([, url = '']) => new URL(url))

it('one issue says what was found, and its link opens the editor with a file that takes effect', async () => {
  const scene = await raise({ files: { CODEOWNERS: '* @alice @bob @carol\n' } })
  await add(scene)
  const { body, state, assigneeIds } = { assigneeIds: [], ...only(scene) }
  expect([state, assigneeIds]).toEqual(['open', []])
  expect(body).toContain('| May merge | 3 people |')
  expect(body).toContain('| Would be called | alice, bob and carol |')
  expect(body).toContain('maintainer-team')
  expect(body).not.toMatch(/(?<!["/`\w])@[a-z]/)
  const [file, issueForm] = linksIn(body)
  expect(file?.pathname).toBe('/acme/shop/new/main')
  expect([file, issueForm].map((link) => link?.searchParams.get('filename'))).toEqual([path, form])
  expect(Math.max(...linksIn(body).map(({ href }) => href.length))).toBeLessThan(6_000)

  scene.alice.pushTo('main', { [path]: file?.searchParams.get('value') ?? '' })
  await scene.settle()
  const after = only(scene)
  expect(after).toMatchObject({ state: 'closed', number: only(scene).number })
  expect(after.body).toContain('**Firebreak is configured.**')
  expect(after.body).toContain('| `emergency` | `maintainers` | the default branch (`hotfix-only`) |')
})

/** Everything that the suggestion says, its links and files too. */
const words = ({ github, seen }: Scene): string => {
  const files = Object.values(github.repository(shop).commits).flatMap(({ files: all }) => Object.values(all))
  const issues = seen.issues(title).map(({ title: said, body }) => `${said}\n${decodeURIComponent(body ?? '')}`)
  return [...issues, ...files].join('\n')
}

const withTeam = async (options: Parameters<typeof raise>[0]) => {
  const scene = await raise(options)
  scene.github.addTeam('acme', 'layoffs-2027', ['bob'])
  scene.github.repository(shop).teamRoles = { 'layoffs-2027': 'maintain' }
  await add(scene)
  return scene
}

it.each([
  ['an issue', {}],
  ['a pull request', { grants: { contents: 'write' } }],
] as const)(
  'in public, %s names nobody who is not named in public already, and says how many there are',
  async (_, grants) => {
    const scene = await withTeam(grants)
    expect(only(scene).body).toContain('| May merge | 3 people |')
    expect(only(scene).body).toContain('nobody yet; 3 may merge, who are not named where anybody can read it')
    expect(words(scene)).toContain('#   maintainers: ["@you", "@another", "@third"]')
    expect(words(scene)).not.toMatch(/alice|bob|carol|layoffs/)
  },
)

it('in public, code owners are named, and nobody else', async () => {
  const scene = await withTeam({ files: { '.github/CODEOWNERS': '* @carol @acme/web\n/docs/ @gone\n' } })
  expect(only(scene).body).toContain(
    '| Would be called | carol and acme/web; 2 more may merge, who are not named where anybody can read it |',
  )
  expect(words(scene)).toContain('# Not everybody who may merge is filled in')
  expect(only(scene).body).not.toMatch(/alice|bob|layoffs|gone/)
})

it('in private, whoever may merge is named', async () => {
  const scene = await withTeam({ private: true })
  expect(only(scene).body).toContain('| Teams | `layoffs-2027` |')
  expect(only(scene).body).toContain('| Would be called | alice, bob and carol |')
})

it('nothing is held and nobody is mentioned before', async () => {
  const scene = await raise()
  await add(scene)
  const number = await scene.emergency()
  expect(scene.seen.rulesets()).toEqual([])
  expect(scene.seen.comments(number).join('\n')).not.toMatch(/@(?:alice|bob|carol)/)
})

it('whoever closes it has declined: it is not opened again, and not rewritten later', async () => {
  const scene = await raise()
  await add(scene)
  const { number, body } = only(scene)
  scene.alice.close(number)
  await scene.settle()
  await remove(scene)
  await add(scene)
  expect(only(scene)).toMatchObject({ state: 'closed', body })
  scene.alice.pushTo('main', { [path]: configured() })
  await scene.settle()
  expect(only(scene)).toMatchObject({ state: 'closed', body })
})

it('deliveries that come twice, under other names too, make one', async () => {
  const scene = await raise()
  scene.github.faults.deliveries.duplicate(10_000)
  await add(scene)
  await add(scene)
  only(scene)
})

it('after a lost database it is found, not opened again, and closed when the file comes', async () => {
  const scene = await raise()
  await add(scene)
  await scene.world.loseDatabase()
  await scene.world.restart()
  await add(scene)
  expect(only(scene).state).toBe('open')
  await scene.world.loseDatabase()
  await scene.world.restart()
  scene.alice.pushTo('main', { [path]: configured() })
  await scene.settle()
  expect(only(scene).state).toBe('closed')
})

it('a broken file leaves it open; a mended one closes it', async () => {
  const scene = await raiseBroken()
  await add(scene)
  scene.alice.pushTo('main', { [path]: 'version: 1\nroles: 12\n' })
  await scene.settle()
  expect(only(scene).state).toBe('open')
  expect(scene.seen.issues(/Action required/)).toHaveLength(1)
  scene.alice.pushTo('main', { [path]: configured() })
  await scene.settle()
  expect([only(scene), ...scene.seen.issues(/Action required/)].map(({ state }) => state)).toEqual(['closed', 'closed'])
})

it.each([
  ['is archived', { archived: true }],
  ['is a fork', { forkOf: 1 }],
  ['has no issues', { hasIssues: false }],
])('none where the repository %s', async (_, change) => {
  const scene = await raise()
  Object.assign(scene.github.repository(shop), change)
  await add(scene)
  expect(suggested(scene)).toEqual([])
})

it('none where there is a file already', async () => {
  const scene = await raise({ config: configured() })
  await add(scene)
  expect(suggested(scene)).toEqual([])
})

it('none where the contents may not be read: there may be a file', async () => {
  const { contents: _, ...others } = (await raise()).github.state.installations[0]?.permissions ?? {}
  const scene = await raise({ private: true })
  const [installation] = scene.github.state.installations
  if (installation) scene.github.grant(installation, others, 'alice')
  await add(scene)
  expect(suggested(scene)).toEqual([])
})

it('where the App was installed on all repositories, only if the operator says so', async () => {
  const second = async (onboarding: 'selected' | 'all' | 'off') => {
    const scene = await raise({ watched: { onboarding } })
    scene.github.addUser('zoe')
    for (const name of ['one', 'two']) scene.github.addRepository(`zoe/${name}`)
    scene.github.install('zoe')
    await scene.world.fastForward('1m')
    return ['one', 'two'].map((name) => readGitHub(scene.github, `zoe/${name}`).issues(title).length)
  }
  expect(await second('selected')).toEqual([0, 0])
  expect(await second('all')).toEqual([1, 1])
  expect(await second('off')).toEqual([0, 0])
})

it('off: not where it was selected either', async () => {
  const scene = await raise({ watched: { onboarding: 'off' } })
  await add(scene)
  expect(suggested(scene)).toEqual([])
})

it('names that outsiders chose end nothing: neither the link, nor the file', async () => {
  const scene = await raise()
  scene.alice.renameDefaultBranch('trunk)](https-evil/@acme"#1')
  scene.alice.createBranch('release/")@everyone')
  await add(scene)
  const [file] = linksIn(only(scene).body)
  expect(decodeURIComponent(file?.pathname ?? '')).toBe('/acme/shop/new/trunk)](https-evil/@acme"#1')
  expect(file?.searchParams.get('value')).toContain('branches: ["~DEFAULT_BRANCH", "release/*"]')
  expect(file?.searchParams.get('value')).not.toMatch(/everyone|evil/)
})

it('teams, Dependabot and deployments are seen without a permission more', async () => {
  const scene = await raise({
    private: true,
    files: { '.github/dependabot.yml': 'version: 2\n', CODEOWNERS: '* @alice\n' },
  })
  for (const slug of ['security', 'web', 'readers']) scene.github.addTeam('acme', slug, ['bob'])
  scene.github.repository(shop).teamRoles = { security: 'write', web: 'maintain', readers: 'read' }
  await add(scene)
  const { body } = only(scene)
  expect(body).toContain('| Teams | `web` and `security` |')
  expect(body).toContain('| Dependabot | is on |')
  expect(body).toContain('| Code owners | are named |')
  expect(body).toContain('security: ["@acme/security"]')
})

const granted = { grants: { contents: 'write' } } as const

it('where contents may be written it is a pull request with both files, and merging it configures', async () => {
  const scene = await raise(granted)
  await add(scene)
  const [pull] = scene.seen.pulls(title)
  expect(suggested(scene)).toHaveLength(1)
  const head = scene.github.repository(shop).commits[pull?.pull?.head.sha ?? '']
  expect([pull?.pull?.head.ref, head?.parents]).toEqual(['firebreak/configure', [pull?.pull?.base.sha]])
  expect(Object.keys(head?.files ?? {}).toSorted()).toEqual([form, path, 'README.md'])
  expect(scene.seen.check(pull?.number ?? 0, 'firebreak/config')?.conclusion).toBe('success')
  scene.alice.merge(pull?.number ?? 0)
  await scene.settle()
  expect(only(scene).body).toContain('This pull request adds the file')
  expect(scene.seen.issues(/Action required/)).toEqual([])
})

it('a pull request that is closed is declined', async () => {
  const scene = await raise(granted)
  await add(scene)
  scene.alice.close(only(scene).number)
  scene.alice.deleteBranch('firebreak/configure')
  await scene.world.loseDatabase()
  await scene.world.restart()
  await add(scene)
  expect(only(scene).state).toBe('closed')
  expect(scene.github.repository(shop).branches).not.toHaveProperty('firebreak/configure')
})

it('a file that comes by another way closes the pull request', async () => {
  const scene = await raise(granted)
  await add(scene)
  scene.alice.pushTo('main', { [path]: configured() })
  await scene.settle()
  expect(only(scene)).toMatchObject({ state: 'closed' })
  expect(only(scene).body).toContain('**Firebreak is configured.**')
})

it('a branch of that name which is not ours is left alone: it is an issue', async () => {
  const scene = await raise(granted)
  scene.carol.pushTo('firebreak/configure', { 'mine.ts': 'mine' })
  const before = scene.github.repository(shop).branches['firebreak/configure']
  await add(scene)
  expect(scene.seen.pulls(title)).toEqual([])
  expect(linksIn(only(scene).body)).toHaveLength(2)
  expect(scene.github.repository(shop).branches['firebreak/configure']).toBe(before)
})

it('a form that is there is not replaced', async () => {
  const scene = await raise({ ...granted, files: { [form]: 'name: Ours\n' } })
  await add(scene)
  const [pull] = scene.seen.pulls(title)
  expect(scene.github.repository(shop).commits[pull?.pull?.head.sha ?? '']?.files[form]).toBe('name: Ours\n')
})
