import type { Alert, AlertIssue } from '../../src/incident/alert.ts'
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

const report = (text: string): Alert => ({
  ...alert(text),
  source: 'advisory',
  number: undefined,
  cve: undefined,
  severity: undefined,
  score: undefined,
  exploited: undefined,
  url: text,
})

const issueFor = (of: Alert, change: Partial<AlertIssue> = {}): AlertIssue => ({
  type: 'AlertIssue',
  alert: of,
  prefix: '[EMERGENCY]',
  severity: 'P0',
  kind: undefined,
  confidential: false,
  believed: true,
  ...change,
})

export const alertEntries = (text: string) =>
  ({
    AlertRaised: { type: 'AlertRaised', alert: alert(text), secret: false },
    AlertDoubted: { type: 'AlertDoubted', number: 5 },
    AlertClosed: { type: 'AlertClosed', number: 5, end: { how: 'fixed', reason: undefined } },
    AdvisoryPublished: { type: 'AdvisoryPublished', url: text },
  }) satisfies SomeEntries

export const alertMessages = (text: string) =>
  ({
    AlertIssue: [
      issueFor(alert(text), { severity: text }),
      issueFor(report(text)),
      issueFor(alert(text), { confidential: true, severity: text }),
      issueFor(report(text), { confidential: true }),
    ],
    AlertElsewhere: [{ type: 'AlertElsewhere', number: 12 }],
    AlertsHeldBack: [
      { type: 'AlertsHeldBack', source: 'dependabot', url: text, most: 5, marks: [text] },
      { type: 'AlertsHeldBack', source: 'advisory', url: report(text).url, most: 5, marks: [] },
    ],
    AlertClosed: [
      { type: 'AlertClosed', incident, end: { how: 'fixed', reason: undefined }, goesOn: 'roll-out', by: undefined },
      {
        type: 'AlertClosed',
        incident,
        end: { how: 'dismissed', reason: 'not_used' },
        goesOn: 'untrusted',
        by: text,
      },
    ],
    AlertReturned: [{ type: 'AlertReturned', incident, members: ['@dana'] }],
    AdvisoryPublished: [{ type: 'AdvisoryPublished', incident, url: text }],
  }) satisfies SomeMessages
