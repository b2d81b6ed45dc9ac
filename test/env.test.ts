import { createPrivateKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readSettings, setupWanted } from '../src/env.ts'
import { appPrivateKey } from './harness/keys.ts'

const noFile = (path: string): string => {
  throw Object.assign(new Error(`ENOENT: no such file, open '${path}'`), { code: 'ENOENT' })
}
const enough = { APP_ID: '12', PRIVATE_KEY: appPrivateKey, WEBHOOK_SECRET: 'long enough to be one' }

const settingsOf = (environment: Record<string, string | undefined>, readFile = noFile) => {
  const result = readSettings(environment, readFile)
  if (!result.ok) throw new Error(result.error.join('\n'))
  return result.value
}
const problemsOf = (environment: Record<string, string | undefined>, readFile = noFile): readonly string[] => {
  const result = readSettings(environment, readFile)
  return result.ok ? [] : result.error
}

describe('the settings', () => {
  it('need an App, its key and its secret; the rest has a default', () => {
    expect(settingsOf(enough)).toEqual({
      appId: 12,
      privateKey: appPrivateKey,
      webhookSecret: 'long enough to be one',
      apiUrl: 'https://api.github.com',
      webhookPath: '/api/github/webhooks',
      webhookProxyUrl: undefined,
      port: 3000,
      host: 'localhost',
      logLevel: 'info',
      logFormat: 'pretty',
      dataDirectory: './data',
      channels: [],
      onboarding: 'selected',
    })
  })

  it('say where a first configuration is suggested', () => {
    expect(settingsOf({ ...enough, ONBOARDING: 'all' }).onboarding).toBe('all')
    expect(problemsOf({ ...enough, ONBOARDING: 'everywhere' })).toEqual([
      'ONBOARDING must be one of selected, all, off',
    ])
  })

  it('say who watches from outside', () => {
    const watched = { METRICS_TOKEN: 'a-long-random-text', HEARTBEAT_URL: 'https://check.example/ping/secret' }
    expect(settingsOf({ ...enough, ...watched })).toMatchObject({
      metricsToken: watched.METRICS_TOKEN,
      heartbeatUrl: watched.HEARTBEAT_URL,
    })
    expect(settingsOf({ ...enough, HEARTBEAT_URL: 'http://127.0.0.1:3001/push' }).heartbeatUrl).toBeDefined()
    expect(problemsOf({ ...enough, HEARTBEAT_URL: 'http://check.example/the-secret' }).join()).not.toContain(
      'the-secret',
    )
  })

  it('write the log for machines in production, unless told otherwise', () => {
    expect(settingsOf({ ...enough, NODE_ENV: 'production' }).logFormat).toBe('json')
    expect(settingsOf({ ...enough, NODE_ENV: 'production', LOG_FORMAT: 'pretty' }).logFormat).toBe('pretty')
  })

  it('find the API of a GitHub Enterprise Server', () => {
    expect(settingsOf({ ...enough, GHE_HOST: 'git.acme.example' }).apiUrl).toBe('https://git.acme.example/api/v3')
    expect(settingsOf({ ...enough, GHE_HOST: '127.0.0.1:8080', GHE_PROTOCOL: 'http' }).apiUrl).toBe(
      'http://127.0.0.1:8080/api/v3',
    )
  })

  it.each([
    ['with real line breaks', appPrivateKey],
    ['with \\n for line breaks', appPrivateKey.replaceAll('\n', '\\n')],
    ['in base64', Buffer.from(appPrivateKey).toString('base64')],
  ])('take a key %s', (_form, PRIVATE_KEY) => {
    const key = createPrivateKey(settingsOf({ ...enough, PRIVATE_KEY }).privateKey)
    expect(key.equals(createPrivateKey(appPrivateKey))).toBe(true)
  })

  it('read the key from a file', () => {
    const readFile = (path: string): string => (path === 'app.pem' ? appPrivateKey : '')
    const given = { ...enough, PRIVATE_KEY: '', PRIVATE_KEY_PATH: 'app.pem' }
    expect(settingsOf(given, readFile).privateKey).toBe(appPrivateKey)
    expect(problemsOf(given)).toEqual(['PRIVATE_KEY_PATH names a file that cannot be read: app.pem'])
    expect(problemsOf(given, () => 'no key')).toEqual(['PRIVATE_KEY_PATH is no private key in PEM form'])
  })

  it('take the addresses of channels that are granted, and no others', () => {
    const url = 'https://hooks.slack.com/services/T0/B0/x'
    const given = { ...enough, CHANNEL_GRANTS: 'SLACK_INCIDENTS=acme', SLACK_INCIDENTS: url, OTHER: url }
    expect(settingsOf(given).channels).toEqual([
      { name: 'SLACK_INCIDENTS', to: ['acme'], address: { form: 'web', url } },
    ])
  })

  it('count an empty variable as unset', () => {
    const empty = { PORT: '', GHE_HOST: ' ', WEBHOOK_PROXY_URL: '', LOG_LEVEL: '', DATABASE_URL: '' }
    expect(settingsOf({ ...enough, ...empty })).toEqual(settingsOf(enough))
  })
})

describe('wrong settings', () => {
  it.each([
    ['APP_ID', undefined, 'is missing'],
    ['APP_ID', 'Iv23liABCDEF', 'must be the number'],
    ['APP_ID', '0', 'must be the number'],
    ['APP_ID', '1e3', 'must be the number'],
    ['WEBHOOK_SECRET', undefined, 'is missing'],
    ['WEBHOOK_SECRET', 'short', 'is too short'],
    ['WEBHOOK_SECRET', 'development', 'which everybody knows'],
    ['PRIVATE_KEY', undefined, 'is missing'],
    ['PRIVATE_KEY', 'garbage', 'is no private key'],
    ['GHE_HOST', 'https://git.acme.example', 'must be a host name'],
    ['GHE_PROTOCOL', 'ftp', 'must be http or https'],
    ['METRICS_TOKEN', 'short', 'must be a long random text'],
    ['METRICS_TOKEN', 'long enough but with spaces', 'must be a long random text'],
    ['HEARTBEAT_URL', 'check.example/ping', 'must be an https address'],
    ['HEARTBEAT_URL', 'http://check.example/ping', 'must be an https address'],
    ['HEARTBEAT_URL', 'https://user:secret@check.example/ping', 'must be an https address'],
    ['HEARTBEAT_URL', 'https://check.example/ping and more', 'must be an https address'],
    ['WEBHOOK_PATH', 'hooks', 'begins with a slash'],
    ['WEBHOOK_PROXY_URL', 'smee.io/abc', 'smee.io channel'],
    ['PORT', 'http', 'must be a port'],
    ['PORT', '70000', 'must be a port'],
    ['PORT', '80.5', 'must be a port'],
    ['LOG_LEVEL', 'loud', 'must be one of trace, debug'],
    ['LOG_FORMAT', 'xml', 'must be json or pretty'],
    ['DATABASE_URL', 'db.acme.example', 'must be the address of a PostgreSQL database'],
    ['DATABASE_URL', 'mysql://app:hunter2@db/app', 'must be the address of a PostgreSQL database'],
    ['DATABASE_URL', 'postgres://app:hun@ter2/w#rd@db/app', 'Special characters of the password'],
    ['DATABASE_URL', 'postgres://app:hun@ter2/w?rd@db/app', 'Special characters of the password'],
    ['DATABASE_URL', 'postgres://app:hun@ter2/w/rd@db/app', 'Special characters of the password'],
    ['DATABASE_URL', 'postgres://app:hunter2@db/app?sslmode=verify', 'has an "sslmode" that the driver does not know'],
    ['DATABASE_URL', 'postgres://app:hunter2@db', 'must name a database'],
    ['DATABASE_URL', 'postgres://app:hunter2@db/app?pool=many', 'has a "pool" that is no number'],
    ['DATABASE_URL', 'postgres://app:hunter2@db/app?pool=1', 'has a "pool" that is no number'],
    ['CHANNEL_GRANTS', 'acme', 'cannot be understood'],
    ['CHANNEL_GRANTS', 'WEBHOOK_SECRET=acme', 'grants WEBHOOK_SECRET, which is a setting of this server'],
    ['CHANNEL_GRANTS', 'PRIVATE_KEY=acme', 'grants PRIVATE_KEY, which is a setting of this server'],
    ['CHANNEL_GRANTS', 'CHANNEL_GRANTS=acme', 'grants CHANNEL_GRANTS, which is a setting of this server'],
    ['CHANNEL_GRANTS', 'GITHUB_CLIENT_SECRET=acme', 'grants GITHUB_CLIENT_SECRET, which is a setting of this server'],
    ['CHANNEL_GRANTS', 'HTTPS_PROXY=acme', 'grants HTTPS_PROXY, which is a setting of this server'],
  ])('%s=%s is named, and what it should be', (name, value, expected) => {
    const problems = problemsOf({ ...enough, [name]: value })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(new RegExp(`^${name} .*${expected}`))
  })

  it('are all found at once, and none repeats a secret', () => {
    const problems = problemsOf({
      APP_ID: 'mine',
      PRIVATE_KEY: `${appPrivateKey.slice(0, 400)} torn`,
      WEBHOOK_SECRET: 'tiny',
      PORT: '-1',
      DATABASE_URL: 'postgres://app:hunter2@db',
      CHANNEL_GRANTS: 'SLACK=acme PAGER=acme',
      SLACK: 'https://app:hunter2@slack.example',
    })
    expect(problems.map((problem) => problem.split(' ')[0]).sort()).toEqual([
      'APP_ID',
      'DATABASE_URL',
      'PAGER',
      'PORT',
      'PRIVATE_KEY',
      'SLACK',
      'WEBHOOK_SECRET',
    ])
    expect(problems.join('\n')).not.toMatch(/hunter2|tiny|BEGIN|MII/)
  })
})

describe('the set-up page', () => {
  it('is wanted as long as there is no App, and never in production', () => {
    expect(setupWanted({})).toEqual({
      host: 'localhost',
      port: 3000,
      webhookPath: '/api/github/webhooks',
      webhookProxyUrl: undefined,
    })
    expect(setupWanted({ APP_ID: ' ', PORT: '', WEBHOOK_PROXY_URL: '' })?.port).toBe(3000)
    expect(setupWanted({ APP_ID: '12' })).toBeUndefined()
    expect(setupWanted({ NODE_ENV: 'production' })).toBeUndefined()
  })

  it('is not served with settings that are wrong', () => {
    expect(setupWanted({ PORT: 'http' })).toBeUndefined()
  })
})
