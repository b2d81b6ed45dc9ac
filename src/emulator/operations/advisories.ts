import { invalidRequest, notFound } from '../http/api-error.ts'
import { optionalChoice, optionalText, optionalTextList, requiredText, wrongChoice, wrongType } from '../http/body.ts'
import { ghsaId } from '../ids.ts'
import { isObject, type Json } from '../json.ts'
import { type Advisory, SEVERITIES } from '../model/advisory.ts'
import { advisoryJson } from '../shapes/advisory.ts'
import type { RepositoryContext } from './context.ts'

const LONGEST_SUMMARY = 1024
const LONGEST_DESCRIPTION = 65_535
const ECOSYSTEMS = [
  ...['rubygems', 'npm', 'pip', 'maven', 'nuget', 'composer', 'go'],
  ...['rust', 'erlang', 'actions', 'pub', 'other', 'swift'],
]

/** @throws 404 when the repository has no such advisory. */
export function advisoryNamed(context: RepositoryContext, id: string): Advisory {
  const found = context.repository.advisories.find((one) => one.ghsaId === id)
  if (found === undefined) throw notFound()
  return found
}

/**
 * Adds an advisory without telling anybody: GitHub has no webhook for drafts.
 * @param body as for `POST /security-advisories`. @throws 422
 */
export function createAdvisory(context: RepositoryContext, body: Json, state: Advisory['state']): Advisory {
  const { world, repository, actor } = context
  const advisory: Advisory = {
    ghsaId: ghsaId(world.ids.next()),
    ...readAdvisory(body),
    state,
    author: actor.login,
    publisher: null,
    createdAt: world.timestamp(),
    updatedAt: world.timestamp(),
    publishedAt: null,
  }
  repository.advisories.push(advisory)
  return advisory
}

/** Makes an advisory public and publishes `repository_advisory.published`. @throws 422 when it was already. */
export function publishAdvisory(context: RepositoryContext, advisory: Advisory): void {
  if (advisory.state === 'published') throw invalidRequest('Advisory is already published')
  const now = context.world.timestamp()
  Object.assign(advisory, { state: 'published', publisher: context.actor.login, publishedAt: now, updatedAt: now })
  announceAdvisory(context, advisory, 'published')
}

/** Publishes `repository_advisory.<action>`. */
export function announceAdvisory(context: RepositoryContext, advisory: Advisory, action: 'published' | 'reported') {
  const { world, repository, actor } = context
  const payload = { repository_advisory: advisoryJson(world, repository, advisory) }
  world.publish({ event: 'repository_advisory', action, sender: actor.login, repository, payload })
}

/** Source: official `repository-advisory-create`; severity and vector exclude each other. */
function readAdvisory(body: Json) {
  const severity = optionalChoice(body, 'severity', SEVERITIES) ?? null
  const cvssVector = optionalText(body, 'cvss_vector_string') ?? null
  if (severity !== null && cvssVector !== null) {
    throw invalidRequest('Validation Failed', ['severity and cvss_vector_string cannot both be set'])
  }
  return {
    summary: bounded(requiredText(body, 'summary'), 'summary', LONGEST_SUMMARY),
    description: bounded(requiredText(body, 'description'), 'description', LONGEST_DESCRIPTION),
    vulnerabilities: readVulnerabilities(body.vulnerabilities),
    cveId: optionalText(body, 'cve_id') ?? null,
    cweIds: optionalTextList(body, 'cwe_ids') ?? [],
    severity,
    cvssVector,
  }
}

function bounded(text: string, field: string, longest: number): string {
  if (text.trim() === '') throw invalidRequest('Validation Failed', [`${field} cannot be blank`])
  if (text.length <= longest) return text
  throw invalidRequest('Validation Failed', [`${field} is too long (maximum is ${longest} characters)`])
}

function readVulnerabilities(value: unknown): Json[] {
  if (value === undefined) throw invalidRequest('Invalid request.\n\n"vulnerabilities" wasn\'t supplied.')
  if (!Array.isArray(value)) throw wrongType('vulnerabilities', value, 'an array')
  return value.map((one: unknown) => {
    const affected = isObject(one) && isObject(one.package) ? one.package : undefined
    if (!isObject(one) || affected === undefined) throw wrongType('vulnerabilities/package', one, 'an object')
    const ecosystem = requiredText(affected, 'ecosystem')
    if (!ECOSYSTEMS.includes(ecosystem)) throw wrongChoice(ecosystem, ECOSYSTEMS)
    return {
      package: { ecosystem, name: optionalText(affected, 'name') ?? null },
      vulnerable_version_range: optionalText(one, 'vulnerable_version_range') ?? null,
      patched_versions: optionalText(one, 'patched_versions') ?? null,
      vulnerable_functions: optionalTextList(one, 'vulnerable_functions') ?? null,
    }
  })
}
