import { describe, expect, it } from 'vitest'
import { loadPolicy } from '../../src/policy/load-policy.ts'
import { policyOf, problemsOf, shown } from './read.ts'

const team =
  'roles: { maintainers: ["@a"], security: ["@b"] }\nfreeze: { branches: [main, "release/*"], lift: manual }\n'

describe('extends', () => {
  it('lays the file over what it extends: maps merge, lists replace', async () => {
    const own = 'extends: acme/shared\nroles: { maintainers: ["@me"] }\nfreeze: { branches: [trunk] }\n'
    const { policy } = await policyOf(own, { 'acme/shared': team })
    expect(policy.roles).toEqual({
      maintainers: { type: 'members', members: ['@me'] },
      security: { type: 'members', members: ['@b'] },
    })
    expect(policy.freeze).toMatchObject({ branches: ['trunk'], lift: 'manual' })
  })

  it('lets the later of several win, and follows chains', async () => {
    const shared = {
      'acme/one': 'freeze: { lift: manual, max-duration: 1h }',
      'acme/two:policy/base.yml': 'extends: acme/three\nfreeze: { lift: resolved }',
      'acme/three': 'freeze: { max-duration: 2h }\nhotfix: { branches: ["fix/*"] }',
    }
    const { policy } = await policyOf('extends: [acme/one, "acme/two:policy/base.yml"]', shared)
    expect(policy.freeze).toMatchObject({ lift: 'resolved', maxDuration: 7_200_000 })
    expect(policy.hotfix.branches).toEqual(['fix/*'])
  })

  it('replaces a scale of severities and the checklists as a whole, with the default that belongs to them', async () => {
    const shared = {
      'acme/shared':
        'default-severity: low\nseverities: { high: {}, low: {} }\nchecklists: { a: { on: declared, items: [x] } }',
    }
    const own = 'extends: acme/shared\nseverities: { P0: {}, P1: {} }\nchecklists: { b: { on: resolved, items: [y] } }'
    const { policy } = await policyOf(own, shared)
    expect(policy.severities.map(({ id }) => id)).toEqual(['P0', 'P1'])
    expect(policy.defaultSeverity).toBe('P0')
    expect(policy.checklists.map(({ id }) => id)).toEqual(['b'])
  })

  it.each([
    ['firebreak:single-maintaner', 'Did you mean `firebreak:single-maintainer`?'],
    ['firebreak:nothing', 'The presets are `firebreak:single-maintainer`, `firebreak:maintainer-team`, '],
    ['single-maintainer', 'Did you mean `firebreak:single-maintainer`?'],
    ['acme', 'expected `firebreak:NAME`'],
    ['acme/shared/more', 'expected `firebreak:NAME`'],
    ['../x', 'expected `firebreak:NAME`'],
    ['acme/..', 'expected `firebreak:NAME`'],
    ['acme/shared:../../secrets.yml', 'no `.`, `..` or empty parts'],
    ['acme/shared:/etc/passwd.yml', 'start at the top of the repository'],
    ['acme/shared:a\\b.yml', 'forward slashes'],
    ['acme/shared:secrets.env', 'ends in `.yml`'],
    ['acme/shared:', 'from 1 to 255 characters'],
    ['https://example.com/x.yml', 'expected `firebreak:NAME`'],
  ])('refuses %s', async (source, message) => {
    const problems = await problemsOf(`extends: ${JSON.stringify(source)}`)
    expect(problems).toHaveLength(1)
    expect(problems[0]?.message).toContain(message)
    expect(problems[0]).toMatchObject({ line: 1, column: 10 })
  })

  it('says which of its entries is missing, and shows the slips of the file beside it', async () => {
    const own = 'extends:\n  - acme/there\n  - acme/gone\nfreze: {}\n'
    expect(await shown(own, { 'acme/there': team })).toEqual([
      '3:5 error `extends` is `acme/gone`, which cannot be found, expected a file that exists. Check the name, and that the app is installed on that repository.',
      '4:1 error Unknown key `freze` at the top of the file. Did you mean `freeze`?',
    ])
  })

  it('notices cycles', async () => {
    const shared = { 'acme/a': 'extends: acme/b', 'acme/b': 'extends: ACME/A' }
    const [one] = await problemsOf('extends: acme/a', shared)
    expect(one?.message).toContain('a cycle (acme/a → acme/b → ACME/A)')
    expect(one).toMatchObject({ line: 1, column: 10 })
  })

  it('notices a file that extends itself', async () => {
    const loaded = await loadPolicy('extends: acme/me', async () => 'freeze: {}', { repository: 'Acme/Me' })
    expect(loaded.ok).toBe(false)
  })

  it('refuses chains and crowds without end', async () => {
    let links = 0
    const chain = await loadPolicy('extends: acme/x0', async () => `extends: acme/x${++links}`)
    expect(links).toBe(8)
    expect(chain.ok ? [] : chain.error.map((one) => one.found)).toEqual(['nested too deep'])
    const many = '[a/a, a/b, a/c, a/d, a/e, a/f, a/g, a/h, a/i, a/j]'
    let asked = 0
    const crowd = await loadPolicy(`extends: ${many}`, async ({ owner }) => {
      asked++
      return owner === 'a' ? `extends: ${many.replaceAll('a/', 'b/')}` : undefined
    })
    expect(crowd.ok).toBe(false)
    expect(asked).toBeLessThan(40)
  })

  it('asks for a file that is named twice once', async () => {
    const asked: string[] = []
    await loadPolicy('extends: [acme/a, acme/b]', async ({ repository }) => {
      asked.push(repository)
      return repository === 'base' ? 'freeze: {}' : 'extends: acme/base'
    })
    expect(asked).toEqual(['a', 'base', 'b'])
  })

  it('passes on that GitHub could not be asked: such a file is not missing', async () => {
    const unreachable = loadPolicy('extends: acme/a', async () => {
      throw new Error('502')
    })
    await expect(unreachable).rejects.toThrow('502')
  })
})

describe('a problem in a shared file', () => {
  it.each([
    ['password: hunter2'],
    ['roles: { hunter2: [x] }'],
    ['a: [hunter2'],
    ['hunter2: 1\nhunter2: 2'],
    ['default-severity: hunter2'],
  ])('is shown where the file is named, and repeats nothing of it: %j', async (text) => {
    const problems = await problemsOf('version: 1\nextends: acme/private', { 'acme/private': text })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ file: '.github/incident.yml', line: 2, column: 10 })
    expect(problems[0]?.message).toMatch(/^`acme\/private` has a problem on line \d+, column \d+\./)
    expect(JSON.stringify(problems)).not.toMatch(/hunter2|password/)
  })
})
