import type { Json } from '../json.ts'
import type { Advisory } from '../model/advisory.ts'
import type { Repository } from '../model/repository.ts'
import type { World } from '../world.ts'
import { repositoryPage, repositoryUrl } from './urls.ts'
import { userJson } from './user.ts'

/** @returns the official `repository-advisory`. */
export function advisoryJson(world: World, repository: Repository, advisory: Advisory): Json {
  const user = (login: string | null) => (login === null ? null : userJson(world, login))
  const identifiers = [
    { value: advisory.ghsaId, type: 'GHSA' },
    ...(advisory.cveId === null ? [] : [{ value: advisory.cveId, type: 'CVE' }]),
  ]
  return {
    ghsa_id: advisory.ghsaId,
    cve_id: advisory.cveId,
    url: `${repositoryUrl(repository)}/security-advisories/${advisory.ghsaId}`,
    html_url: `${repositoryPage(repository)}/security/advisories/${advisory.ghsaId}`,
    summary: advisory.summary,
    description: advisory.description,
    severity: advisory.severity,
    author: user(advisory.author),
    publisher: user(advisory.publisher),
    identifiers,
    state: advisory.state,
    created_at: advisory.createdAt,
    updated_at: advisory.updatedAt,
    published_at: advisory.publishedAt,
    closed_at: null,
    withdrawn_at: null,
    submission: advisory.state === 'triage' ? { accepted: false } : null,
    vulnerabilities: advisory.vulnerabilities,
    cvss: { vector_string: advisory.cvssVector, score: null },
    cwes: advisory.cweIds.map((id) => ({ cwe_id: id, name: id })),
    cwe_ids: advisory.cweIds,
    credits: [],
    credits_detailed: [],
    collaborating_users: [],
    collaborating_teams: [],
    private_fork: null,
  }
}
