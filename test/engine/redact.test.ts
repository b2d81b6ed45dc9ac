import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { errorFields, messageOf, redact } from '../../src/engine/redact.ts'

const jwt = `ey${'Ab0_-'.repeat(6)}.ey${'cD1_-'.repeat(8)}.${'eF2_-'.repeat(9)}`
const pem = `-----BEGIN RSA PRIVATE KEY-----\n${'MIIEow+/='.repeat(20)}\n-----END RSA PRIVATE KEY-----`

describe('secrets are taken out of text', () => {
  it.each([
    ['an installation token', 'ghs_16C7e42F292c6912E7710c838347Ae178B4a'],
    ['an installation token with a JWT in it', `ghs_1234_${jwt}`],
    ['a personal token', 'ghp_16C7e42F292c6912E7710c838347Ae178B4a'],
    ['a fine-grained token', `github_pat_11AAAAAAA0${'b'.repeat(60)}`],
    ['a JWT', jwt],
    ['a private key', pem],
    ['a private key that was cut off', pem.slice(0, 100)],
    ['the address of a Slack webhook', 'T000/B000/XXXXXXXX', 'https://hooks.slack.com/services/T000/B000/XXXXXXXX'],
    ['the address of a webhook of GovSlack', 'T000/B000/X', 'https://hooks.slack-gov.com/services/T000/B000/X'],
    ['the secret that signs', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    ['the address of a Discord webhook', '123/abc-DEF', 'https://discord.com/api/webhooks/123/abc-DEF'],
    ['a header', 'c2VjcmV0OnNlY3JldA==', 'authorization: Basic c2VjcmV0OnNlY3JldA=='],
    ['an unknown bearer', 'opaque-token-0123456789', 'Authorization: Bearer opaque-token-0123456789'],
    ['a password in an address', 'x-access-token:hunter2', 'https://x-access-token:hunter2@github.com/o/r.git'],
    ['a parameter', 'hunter2', 'https://example.org/?a=1&client_secret=hunter2&b=2'],
  ])('%s', (_what, secret, text = `before ${secret} after`) => {
    const redacted = redact(text)
    expect(redacted).not.toContain(secret)
    expect(redacted).toContain('[redacted]')
  })

  it.each([
    'The token expired 5 minutes ago',
    'HttpError: Resource not accessible by integration - https://docs.github.com/rest/checks/runs#create',
    'octo-org/service#12: .github/incident.yml:3:5',
    'commit 16c7e42f292c6912e7710c838347ae178b4a0000',
  ])('and nothing else: %s', (text) => {
    expect(redact(text)).toBe(text)
  })
})

describe('an error', () => {
  it('is told with what caused it, on one line', () => {
    const cause = new Error('socket\nhang up', { cause: 'ECONNRESET' })
    expect(messageOf(new Error('no answer', { cause }))).toBe('no answer: socket hang up: ECONNRESET')
  })

  it('is told once where its message has its cause already, and as one sentence', () => {
    const cause = new Error('database is locked')
    expect(messageOf(new Error(`It cannot be used: ${cause.message}`, { cause }))).toBe(
      'It cannot be used: database is locked',
    )
    expect(messageOf(new Error('It is in use.', { cause }))).toBe('It is in use: database is locked')
  })

  it('may be its own cause, or no error at all', () => {
    const circle = new Error('round')
    circle.cause = circle
    expect(messageOf(circle)).toBe('round')
    expect(messageOf('just text')).toBe('just text')
    expect(errorFields(null)).toEqual({ error: 'null', stack: undefined })
  })

  it('goes to the log with its place and without its secrets', () => {
    const fields = errorFields(new Error('with ghp_16C7e42F292c6912E7710c838347Ae178B4a'))
    expect(fields.stack).toContain('redact.test.ts')
    expect(JSON.stringify(fields)).not.toContain('ghp_')
  })

  it('of any kind has a message', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), (thrown) => {
        expect(typeof messageOf(thrown)).toBe('string')
      }),
    )
  })
})

it('is quick on hostile text', () => {
  for (const piece of ['ey-', 'ghs_', '-----BEGIN PRIVATE KEY-----', '://', 'token ', '?token=', 'ey0000000.'])
    expect(typeof redact(piece.repeat(20_000))).toBe('string')
})
