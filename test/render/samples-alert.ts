import type { Alert } from '../../src/incident/alert.ts'
import type { SomeEntries, SomeMessages } from './sample-types.ts'

const incident = '7#12'

const alert = (text: string): Alert => ({
  source: 'dependabot',
  number: 5,
  ghsa: 'GHSA-jfh8-c2jp-5v3q',
  cve: 'CVE-2021-44228',
  summary: text,
  severity: 'critical',
  score: 10,
  exploited: text,
  scope: 'runtime',
  package: { ecosystem: text, name: text },
  manifest: text,
  vulnerable: text,
  patched: text,
  url: 'https://github.test/acme/shop/security/dependabot/5',
})

export const alertEntries = (text: string) =>
  ({
    AlertRaised: { type: 'AlertRaised', alert: alert(text) },
    AlertClosed: { type: 'AlertClosed', number: 5, how: text },
    AdvisoryPublished: { type: 'AdvisoryPublished', url: text },
  }) satisfies SomeEntries

export const alertMessages = (text: string) =>
  ({
    AlertIssue: [
      { type: 'AlertIssue', alert: alert(text), severity: 'P0', confidential: false },
      { type: 'AlertIssue', alert: alert(text), severity: text, confidential: true },
    ],
    AlertClosed: [{ type: 'AlertClosed', incident, how: text, resolves: true }],
    AdvisoryPublished: [{ type: 'AdvisoryPublished', incident, url: text }],
  }) satisfies SomeMessages
