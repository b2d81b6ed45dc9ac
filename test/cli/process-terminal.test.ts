import { EventEmitter } from 'node:events'
import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { processTerminal } from '../../src/cli/process-terminal.ts'
import type { Environment } from '../../src/cli/terminal.ts'

const takenBack = '\r\u001B[K'

/** What a process writes, stream by stream, and in the order in which a terminal shows it. */
function processWith(env: Environment, isTTY: boolean) {
  const shown: string[] = []
  const stream = () => {
    const pass = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY })
    return pass.on('data', (text: string) => void shown.push(text))
  }
  const events = new EventEmitter()
  let opened = 0
  const own = {
    ...{ stdout: stream(), stderr: stream(), env, once: events.once.bind(events) },
    get stdin() {
      opened += 1
      return new PassThrough()
    },
  }
  // The parts of a process that a terminal is made of; the rest of their types is not touched.
  const terminal = processTerminal(own as unknown as Parameters<typeof processTerminal>[0])
  return { terminal, shown, end: () => events.emit('exit'), opened: () => opened }
}

describe('the terminal of a process', () => {
  it('takes progress back before anything else is written, and at the end', () => {
    const { terminal, shown, end } = processWith({}, true)
    terminal.rewrite?.('1 of 2')
    terminal.print('done')
    terminal.rewrite?.('2 of 2')
    terminal.printError('wrong')
    terminal.print('more')
    terminal.rewrite?.('cleaning')
    end()
    expect(shown).toEqual([
      ...[`${takenBack}1 of 2`, takenBack, 'done\n'],
      ...[`${takenBack}2 of 2`, takenBack, 'wrong\n', 'more\n'],
      ...[`${takenBack}cleaning`, takenBack],
    ])
  })

  it.each([
    ['a pipe', {}, false],
    ['CI', { CI: 'true' }, true],
  ])('shows no progress in %s', (_where, env, isTTY) => {
    const { terminal, shown, end } = processWith(env, isTTY)
    expect(terminal.rewrite).toBeUndefined()
    terminal.print('done')
    end()
    expect(shown).toEqual(['done\n'])
  })

  it('takes out of an error what would move the cursor, whoever wrote it', () => {
    const { terminal, shown } = processWith({}, false)
    terminal.printError('GitHub says: \u001b[2J\u009b1A\u202eno\n  and more')
    expect(shown).toEqual(['GitHub says:  [2J 1A no\n  and more\n'])
  })

  it('has colours where somebody looks', () => {
    expect(processWith({}, true).terminal.isTerminal).toBe(true)
    expect(processWith({}, false).terminal.isTerminal).toBe(false)
    expect(processWith({ NO_COLOR: '1' }, true).terminal.isTerminal).toBe(false)
  })

  it('opens the input only for who reads it, because an open one keeps the process alive', () => {
    const { terminal, opened } = processWith({}, false)
    terminal.print('x')
    expect(opened()).toBe(0)
    expect(terminal.input).toBeDefined()
    expect(opened()).toBe(1)
  })
})
