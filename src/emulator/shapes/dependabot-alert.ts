import type { Json } from '../json.ts'
import type { DependabotAlert } from '../model/dependabot-alert.ts'
import type { Repository } from '../model/repository.ts'
import type { World } from '../world.ts'
import { repositoryPage, repositoryUrl } from './urls.ts'
import { userJson } from './user.ts'

/** @returns the official `dependabot-alert`, which webhooks and REST answers have in common. */
export function dependabotAlertJson(world: World, repository: Repository, alert: DependabotAlert): Json {
  const { number, state, endedAt, dismissedBy } = alert
  const at = (wanted: DependabotAlert['state']) => (state === wanted ? endedAt : null)
  return {
    number,
    state,
    dependency: {
      package: alert.package,
      manifest_path: alert.manifest,
      scope: alert.scope,
      relationship: 'direct',
    },
    security_advisory: advisoryJson(alert),
    security_vulnerability: vulnerabilityJson(alert),
    url: `${repositoryUrl(repository)}/dependabot/alerts/${number}`,
    html_url: `${repositoryPage(repository)}/security/dependabot/${number}`,
    created_at: alert.createdAt,
    updated_at: alert.updatedAt,
    dismissed_at: at('dismissed'),
    dismissed_by: dismissedBy === null ? null : userJson(world, dismissedBy),
    dismissed_reason: alert.dismissedReason,
    dismissed_comment: null,
    fixed_at: at('fixed'),
    auto_dismissed_at: at('auto_dismissed'),
  }
}

const vulnerabilityJson = (alert: DependabotAlert): Json => ({
  package: alert.package,
  severity: alert.severity,
  vulnerable_version_range: alert.vulnerableRange,
  first_patched_version: alert.patchedVersion === null ? null : { identifier: alert.patchedVersion },
})

function advisoryJson(alert: DependabotAlert): Json {
  const { ghsaId, cveId, cvssV3, cvssV4, epss } = alert
  return {
    ghsa_id: ghsaId,
    cve_id: cveId,
    summary: alert.summary,
    description: alert.summary,
    vulnerabilities: [vulnerabilityJson(alert)],
    severity: alert.severity,
    cvss: { score: cvssV3.score, vector_string: cvssV3.vector },
    cvss_severities: {
      cvss_v3: { score: cvssV3.score, vector_string: cvssV3.vector },
      cvss_v4: cvssV4 && { score: cvssV4.score, vector_string: cvssV4.vector },
    },
    epss: epss === null ? null : { percentage: epss, percentile: epss },
    cwes: [],
    identifiers: [{ type: 'GHSA', value: ghsaId }, ...(cveId === null ? [] : [{ type: 'CVE', value: cveId }])],
    references: [{ url: `https://github.com/advisories/${ghsaId}` }],
    published_at: alert.createdAt,
    updated_at: alert.updatedAt,
    withdrawn_at: null,
  }
}
