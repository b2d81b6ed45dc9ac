import { execFileSync } from 'node:child_process'
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runInit } from '../../src/cli/init/init.ts'
import { reasonOf } from '../../src/cli/init/write-file.ts'
import { presetNames } from '../../src/policy/presets/presets.ts'
import { run, workingTree } from './tree.ts'

const usual = '.github/incident.yml'
const form = '.github/ISSUE_TEMPLATE/emergency.yml'

interface Start {
  readonly remote?: string
  readonly files?: Readonly<Record<string, string>>
}

/** A working tree of Git, as somebody has just cloned it. */
function cloned({ remote, files = {} }: Start = {}): string {
  const root = workingTree({ 'README.md': '# Shop\n', ...files })
  const git = (...args: string[]) => execFileSync('git', ['-C', root, ...args], { stdio: 'pipe' })
  git('init', '--quiet')
  if (remote !== undefined) git('remote', 'add', 'origin', remote)
  return root
}

async function init(root: string, options: Partial<Parameters<typeof runInit>[0]> = {}) {
  const [out, err]: [string[], string[]] = [[], []]
  const terminal = {
    print: (line: string) => void out.push(line),
    printError: (line: string) => void err.push(line),
    isTerminal: false,
  }
  const code = await runInit({ directory: root, ...options }, terminal)
  const read = (path: string): string => readFileSync(join(root, path), 'utf8')
  return { code, out: out.join('\n'), err: err.join('\n'), read }
}

const linked = (root: string) => {
  writeFileSync(join(root, 'owners'), '* @eve\n')
  symlinkSync('owners', join(root, 'CODEOWNERS'))
}

const three = ['@alice', '@bob', '@carol']

describe('firebreak init', () => {
  it('writes both files, and what to do next', async () => {
    const root = cloned({ remote: 'git@github.com:alice/shop.git' })
    const { code, out, read } = await init(root, { directory: join(root, '.git', '..') })
    expect(code).toBe(0)
    expect(read(usual)).toContain('extends: firebreak:single-maintainer\n')
    expect(read(usual)).toContain('maintainers: ["@alice"]')
    expect(read(form)).toContain('title: "[EMERGENCY] "\nlabels: ["emergency"]')
    expect(out).toContain('@alice is called, who is the owner in the address of the remote')
    expect(out).toContain('firebreak validate')
    expect(await run(['validate', '--strict', join(root, usual)])).toMatchObject({ code: 0 })
  })

  it.each([
    ['https://github.com/alice/shop.git'],
    ['https://github.com/alice/shop'],
    ['ssh://git@git.acme.example/alice/shop'],
    ['git@git.acme.example:alice/shop.git'],
  ])('finds the owner in %s', async (remote) => {
    const { read } = await init(cloned({ remote }))
    expect(read(usual)).toContain('["@alice"]')
  })

  it('calls the code owners, teams among them', async () => {
    const owners = '# Who reviews\n* @alice @acme/security mail@acme.example # @nobody\n/docs/ @alice @bob\n'
    const { read, out } = await init(cloned({ files: { CODEOWNERS: owners }, remote: 'git@github.com:acme/shop' }))
    expect(out).toContain('firebreak:response-team')
    expect(read(usual)).toContain('security: ["@acme/security"]')
    expect(read(usual)).toContain('maintainers: ["@alice", "@bob"]')
    expect(out).not.toContain('Left out')
    expect(read(usual)).not.toMatch(/nobody|mail/)
  })

  it.each([
    // A folder on this or another machine, whose path names no account.
    ['/srv/git/shop.git'],
    ['../other/shop'],
    ['file:///srv/shop.git'],
    ['C:\\work\\shop'],
    ['C:work/shop'],
    ['git@host:/srv/shop.git'],
    // A path of other than two parts, a login that GitHub does not give, an address without a secret.
    ['https://gitlab.example/group/sub/shop.git'],
    ['https://github.com/shop'],
    ['git@github.com:a b/shop'],
    ['https://github.com/x%20y/shop'],
    ['git://github.com/alice/shop'],
  ])('takes nobody from the address %s', async (remote) => {
    const { read, out } = await init(cloned({ remote }))
    expect(read(usual)).toContain('# roles:\n#   maintainers: ["@you"]')
    expect(out).not.toMatch(/@\S* is called/)
  })

  it.each([
    [['@acme/web', '@ana'], undefined],
    [['@acme/web', '@ana'], 'single-maintainer'],
    [['@acme/backend', '@acme/devops', '@acme/security', '@ana', '@ben'], 'dependency-response'],
    [['@acme/dev', '@ana', '@ben', '@acme/psirt'], 'production'],
    [['@acme/tsc', '@ana', '@Ana', '@ben', '@carol'], 'committee'],
    [Array.from({ length: 14 }, (_, place) => `@dev${place}`), 'maintainer-team'],
  ])('calls everybody who was named: %j (%s)', async (maintainer, preset) => {
    const root = cloned()
    const { code, read } = await init(root, { maintainer, preset })
    expect(code).toBe(0)
    expect(maintainer.filter((name) => !read(usual).toLowerCase().includes(`"${name.toLowerCase()}"`))).toEqual([])
    expect(read(usual)).not.toContain('Not everybody')
    expect(await run(['validate', '--strict', join(root, usual)])).toMatchObject({ code: 0, err: '' })
  })

  it('names who cannot be called, and writes nothing', async () => {
    const root = cloned()
    const { code, err } = await init(root, { maintainer: ['@o1/a', '@O1/c', '@o2/b', '@ana'] })
    expect([code, readdirSync(root).includes('.github')]).toEqual([1, false])
    expect(err).toContain('@o2/b cannot be called beside the teams of o1. Nothing was written.')
  })

  it('calls a team of CODEOWNERS beside people, and says who was left out', async () => {
    const few = await init(cloned({ files: { CODEOWNERS: '* @ana @ben @acme/web\n' } }))
    expect(few.read(usual)).toContain('maintainers: ["@ana", "@ben", "@acme/web"]')
    const many = Array.from({ length: 12 }, (_, place) => `@dev${place}`).join(' ')
    const remote = 'git@github.com:acme/shop'
    const { read, out } = await init(cloned({ files: { CODEOWNERS: `* ${many} @other/core @acme/web\n` }, remote }))
    expect(read(usual)).toContain('"@dev9", "@acme/web"]')
    expect(out).toContain('as teams of another organisation: @other/core.')
    expect(out).toContain('which names more than 10: 2 others. Name them with --maintainer.')
    expect(read(usual)).toContain('# Not everybody who may merge is filled in')
  })

  it('says where nobody could be found', async () => {
    const { code, out, read } = await init(cloned())
    expect(code).toBe(0)
    expect(out).toContain('Nobody could be seen who may merge')
    expect(read(usual)).toContain('# roles:\n#   maintainers: ["@you"]')
  })

  it.each(presetNames)('writes %s so that it takes effect and can be rehearsed', async (preset) => {
    const root = cloned()
    expect((await init(root, { preset, maintainer: three })).code).toBe(0)
    const file = join(root, usual)
    expect(await run(['validate', '--strict', file])).toMatchObject({ code: 0, err: '' })
    const played = await run(['simulate', '--config', file, '--until', '2h'])
    expect(played.err).toBe('')
    expect(played.out).toContain('@alice')
  })

  it('never writes over what is there, unless it is forced to', async () => {
    const root = cloned({ files: { [usual]: 'version: 1\n' } })
    const kept = await init(root, { maintainer: ['alice'] })
    expect([kept.code, kept.read(usual)]).toEqual([1, 'version: 1\n'])
    expect(kept.out).toContain('kept    .github/incident.yml, which was there')
    expect(kept.read(form)).toContain('name: Emergency')
    const forced = await init(root, { maintainer: ['alice'], force: true })
    expect([forced.code, forced.read(usual).includes('["@alice"]')]).toEqual([0, true])
  })

  it('writes nothing behind a folder that is a link out of the repository', async () => {
    const outside = workingTree({})
    const root = cloned()
    symlinkSync(outside, join(root, '.github'))
    for (const force of [false, true]) {
      const { code, err } = await init(root, { maintainer: ['alice'], force })
      expect([code, readdirSync(outside)]).toEqual([2, ['.git']])
      expect(err).toContain(
        '.github/incident.yml cannot be written: .github is a link that leads out of the repository.',
      )
    }
  })

  it('makes no folder behind such a link either, and none where a link leads nowhere', async () => {
    const outside = workingTree({})
    const root = cloned({ files: { '.github/x': '' } })
    symlinkSync(outside, join(root, '.github/ISSUE_TEMPLATE'))
    expect((await init(root, { maintainer: ['alice'] })).err).toContain(
      '.github/ISSUE_TEMPLATE is a link that leads out',
    )
    expect(readdirSync(outside)).toEqual(['.git'])
    const dangling = cloned()
    symlinkSync(join(outside, 'gone'), join(dangling, '.github'))
    expect((await init(dangling, { maintainer: ['alice'] })).err).toContain('.github is a link that leads nowhere')
    expect(existsSync(join(outside, 'gone'))).toBe(false)
  })

  it('follows a link inside of the repository', async () => {
    const root = cloned({ files: { 'meta/x': '' } })
    symlinkSync('meta', join(root, '.github'))
    expect((await init(root, { maintainer: ['alice'] })).code).toBe(0)
    expect(readFileSync(join(root, 'meta/incident.yml'), 'utf8')).toContain('@alice')
  })

  it('replaces a file that is a link, and not what it leads to', async () => {
    const outside = workingTree({ precious: 'mine' })
    const root = cloned({ files: { '.github/x': '' } })
    symlinkSync(join(outside, 'precious'), join(root, usual))
    expect((await init(root, { maintainer: ['alice'] })).out).toContain('kept    .github/incident.yml')
    const { code, read } = await init(root, { maintainer: ['alice'], force: true })
    expect([code, readFileSync(join(outside, 'precious'), 'utf8')]).toEqual([0, 'mine'])
    expect([lstatSync(join(root, usual)).isFile(), read(usual).includes('@alice')]).toEqual([true, true])
    expect(readdirSync(join(root, '.github')).toSorted()).toEqual(['ISSUE_TEMPLATE', 'incident.yml', 'x'])
  })

  it('says why a file cannot be written', async () => {
    const file = cloned({ files: { '.github': 'a file' } })
    expect(await init(file, { maintainer: ['alice'] })).toMatchObject({
      code: 2,
      out: expect.not.stringContaining('kept'),
      err: 'firebreak init: .github/incident.yml cannot be written: .github is a file, and no folder.',
    })
    const folder = cloned({ files: { [`${usual}/x`]: '' } })
    expect((await init(folder, { maintainer: ['alice'], force: true })).err).toContain(
      'cannot be written: it is a folder.',
    )
  })

  it.each([
    ['EACCES', 'permission denied'],
    ['EROFS', 'the disk is read-only'],
  ])('says that the system answered %s in words', (code, words) => {
    expect(reasonOf(Object.assign(new Error('mkdir'), { code }))).toBe(words)
  })

  it.each([
    ['a link', (root: string) => symlinkSync('/dev/zero', join(root, 'CODEOWNERS')), 'is no ordinary file'],
    ['a link to a file beside it', linked, 'is no ordinary file'],
    ['a folder', (root: string) => mkdirSync(join(root, 'CODEOWNERS')), 'is no ordinary file'],
    [
      'in a folder elsewhere',
      (root: string) => symlinkSync(workingTree({ CODEOWNERS: '* @eve' }), join(root, 'docs')),
      'is no ord',
    ],
    [
      'huge',
      (root: string) => writeFileSync(join(root, 'CODEOWNERS'), '* @eve\n'.repeat(500_000)),
      'is larger than 3 MB',
    ],
  ])('reads no CODEOWNERS that is %s, and says so', async (_, place, why) => {
    const root = cloned()
    place(root)
    const { out, read } = await init(root)
    expect(out).toContain(why)
    expect(read(usual)).toContain('["@you"]')
  })

  it('writes nothing that would not take effect', async () => {
    const root = cloned()
    const { code, err } = await init(root, { preset: 'maintainer-team', maintainer: ['@alice'] })
    expect(code).toBe(1)
    expect(err).toContain('2 approvals are required, and the roles have 1 member')
    expect(readdirSync(root)).not.toContain('.github')
  })

  it('cannot begin outside of a repository', async () => {
    const root = workingTree({ 'README.md': '' })
    const { code, err } = await init(root)
    expect([code, readdirSync(root).includes('.github')]).toEqual([2, false])
    expect(err).toContain('is in no Git repository')
  })

  it.each([
    [{ preset: 'maintainer-taem' }, 'there is no preset maintainer-taem. Did you mean maintainer-team?'],
    [{ maintainer: ['@alice/b/c'] }, '--maintainer is `@alice/b/c`, expected @user or @org/team.'],
    [{ maintainer: ['"]\nversion: 2'] }, '--maintainer is `"]\nversion: 2`, expected @user or @org/team.'],
  ])('does not understand %j', async (options, notUnderstood) => {
    expect((await init(cloned(), options)).code).toEqual({ notUnderstood })
  })

  it('is a command with a help of its own', async () => {
    expect(await run(['help', 'init'])).toMatchObject({ code: 0, out: expect.stringContaining('--maintainer') })
    expect(await run(['init', '--presett', 'x'])).toMatchObject({ code: 2 })
  })
})
