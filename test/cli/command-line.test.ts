import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { purposes } from '../../src/cli/command.ts'
import { commands } from '../../src/cli/commands.ts'
import { isColoured } from '../../src/cli/terminal.ts'
import { projectRoot } from '../architecture/planted-tree.ts'
import { ServerProcess } from '../process/server-process.ts'
import { run } from './tree.ts'

const colour = '\u001B'
const words = ({ name }: { readonly name: string }): string[] => name.split(' ')

describe('firebreak', () => {
  it.each([[[]], [['help']], [['--help']], [['-h']]])('shows what there is for %o', async (args) => {
    const { code, out, err } = await run(args)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    for (const { name } of commands) expect(out).toContain(`\n  ${name} `)
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([])
    const order = purposes.filter((purpose) => commands.some((one) => one.purpose === purpose))
    expect(out.split('\n').filter((line) => order.some((purpose) => purpose === line))).toEqual(order)
  })

  it('says which version it is', async () => {
    expect(await run(['--version'])).toEqual({ code: 0, out: `firebreak ${manifest.version}`, err: '' })
  })

  it.each([
    [['dmeo'], 'there is no command "dmeo". Did you mean demo?'],
    [['frobnicate', 'all'], 'there is no command "frobnicate".\n'],
    [['db'], 'not a whole command. There are copy, backup, restored.'],
    [['db', 'bakcup'], 'Did you mean db backup?'],
    [['--serve'], 'a command comes first, not --serve.'],
    [['--version', 'x', '--y'], undefined],
    [['help', 'vlaidate'], 'Did you mean validate?'],
    [['constructor'], 'there is no command "constructor".'],
  ])('tells of a slip in a few words: %o', async (args, said) => {
    const { code, out, err } = await run(args)
    if (said === undefined) return expect(code).toBe(0)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(said)
    expect(err.split('\n').length).toBeLessThan(4)
  })

  it('explains all commands of a family at once', async () => {
    const { out } = await run(['help', 'db'])
    const family = commands.filter(({ name }) => name.startsWith('db '))
    for (const { name } of family) expect(out).toContain(`firebreak ${name} [`)
  })
})

describe.each(commands)('firebreak $name', (command) => {
  it('explains itself, whatever else stands there, in lines that every terminal has room for', async () => {
    const { code, out, err } = await run([...words(command), '--frobnicate', '--help'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toBe((await run(['help', ...words(command)])).out)
    for (const option of Object.keys(command.options)) expect(out).toContain(`\n  --${option}`)
    for (const [line] of command.examples) expect(out).toContain(`\n  ${line}\n`)
    const lines = out.split('\n').filter((line) => !command.examples.some(([example]) => line.includes(example)))
    expect(lines.filter((line) => line.length > 80)).toEqual([])
    expect(out).not.toContain(colour)
  })

  it('has examples that it would understand, and names a page that there is', () => {
    for (const [line] of command.examples) expect(line).toContain(`firebreak ${command.name}`)
    expect(command.examples.length).toBeGreaterThan(0)
    if (command.page !== undefined) expect(existsSync(join(projectRoot, command.page))).toBe(true)
  })

  it('refuses an option that it does not know, on the stream for errors, and without all of its help', async () => {
    const { code, out, err } = await run([...words(command), '--frobnicate'])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(
      new RegExp(`^firebreak ${command.name}: there is no option --frobnicate\\.\\n\\n {2}firebreak ${command.name}`),
    )
    expect(err).not.toContain('Examples')
    expect(err).not.toContain(colour)
  })

  const valued = Object.entries(command.options).filter(([, { type }]) => type === 'string')
  it.each(valued)('asks for the value of --%s', async (option) => {
    for (const rest of [[], ['--help-me']]) {
      const { code, err } = await run([...words(command), `--${option}`, ...rest])
      expect(code).toBe(2)
      expect(err).toContain(`--${option} needs a value: --${option} ${command.options[option]?.value}.`)
    }
  })

  const plain = Object.entries(command.options).filter(([, { type }]) => type === 'boolean')
  it.each(plain)('takes no value for --%s', async (option) => {
    const { code, err } = await run([...words(command), `--${option}=yes`])
    expect(code).toBe(2)
    expect(err).toContain(`--${option} takes no value.`)
  })

  it.each(Object.keys(command.options))('knows what was meant by a slip in --%s', async (option) => {
    const { code, err } = await run([...words(command), `--${option}x`])
    expect(code).toBe(2)
    expect(err).toContain(`Did you mean --${option}?`)
  })

  it('takes no more than it works on', async () => {
    const { code, err } = await run([...words(command), 'a', 'b', 'c', 'd'])
    expect(code).toBe(2)
    expect(err).toMatch(/" is one too many\.|is missing\./)
  })
})

describe('colours', () => {
  it.each([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [true, { TERM: 'dumb' }, false],
    [false, { FORCE_COLOR: '1' }, true],
    [false, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
    [true, { FORCE_COLOR: '0' }, false],
  ])('on a terminal (%s) with %o: %s', (isTerminal, environment, coloured) => {
    expect(isColoured(isTerminal, environment)).toBe(coloured)
  })
})

describe('the process', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'firebreak-process-'))
  })
  let started: ServerProcess | undefined
  afterEach(async () => {
    await started?.kill()
    rmSync(folder, { recursive: true, force: true })
  })

  const entry = join(projectRoot, 'src/cli/firebreak.js')
  const variables = (env: Record<string, string>) => ({ PATH: process.env.PATH, TMPDIR: folder, ...env })

  function ran(args: readonly string[], env: Record<string, string> = {}) {
    return new Promise<{ code: number; out: string; err: string }>((resolve) => {
      const child = execFile(
        process.execPath,
        [entry, ...args],
        { cwd: folder, env: variables(env) },
        (_error, out, err) => resolve({ code: child.exitCode ?? -1, out, err }),
      )
    })
  }

  it('writes what was asked for and what is wrong on streams of their own, each ending with its line', async () => {
    const asked = await ran(['help'])
    expect(asked).toMatchObject({ code: 0, err: '' })
    expect(asked.out).toMatch(/[^\n]\n$/)
    const wrong = await ran(['dmeo'])
    expect(wrong).toMatchObject({ code: 2, out: '' })
    expect(wrong.err).toMatch(/^firebreak: [^\n]+\n[^\n]+\n$/)
  })

  it('is run by the Node beside the packages where another one is too old, with the same end', async () => {
    // `--import` does not reach the process that takes over.
    const older = 'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"20.11.0"})'
    const asOlder = (env: Record<string, string> = {}) =>
      new Promise<{ code: number; text: string }>((resolve) => {
        const args = ['--import', older, entry, 'dmeo']
        const child = execFile(process.execPath, args, { cwd: folder, env: variables(env) }, (_error, out, err) =>
          resolve({ code: child.exitCode ?? -1, text: out + err }),
        )
      })
    expect(await asOlder()).toMatchObject({ code: 2, text: expect.stringContaining('Did you mean demo?') })
    // There is none, or it is no better.
    const alone = await asOlder({ FIREBREAK_HANDED_OVER: 'yes' })
    expect(alone).toMatchObject({
      code: 2,
      text: expect.stringContaining('needs Node 24 or later, and this is Node 20'),
    })
  })

  it('has no colours in a pipe, unless they are forced', async () => {
    const args = ['simulate', 'preset:single-maintainer']
    expect((await ran(args)).out).not.toContain(colour)
    expect((await ran(args, { FORCE_COLOR: '1' })).out).toContain(colour)
    expect((await ran(args, { FORCE_COLOR: '1' })).err).toBe('')
  })

  it('minds no reader that has seen enough', async () => {
    // It prints for a while, so that something is still to be written when the pipe is closed.
    const script = `("${process.execPath}" "${entry}" demo; echo "ended with $?" >&2) | head -1`
    const shell = await promisify(execFile)('sh', ['-c', script], { cwd: folder, env: variables({}) })
    expect(shell.stdout).toMatch(/^Firebreak plays/)
    expect(shell.stderr).toBe('ended with 0\n')
    expect(readdirSync(folder).filter((name) => name.startsWith('firebreak-demo-'))).toEqual([])
  })

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends on %s with %i and leaves nothing behind', async (signal, code) => {
    started = new ServerProcess({
      cwd: folder,
      env: { TMPDIR: folder },
      command: ['src/cli/firebreak.js', 'demo', '--serve'],
    })
    await started.wrote(/End with Ctrl-C/)
    const ours = () => readdirSync(folder).filter((name) => name.startsWith('firebreak-demo-'))
    expect(ours()).toHaveLength(1)
    if (started.pid !== undefined) process.kill(started.pid, signal)
    expect(await started.exited).toBe(code)
    expect(ours()).toEqual([])
  })
})
