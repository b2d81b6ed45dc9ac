import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runInit } from '../../src/cli/init/init.ts'
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
    expect(read(usual)).not.toMatch(/nobody|mail/)
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
