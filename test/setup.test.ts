import { describe, expect, it } from 'vitest'
import { webhookAddress } from '../src/setup.ts'

const path = '/api/github/webhooks'

describe('the address of the webhooks that the set-up page sends', () => {
  it.each([
    ['as the browser wrote it', { host: 'firebreak.acme.example:3000' }, `http://firebreak.acme.example:3000${path}`],
    [
      'as a proxy forwards it',
      { host: '10.0.0.7', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'hooks.acme.example' },
      `https://hooks.acme.example${path}`,
    ],
    [
      'through several proxies, where the first one counts',
      { host: 'inner', 'x-forwarded-proto': 'https, http', 'x-forwarded-host': 'outer.example, inner.example' },
      `https://outer.example${path}`,
    ],
    [
      'without a scheme that is none',
      { host: 'a.example', 'x-forwarded-proto': 'javascript' },
      `http://a.example${path}`,
    ],
    ['of a browser that says nothing', {}, `http://localhost${path}`],
  ])('is the one %s', (_case, headers, address) => {
    expect(webhookAddress({ headers }, path)).toBe(address)
  })
})
