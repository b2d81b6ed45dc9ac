import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readSettings } from '../../src/env.ts'
import { projectRoot } from '../architecture/planted-tree.ts'
import { appPrivateKey } from '../harness/keys.ts'
import { readPage, tableBelow } from './pages.ts'

const documented = tableBelow(readPage('docs/operations.md'), 'Settings')
const needed = { APP_ID: '1', PRIVATE_KEY: appPrivateKey, WEBHOOK_SECRET: 'long enough' }

const read = (environment: Record<string, string>) =>
  readSettings({ ...needed, ...environment }, () => {
    throw new Error('no file is read here')
  })

describe('the settings in docs/operations.md', () => {
  it('are those that the server reads', () => {
    const source = readFileSync(join(projectRoot, 'src/env.ts'), 'utf8')
    const names = [...source.matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(([, name]) => name)
    expect(documented.map(([name]) => name)).toEqual(names)
  })

  it('have the defaults that the table says', () => {
    const usual = Object.fromEntries(documented.map(([name, value]) => [name, value]))
    expect(read({})).toMatchObject({
      ok: true,
      value: {
        webhookPath: usual.WEBHOOK_PATH,
        port: Number(usual.PORT),
        host: usual.HOST,
        logLevel: usual.LOG_LEVEL,
        logFormat: 'pretty',
        dataDirectory: usual.DATA_DIR,
        apiUrl: 'https://api.github.com',
      },
    })
    expect(read({ NODE_ENV: 'production' })).toMatchObject({ value: { logFormat: 'json' } })
    expect(read({ GHE_HOST: 'github.example.com' })).toMatchObject({
      value: { apiUrl: `${usual.GHE_PROTOCOL}://github.example.com/api/v3` },
    })
  })

  it('are required where the table says so', () => {
    const required = documented.filter(([, value]) => value?.startsWith('required')).map(([name]) => name)
    const withoutAny = readSettings({}, () => '')
    expect(withoutAny.ok).toBe(false)
    const complained = withoutAny.ok ? [] : withoutAny.error.map((problem) => problem.split(' ')[0])
    expect(complained.toSorted()).toEqual(required.toSorted())
  })

  it('are refused where the table says so', () => {
    expect(read({ DATABASE_URL: 'mysql://localhost/firebreak' })).toMatchObject({ ok: false })
    expect(read({ WEBHOOK_SECRET: 'development' })).toMatchObject({ ok: false })
    expect(read({ WEBHOOK_SECRET: 'short' })).toMatchObject({ ok: false })
  })
})
