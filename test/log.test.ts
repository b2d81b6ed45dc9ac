import { describe, expect, it } from 'vitest'
import { createLog } from '../src/log.ts'
import { appPrivateKey } from './harness/keys.ts'

function logTo(format: 'json' | 'pretty') {
  const lines: string[] = []
  const log = createLog({ level: 'trace', format, out: { write: (line: string) => void lines.push(line) } })
  return { log, written: () => lines.join('') }
}

const token = 'ghs_1234567890abcdefghijABCDEFGHIJ123456'

describe.each(['json', 'pretty'] as const)('the log as %s', (format) => {
  it('says what happened, at once', () => {
    const { log, written } = logTo(format)
    log.info({ delivery: 'abc' }, 'Accepted a delivery')
    expect(written()).toContain('Accepted a delivery')
    expect(written()).toContain('abc')
  })

  it('writes no token and no key, wherever they stand', () => {
    const { log, written } = logTo(format)
    log.error({ err: new Error(`Bad credentials: ${token}`) }, 'A call failed')
    log.warn({ request: { headers: { authorization: `token ${token}` } }, key: appPrivateKey }, `with ${token}`)
    log.child({ token }).debug('from a child')
    const secrets = [token, appPrivateKey.split('\n')[3] ?? '']
    for (const secret of secrets) expect(written()).not.toContain(secret)
    expect(written()).toContain('[redacted]')
    expect(written()).toContain('from a child')
  })

  it('leaves out what is below its level', () => {
    const { log, written } = logTo(format)
    log.level = 'warn'
    log.info('not worth a line')
    expect(written()).toBe('')
  })
})

describe('the log for machines', () => {
  it('is one JSON object a line', () => {
    const { log, written } = logTo('json')
    log.info({ lane: 7 }, 'one')
    log.error(new Error('two\nlines'))
    const objects = written()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(objects).toMatchObject([
      { lane: 7, msg: 'one', name: 'firebreak' },
      { level: 50, msg: 'two\nlines' },
    ])
  })

  it('stays one when something secret is cut out', () => {
    const { log, written } = logTo('json')
    log.info({ key: appPrivateKey, token, url: `https://x.example/?code=${token}` }, `bearer ${token}`)
    expect(() => JSON.parse(written())).not.toThrow()
  })
})

describe('the log for people', () => {
  it('has colours on a terminal alone', () => {
    const lines: string[] = []
    const write = (line: string): void => void lines.push(line)
    createLog({ level: 'info', format: 'pretty', out: { write } }).info('plain')
    createLog({ level: 'info', format: 'pretty', out: { write, isTTY: true } }).info('coloured')
    expect(lines[0]).not.toContain('\u001B[')
    expect(lines[1]).toContain('\u001B[')
  })
})
