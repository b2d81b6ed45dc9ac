import type { Alert, AlertEnd, AlertIssue } from '../incident/alert.ts'
import type { Incident } from '../incident/incident.ts'
import { clean, neutral, neutralCode } from '../lib/markdown-neutral.ts'
import { andList, count } from './words.ts'

/** The most characters of a package's or a file's name that are shown. */
const longestName = 120

/** What people call an advisory: its CVE, else GitHub's own id. */
export const advisoryName = ({ cve, ghsa }: Pick<Alert, 'cve' | 'ghsa'>): string => cve ?? ghsa

/** `CVSS 10.0`, or the word where nobody has given a score. */
export function scoreWords({ score, severity }: Pick<Alert, 'score' | 'severity'>): string {
  if (score !== undefined) return `CVSS ${score.toFixed(1)}${severity === undefined ? '' : ` (${severity})`}`
  return severity === undefined ? 'not rated yet' : `${severity}, without a CVSS score yet`
}

/** Package, ecosystem and manifest: where in the repository the vulnerability is. */
export function packageWords({ package: of, manifest }: Pick<Alert, 'package' | 'manifest'>): string {
  const named = of && `${code(of.name)} (${neutral(of.ecosystem, { max: 40 })})`
  const where = manifest === undefined ? undefined : `in ${code(manifest)}`
  return [named ?? 'unknown', where].filter((part) => part !== undefined).join(', ')
}

const code = (name: string): string => neutralCode(name, { max: longestName })

const scopes = { runtime: 'at run time', development: 'in development only' } as const

export const scopeWords = ({ scope }: Pick<Alert, 'scope'>): string =>
  scope === undefined ? 'unknown, so it counts as used at run time' : scopes[scope]

/** An address of GitHub's security pages and no other, as a link. */
export function securityLink(words: string, url: string): string {
  const isSecurityPage = /^https?:\/\/[\w.:-]+\/[\w.-]+\/[\w.-]+\/security\/[\w/-]+$/.test(url)
  return isSecurityPage ? `[${words}](${url})` : words
}

/** The page of the repository that lists what an alert is one of; undefined where its own address does not tell. */
export function securityPage({ source, url }: Pick<Alert, 'source' | 'url'>): string | undefined {
  const base = /^(https?:\/\/[\w.:-]+\/[\w.-]+\/[\w.-]+\/security)\//.exec(url)?.[1]
  return base && `${base}/${source === 'dependabot' ? 'dependabot' : 'advisories'}`
}

/** Title of the issue that is opened for an alert, as plain text. A secret's says nothing. */
export function alertTitle({ alert, prefix, confidential }: AlertIssue): string {
  const about = confidential
    ? alert.source === 'advisory'
      ? 'Confidential security report'
      : 'Confidential security alert'
    : `${alert.package ? `${clean(alert.package.name, longestName)}: ` : ''}${advisoryName(alert)}`
  return clean(`${prefix} ${about}`, 256)
}

const dismissals: { readonly [Reason in NonNullable<AlertEnd['reason']>]: string } = {
  fix_started: 'dismissed, because a fix is begun',
  inaccurate: 'dismissed as inaccurate',
  no_bandwidth: 'dismissed, because nobody has the time to fix it',
  not_used: 'dismissed, because the vulnerable code is not used',
  tolerable_risk: 'dismissed as a risk that can be tolerated',
}

const ends: { readonly [How in AlertEnd['how']]: string } = {
  fixed: 'fixed on the default branch',
  dismissed: 'dismissed',
  'auto-dismissed': "dismissed by one of the repository's own rules",
}

/** The rest of a sentence that begins with "was" or "is". */
export const endWords = ({ how, reason }: AlertEnd): string => (reason ? dismissals[reason] : ends[how])

/** The card's row: what it is about, and how many manifests still have it. */
export function alertFact({ alert, timeline }: Incident): string | undefined {
  const raised = timeline.findLast((entry) => entry.type === 'AlertRaised')
  if (!alert || raised?.type !== 'AlertRaised') return undefined
  const { package: of, patched } = raised.alert
  const what = `${neutral(advisoryName(alert))}${of ? ` in ${code(of.name)}` : ''}, ${scoreWords(raised.alert)}`
  const parts = [
    what,
    patched && `patched in ${code(patched)}`,
    openWords(alert.open),
    alert.closed && endWords(alert.closed),
  ]
  return parts.filter((part) => part !== undefined && part !== '').join('; ')
}

const openWords = (open: readonly number[]): string =>
  open.length > 1 ? `open in ${count(open.length, 'manifest')}` : ''

/** What an alert says of itself, in one sentence of a timeline. */
export const alertSummary = (alert: Alert): string =>
  andList([
    `${neutral(advisoryName(alert))} in ${packageWords(alert)}`,
    scoreWords(alert),
    ...(alert.exploited === undefined ? [] : [`exploited: ${neutral(alert.exploited, { max: 120 })}`]),
  ])
