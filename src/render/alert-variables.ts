import type { Alert } from '../incident/alert.ts'
import { isSecret } from '../incident/disclosure.ts'
import type { Incident } from '../incident/incident.ts'
import { Harmless } from './liquid.ts'

/** The alert as it was raised first; nothing of one that is kept secret. */
export function alertVariables(incident: Incident): object | undefined {
  if (isSecret(incident)) return undefined
  const raised = incident.timeline.find((entry) => entry.type === 'AlertRaised')
  if (raised?.type === 'AlertRaised') return wholeAlert(raised.alert)
  return incident.alert && { cve: incident.alert.cve, ghsa: incident.alert.ghsa }
}

const wholeAlert = (alert: Alert): object => ({
  cve: alert.cve,
  ghsa: alert.ghsa,
  summary: alert.summary,
  severity: alert.severity,
  cvss: alert.score,
  exploited: alert.exploited,
  package: alert.package?.name,
  ecosystem: alert.package?.ecosystem,
  vulnerable: alert.vulnerable,
  patched: alert.patched,
  url: harmlessUrl(alert.url),
})

/** An address of GitHub's own stays a link; everything else is text. */
export const harmlessUrl = (url: string | undefined): Harmless | string | undefined =>
  url !== undefined && /^https?:\/\/[\w./:%-]+$/.test(url) ? new Harmless(url) : url
