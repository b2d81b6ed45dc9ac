import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toEvents } from '../../../src/github/normalize/normalize.ts'
import { context, example, part } from './official-examples.ts'

const created = example('dependabot_alert', 'created')

/** The official alert with parts of it and of its advisory replaced, as the event it becomes. */
function alertWith(advisory: object, alert: object = {}, payload: object = {}) {
  const official = part(created, 'alert')
  const changed = { ...official, security_advisory: { ...part(official, 'security_advisory'), ...advisory }, ...alert }
  const [event] = toEvents('dependabot_alert', { ...created, alert: changed, ...payload }, context) ?? []
  return event?.type === 'AlertChanged' ? event : undefined
}

const unrated = { cvss: { score: 0, vector_string: null } }
const rated = (v3: number | null, v4: number | null) => ({
  ...unrated,
  cvss_severities: {
    cvss_v3: { score: v3, vector_string: null },
    cvss_v4: { score: v4, vector_string: null },
  },
})
const vector = (vector_string: unknown) => ({ cvss_severities: { cvss_v4: { score: 7, vector_string } } })

describe('a Dependabot alert', () => {
  test('tells what is vulnerable, where, how badly, and what repairs it', () => {
    expect(alertWith({})).toMatchObject({
      change: 'opened',
      how: 'created',
      alert: {
        source: 'dependabot',
        number: 20,
        ghsa: 'GHSA-c2qf-rxjj-qqgw',
        cve: 'CVE-2022-25883',
        summary: 'semver vulnerable to Regular Expression Denial of Service',
        severity: 'medium',
        score: 5.3,
        exploited: undefined,
        scope: 'runtime',
        package: { ecosystem: 'npm', name: 'semver' },
        manifest: 'package-lock.json',
        vulnerable: '< 7.5.2',
        patched: '7.5.2',
        url: 'https://github.com/wolfy1339/pika-pack/security/dependabot/20',
      },
    })
  })

  test.each([
    ['created', 'opened'],
    ['reintroduced', 'opened'],
    ['reopened', 'opened'],
    ['auto_reopened', 'opened'],
    ['fixed', 'closed'],
    ['dismissed', 'closed'],
    ['auto_dismissed', 'closed'],
    ['assignees_changed', undefined],
  ])('%s is %s', (action, change) => {
    expect(alertWith({}, {}, { action })?.change).toBe(change)
  })

  test.each([
    ['dismissed', 'fix_started', 'fix_started'],
    ['dismissed', 'because I say so', undefined],
    ['dismissed', null, undefined],
    ['fixed', 'fix_started', undefined],
  ])('%s for %s has the reason %s', (action, dismissed_reason, reason) => {
    expect(alertWith({}, { dismissed_reason }, { action })?.reason).toBe(reason)
  })

  test.each([
    [rated(6.1, 9.3), 9.3],
    [rated(9.8, null), 9.8],
    [rated(0, 0), undefined],
    [rated(null, null), undefined],
    [{ cvss: { score: 5.5 }, cvss_severities: null }, 5.5],
    [{ cvss: { score: 11 } }, undefined],
    [{ cvss: { score: '9.8' } }, undefined],
    [{ cvss: null }, undefined],
  ])('rated %j has the score %s', (advisory, score) => {
    expect(alertWith(advisory)?.alert.score).toBe(score)
  })

  test.each([
    ['moderate', 'medium'],
    ['critical', 'critical'],
    ['CRITICAL', undefined],
    [null, undefined],
  ])('the word %s is %s', (severity, expected) => {
    expect(alertWith({ severity })?.alert.severity).toBe(expected)
  })

  test.each([
    ['malware', { classification: 'malware' }, 'the package is malware'],
    ['an attack, in a vector of version 4', vector('CVSS:4.0/AV:N/AC:L/E:A'), 'attacked (E:A)'],
    ['a public exploit, in a vector of version 4', vector('CVSS:4.0/AV:N/AC:L/E:P'), 'public (E:P)'],
    ['an exploit for everybody, in a vector of version 3', vector('CVSS:3.1/AV:N/E:H'), '(E:H)'],
    ['a working exploit, in a vector of version 3', vector('CVSS:3.0/AV:N/E:F'), '(E:F)'],
    ['a probability of one half', { epss: { percentage: 0.5 } }, 'within 30 days at 50 %'],
    ['a probability in a list', { epss: [{ percentage: 0.9799 }] }, 'at 97 %'],
  ])('%s says that it is exploited', (_, advisory, words) => {
    expect(alertWith(advisory)?.alert.exploited).toContain(words)
  })

  test.each([
    ['an ordinary package', { classification: 'general' }],
    ['a proof of concept, in a vector of version 3', vector('CVSS:3.1/AV:N/E:P')],
    ['an unreported exploit', vector('CVSS:4.0/AV:N/E:U')],
    ['a vector of version 2', vector('AV:N/E:H')],
    ['a metric that only begins alike', vector('CVSS:4.0/AE:A')],
    ['a vector that is none', vector({ E: 'A' })],
    ['a small probability', { epss: { percentage: 0.4999 } }],
    ['a probability that is none', { epss: { percentage: 97 } }],
    ['no probability', { epss: null }],
  ])('%s says nothing of an exploit', (_, advisory) => {
    expect(alertWith(advisory)?.alert.exploited).toBeUndefined()
  })

  test('without its number or the id of its advisory it is none', () => {
    expect(alertWith({}, { number: 'x' })).toBeUndefined()
    expect(alertWith({ ghsa_id: 'GHSA-<script>' })).toBeUndefined()
    expect(alertWith({ ghsa_id: null })).toBeUndefined()
  })

  test('what is no CVE is left out, and so is a scope that GitHub does not have', () => {
    expect(alertWith({ cve_id: 'CVE-2021-44228 @everyone' })?.alert.cve).toBeUndefined()
    expect(alertWith({}, { dependency: { scope: 'everywhere' } })?.alert.scope).toBeUndefined()
  })
})

describe('an advisory of the repository', () => {
  const repository_advisory = {
    ghsa_id: 'GHSA-abcd-1234-efgh',
    cve_id: null,
    html_url: 'https://github.com/acme/shop/security/advisories/GHSA-abcd-1234-efgh',
    summary: 'Anybody can log in',
    severity: null,
    state: 'triage',
    cvss: null,
    vulnerabilities: [
      { package: { ecosystem: 'npm', name: 'shop' }, vulnerable_version_range: '< 3', patched_versions: null },
    ],
  }
  const advisory = (action: string, change: object = {}) => {
    const payload = { ...created, action, repository_advisory: { ...repository_advisory, ...change } }
    const [event] = toEvents('repository_advisory', payload, context) ?? []
    return event?.type === 'AlertChanged' ? event : undefined
  }

  test('reported in private opens, published is published', () => {
    expect(advisory('reported')).toMatchObject({
      change: 'opened',
      alert: {
        source: 'advisory',
        number: undefined,
        severity: undefined,
        score: undefined,
        scope: 'runtime',
        package: { ecosystem: 'npm', name: 'shop' },
        vulnerable: '< 3',
        patched: undefined,
      },
    })
    expect(advisory('published')?.change).toBe('published')
    expect(advisory('edited')).toBeUndefined()
  })

  test('of any shape becomes an alert or none, and never an error', () => {
    const wounds = fc.dictionary(fc.constantFrom(...Object.keys(repository_advisory)), fc.jsonValue({ maxDepth: 3 }))
    fc.assert(
      fc.property(wounds, (wound) => {
        const event = advisory('reported', wound)
        if (event) expect(event.alert.ghsa).toMatch(/^GHSA-/i)
      }),
    )
  })
})

test('global advisories say nothing about this repository', () => {
  expect(toEvents('security_advisory', example('security_advisory', 'published'), context)).toBeUndefined()
})
