import { spawnSync } from 'node:child_process'
import { existsSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectRoot } from '../architecture/planted-tree.ts'
import { nodesOf, readPage } from '../docs/pages.ts'
import { run, workingTree } from './tree.ts'

const usual = '.github/incident.yml'

/** What the command says of a configuration in its usual place, with the paths that a user in that repository would see. */
async function validate(text: string, args: readonly string[] = [], files: Readonly<Record<string, string>> = {}) {
  const root = workingTree({ ...files, [usual]: text })
  const { code, out, err } = await run(['validate', join(root, usual), ...args])
  return { code, out: out.replaceAll(`${root}/`, ''), err: err.replaceAll(`${root}/`, '') }
}

const lines = (...all: string[]): string => all.join('\n')

describe('firebreak validate', () => {
  it('says that a file is valid', async () => {
    const valid = await validate('version: 1\nroles: { maintainers: ["@octocat"] }\n')
    expect(valid).toEqual({ code: 0, out: '.github/incident.yml is valid.', err: '' })
  })

  it('shows a mistake with its place, its line, its key, what is possible and what was meant', async () => {
    const { code, out } = await validate('version: 1\nfreeze:\n  lift: manual\n  max-duratoin: 2h\n')
    expect(code).toBe(1)
    expect(out).toBe(
      lines(
        '.github/incident.yml:4:3: error: Unknown key `max-duratoin` in `freeze`. Did you mean `max-duration`?',
        '  4 |   max-duratoin: 2h',
        '    |   ^^^^^^^^^^^^',
        '      key: freeze.max-duratoin',
        '      expected: `branches`, `exempt`, `lift`, `max-duration`, `mechanism`, `reviewed` or `windows`',
        '',
        '.github/incident.yml: 1 error. It would not take effect: the last valid version would stay in force.',
      ),
    )
  })

  it('says the same as docs/validate.md shows', async () => {
    const shown = nodesOf(readPage('docs/validate.md').tree, 'code').find(({ lang }) => lang === 'text')
    const { out } = await validate('version: 1\n\n\nfreeze:\n  left: manual\n')
    expect(out).toBe(shown?.value)
  })

  it('says what is wrong with the YAML itself', async () => {
    const { code, out } = await validate('roles:\n\tmaintainers: []\n')
    expect(code).toBe(1)
    expect(out).toContain('2:1: error: This is not valid YAML')
    expect(out).toContain('Indent with spaces, not with tabs.')
  })

  it('puts errors first, then warnings, each in the order of the file', async () => {
    const { out } = await validate('kinds:\nroles: { a: [x] }\nupdates:\nfreeze: { lift: never }\n')
    const order = [...out.matchAll(/^\S+:(\d+):\d+: (\w+):/gm)].map(([, line, severity]) => `${severity} ${line}`)
    expect(order).toEqual(['error 2', 'error 4', 'warning 1', 'warning 3'])
    expect(out).toContain('2 errors, 2 warnings')
  })

  it('fails for warnings only when it is strict', async () => {
    const said = expect.stringContaining('is valid, and perhaps not as it is meant: 1 warning.')
    expect(await validate('roles:\n')).toMatchObject({ code: 0, out: said })
    expect(await validate('roles:\n', ['--strict'])).toMatchObject({ code: 1, out: said })
  })

  it('marks the right place behind wide letters, and shows a long line in part', async () => {
    const wide = await validate(`severities: { P0: { name: "日本", frieze: false } }`)
    const [, line = '', mark = ''] = wide.out.split('\n')
    // Two letters of two columns each stand before.
    expect(mark.indexOf('^')).toBe(line.indexOf('frieze') + 2)
    const long = await validate(`severities: { P0: { description: "${'x'.repeat(300)}", frieze: false } }`)
    expect(
      Math.max(
        ...long.out
          .split('\n')
          .slice(1, 3)
          .map((text) => text.length),
      ),
    ).toBeLessThan(140)
    const [, part = '', below = ''] = long.out.split('\n')
    expect(part.slice(below.indexOf('^'), below.lastIndexOf('^') + 1)).toBe('frieze')
  })

  it('never shows what may be a secret, whichever mistake stands on the same line', async () => {
    const secrets = ['https://hooks.slack.com/services/T0/B0/abcdef', 'xoxb-12345-abcdef']
    for (const secret of secrets)
      for (const format of ['text', 'json', 'github', 'sarif']) {
        const text = `channels:\n  a: { type: slak, secret: "${secret}", more: 1 }\n`
        const { code, out } = await validate(text, ['--format', format])
        expect(code).toBe(1)
        expect(out).toContain('not repeated here')
        expect(out).not.toContain(secret.slice(-6))
      }
    const elsewhere = [
      'channels: { a: { secret: https://hooks.slack.com/services/T0/B0/abcdef } } }\n',
      'channels:\n  a: { type: slack, secrit: "xoxb-12345-abcdef" }\n',
      'channels: https://hooks.slack.com/services/T0/B0/abcdef\n',
    ]
    for (const text of elsewhere) {
      const { code, out } = await validate(text)
      expect({ code, shown: out.includes('abcdef'), marked: out.includes('^') }).toEqual({
        code: 1,
        shown: false,
        marked: true,
      })
    }
  })

  it('lets nothing of a file move the cursor', async () => {
    const { out } = await validate('freeze: { lift: "\u001B[2J\u202Enever" } # \u001B]0;x\u0007\n')
    expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  })

  it('has colours on a terminal alone', async () => {
    const root = workingTree({ [usual]: 'freze: {}\n' })
    const args = ['validate', join(root, usual)]
    expect((await run(args, { isTerminal: true })).out).toContain('\u001B[1;31merror\u001B[0m')
    expect((await run(args)).out).not.toContain('\u001B')
  })
})

describe('what stands elsewhere', () => {
  it('is no error when it is in another repository: the rest is checked, and a note says so', async () => {
    const own = 'extends: acme/shared\nkinds: { outage: { severity: P7 } }\n'
    const { code, out } = await validate(own)
    expect(code).toBe(0)
    expect(out).toMatch(
      /1:10: note: `extends` names `acme\/shared`, which stands in another repository and was not read/,
    )
    expect(out).toContain('is valid, as far as it can be seen from here.')
    const wrong = await validate(`${own}freeze: { lift: never }\nroles:\n`, ['--strict'])
    expect(wrong.out).toMatch(/3:17: error: [\s\S]*4:1: warning: [\s\S]*1:10: note: /)
    expect(wrong.code).toBe(1)
  })

  it('is read when it is a preset', async () => {
    const { code, out } = await validate('extends: firebreak:singel-maintainer\n')
    expect(code).toBe(1)
    expect(out).toContain('Did you mean `firebreak:single-maintainer`?')
    const known = 'extends: firebreak:single-maintainer\nroles: { maintainers: ["@octocat"] }\n'
    expect(await validate(known)).toMatchObject({ code: 0, out: '.github/incident.yml is valid.' })
  })

  const naming = lines(
    'post-mortem: { template: docs/post-mortem.md, title: "{{ incident.title | nope }}" }',
    'updates: { template: docs/update.md }',
    'checklists: { a: { on: declared, file: docs/list.md } }',
    'kinds: { outage: { runbook: docs } }',
    'drills: [{ name: x, cron: "0 10 1 * *", scenarios: ["drills/*.yml"] }]',
  )

  it('is looked for in the working tree, and its mistakes are warnings', async () => {
    const { code, out } = await validate(naming, [], {
      'docs/post-mortem.md': 'One\n{% if incident.title %}\n',
      'drills/good.yml': 'title: A leak\n',
      'drills/bad.yml': 'title: A leak\ninjekts: []\n',
    })
    expect(code).toBe(0)
    expect(out).toMatch(
      /1:26: warning: `post-mortem.template` is a template with an error in its line 2: tag .* not closed/,
    )
    expect(out).toContain(
      '1:54: warning: `post-mortem.title` is a template with an error in its line 1: undefined filter: nope',
    )
    expect(out).toContain('2:22: warning: `updates.template` is `docs/update.md`, which does not exist here')
    expect(out).toContain('3:40: warning: `checklists.a.file` is `docs/list.md`, which does not exist here')
    expect(out).toContain('4:29: warning: `kinds.outage.runbook` is `docs`, which is no file')
    expect(out).toContain(
      '`drills[0].scenarios[0]` stands for a file that is no scenario: drills/bad.yml:2:1: unknown key `injekts`',
    )
    expect(out).not.toContain('good.yml')
    expect(out).toContain('6 warnings')
  })

  it('is fine when it is there', async () => {
    const files = { 'docs/post-mortem.md': '# {{ incident.title }}', 'docs/update.md': 'x', 'docs/list.md': '- [ ] x' }
    const whole = naming.replace(' | nope', '').replace('runbook: docs', 'runbook: docs/update.md')
    const { out } = await validate(whole, ['--strict'], { ...files, 'drills/a.yml': 'title: A leak\n' })
    expect(out).toBe('.github/incident.yml is valid.')
  })

  it('is not read outside of the repository', async () => {
    const outside = workingTree({ 'secret.md': '{{ nope' })
    const above = await validate(
      'updates: { template: ../secret.md }\ndrills: [{ name: x, cron: "0 10 1 * *", scenarios: ["../*"] }]\n',
    )
    expect(above.out.match(/Paths have no/g)).toHaveLength(2)
    const root = workingTree({ [usual]: 'updates: { template: linked.md }\n' })
    symlinkSync(join(outside, 'secret.md'), join(root, 'linked.md'))
    const { code, out } = await run(['validate', join(root, usual)])
    expect(out).toContain('`linked.md`, which leads out of the repository')
    expect(code).toBe(0)
  })
})

describe('what cannot be read', () => {
  it.each([
    [
      'a file that is not there',
      {},
      usual,
      /incident.yml does not exist. Run this in the top folder of the repository/,
    ],
    ['a folder', { [usual]: '' }, '.github', /is a directory. Name the file, such as \S+incident.yml/],
    ['bytes that are no text', { x: Uint8Array.of(0x61, 0x0a, 0xff, 0x0a) }, 'x', /x is not UTF-8: line 2 has bytes/],
    ['UTF-16', { x: Buffer.from('\uFEFFroles:', 'utf16le') }, 'x', /it looks like UTF-16. Save it as UTF-8/],
    ['a file that is far too large', { x: ' '.repeat(1_000_001) }, 'x', /x is larger than 1 MB/],
  ])('is told apart from a mistake: %s', async (_, files, name, message) => {
    const { code, out, err } = await run(['validate', join(workingTree(files), name)])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(message)
  })

  it('has a limit of its own below that, which is a mistake', async () => {
    const { code, out } = await validate(`# ${'x'.repeat(70_000)}\n`)
    expect(code).toBe(1)
    expect(out).toContain('at most 64 KiB')
  })

  it.each([
    [['--format', 'sarf'], '--format is `sarf`, expected one of text, json, github, sarif. Did you mean sarif?'],
    [['--format', 'xml'], '--format is `xml`, expected one of text, json, github, sarif.'],
    [['--stritc'], 'there is no option --stritc. Did you mean --strict?'],
    [['a', 'b'], '"b" is one too many.'],
  ])('says what is not understood: %j', async (args, message) => {
    const { code, out, err } = await run(['validate', ...args])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(message)
    expect(err).toContain('firebreak validate [FILE | -]')
  })
})

describe('the command as a process', () => {
  const command = join(projectRoot, 'src/cli/firebreak.js')
  const start = (root: string, args: readonly string[], input = '') =>
    spawnSync(process.execPath, [command, ...args], {
      cwd: root,
      input,
      encoding: 'utf8',
      env: { PATH: process.env.PATH },
    })

  it('reads the usual file of the folder it is run in', () => {
    const { status, stdout } = start(workingTree({ [usual]: 'freze: {}\n' }), ['validate'])
    expect(stdout).toMatch(/^\.github\/incident\.yml:1:1: error: Unknown key `freze`/)
    expect(status).toBe(1)
  })

  it('reads what is piped in, which may name files of that folder', () => {
    const root = workingTree({ 'update.md': 'Hello' })
    const valid = start(root, ['validate', '-', '--strict'], '\uFEFFupdates: { template: update.md }\n')
    expect(valid).toMatchObject({ status: 0, stdout: '<stdin> is valid.\n', stderr: '' })
    const wrong = start(root, ['validate', '-', '--format', 'github'], 'freze: {}\n')
    expect(wrong.stdout).toContain('::error file=.github/incident.yml,line=1,')
    expect(wrong.status).toBe(1)
    expect(start(root, ['validate', '-'], ' '.repeat(1_100_000))).toMatchObject({ status: 2, stdout: '' })
  })

  it('prints the schema for an editor', () => {
    const { status, stdout } = start(workingTree({}), ['schema'])
    expect(JSON.parse(stdout)).toMatchObject({ properties: { freeze: { type: 'object' } } })
    expect(status).toBe(0)
  })
})

it('the workflow of docs/validate.md runs a command that there is, with options that are understood', async () => {
  const workflow = nodesOf(readPage('docs/validate.md').tree, 'code').find(({ lang }) => lang === 'yml')?.value ?? ''
  const [, script = '', words = ''] = /run: node firebreak\/(\S+) (.*)$/m.exec(workflow) ?? []
  expect(existsSync(join(projectRoot, script))).toBe(true)
  const root = workingTree({ [usual]: 'roles:\n' })
  const { code, out } = await run([...words.split(' '), join(root, usual)])
  expect(out).toContain('::warning file=.github/incident.yml,line=1,')
  expect(code).toBe(1)
})
