import { describe, expect, it } from 'vitest'
import { readChannelAddress } from '../../src/lib/channel-address.ts'

const routingKey = 'R0123456789abcdefghijklmnopqrstu'
const signingKey = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const mail = '?from=bot@acme.example&to=a@acme.example'

describe("a channel's address", () => {
  it.each([
    [' https://hooks.slack.com/services/T0/B0/x\n', { form: 'web', url: 'https://hooks.slack.com/services/T0/B0/x' }],
    ['http://localhost:8080/hook', { form: 'web', url: 'http://localhost:8080/hook' }],
    ['http://[::1]:8080/hook', { form: 'web', url: 'http://[::1]:8080/hook' }],
    [`https://acme.example/in ${signingKey}`, { form: 'signed', url: 'https://acme.example/in', key: signingKey }],
    [routingKey, { form: 'pager', key: routingKey, base: 'https://events.pagerduty.com' }],
    [
      `${routingKey} https://events.eu.pagerduty.com/`,
      { form: 'pager', key: routingKey, base: 'https://events.eu.pagerduty.com' },
    ],
  ])('has one of these forms: %s', (text, expected) => {
    expect(readChannelAddress(text)).toEqual(expected)
  })

  it('of a mail server says where from and where to', () => {
    const address = 'smtp://bot%40acme:p%3Ass@mail.acme.example?from=bot@acme.example&to=a@acme.example,%20b@x.example'
    expect(readChannelAddress(address)).toEqual({
      form: 'mail',
      host: 'mail.acme.example',
      port: 587,
      tls: false,
      local: false,
      login: { user: 'bot@acme', password: 'p:ss' },
      from: 'bot@acme.example',
      to: ['a@acme.example', 'b@x.example'],
    })
    expect(readChannelAddress(`smtps://mail.acme.example${mail}`)).toMatchObject({
      port: 465,
      tls: true,
      login: undefined,
    })
    expect(readChannelAddress(`smtp://[::1]:25/${mail}`)).toMatchObject({ host: '::1', port: 25, local: true })
  })

  it.each([
    ['nothing', ''],
    ['words', 'hunter2'],
    ['no TLS on the way to another machine', 'http://hooks.acme.example/x'],
    ['a name that only looks like this machine', 'http://localhost.evil.example/x'],
    ['an address that only looks like this machine', 'http://127.0.0.1.evil.example/x'],
    ['a user in the address', 'https://bot:hunter2@acme.example/x'],
    ['another protocol', 'ftp://acme.example/x'],
    ['a file', 'file:///etc/passwd'],
    ['an unsigned secret', 'https://acme.example/x hunter2'],
    ['a signing secret that is too short', 'https://acme.example/x whsec_c2hvcnQ='],
    ['a signing secret that is no base64', `https://acme.example/x whsec_${'A'.repeat(33)}`],
    ['something behind the secret', `https://acme.example/x ${signingKey} more`],
    ['a routing key that is too short', routingKey.slice(1)],
    ['a routing key that is too long', `${routingKey}x`],
    ['a region without TLS', `${routingKey} http://events.pagerduty.example`],
    ['a region with a path', `${routingKey} https://acme.example/v2/enqueue`],
    ['a mail server without recipients', 'smtps://mail.acme.example?from=bot@acme.example'],
    ['a mail server without a sender', 'smtps://mail.acme.example?to=bot@acme.example'],
    ['a recipient with a line break', `smtps://mail.acme.example${mail}%0d%0aBcc:x@evil.example`],
    ['a recipient with a name', `smtps://mail.acme.example?from=bot@acme.example&to=A<a@acme.example>`],
    ['a password that cannot be decoded', `smtps://bot:%zz@mail.acme.example${mail}`],
    ['a mail server with a path', `smtps://mail.acme.example/inbox${mail}`],
    ['no mail server', `smtps:${mail}`],
  ])('has not the form of %s', (_what, text) => {
    expect(readChannelAddress(text)).toBeUndefined()
  })
})
