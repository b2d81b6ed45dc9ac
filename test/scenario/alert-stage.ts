import { configured } from './stage.ts'

/** The runbook's scale, in the words of the configuration. */
export const runbook = (change: Readonly<Record<string, unknown>> = {}) =>
  configured({
    detection: { alerts: { dependabot: true, advisories: true } },
    'default-severity': 'P2',
    severities: {
      P0: { when: { cvss: '>=9.0', scope: 'runtime' }, freeze: 'hotfix-only', responders: ['maintainers'] },
      P1: { when: { cvss: '>=7.0', exploited: true, scope: 'runtime' }, responders: ['maintainers'] },
      P2: { when: { cvss: '>=7.0', scope: 'runtime' } },
    },
    'post-mortem': { open: false },
    ...change,
  })

export const log4shell = { ghsaId: 'GHSA-jfh8-c2jp-5v3q', cveId: 'CVE-2021-44228' }

/** The titles of issues that were opened for alerts. */
export const opened = /^\[EMERGENCY\]/
