import type { Alert } from '../../incident/alert.ts'
import type { AlertChanged } from '../../incident/event.ts'
import { readAdvisory, readOptional, readPackage } from '../advisory.ts'
import { at, field } from '../json.ts'
import { readName } from '../pull-request.ts'
import { changeOf, type Normalize, observed } from './delivered.ts'

/** `reported`: somebody reported a vulnerability in private. A draft that maintainers write themselves is not told. */
const changes = new Map<string, AlertChanged['change']>([
  ['reported', 'opened'],
  ['published', 'published'],
])

/** https://docs.github.com/webhooks/webhook-events-and-payloads#repository_advisory */
export const repositoryAdvisory: Normalize = (payload, context) => {
  const change = changeOf(changes, payload)
  const common = observed(payload, context)
  const alert = readOwnAdvisory(field(payload, 'repository_advisory'))
  if (!change || !common || !alert) return undefined
  return [{ type: 'AlertChanged', ...common, change, how: readName(field(payload, 'action')), alert }]
}

/** What it says of versions is the first of its vulnerabilities: an advisory of a repository is about its own package. */
function readOwnAdvisory(value: unknown): Alert | undefined {
  const advisory = readAdvisory(value)
  const first = at(value, 'vulnerabilities', '0')
  return (
    advisory && {
      source: 'advisory',
      number: undefined,
      ...advisory,
      // It is the repository's own code, and no dependency of it.
      scope: 'runtime',
      package: readPackage(field(first, 'package')),
      manifest: undefined,
      vulnerable: readOptional(field(first, 'vulnerable_version_range')),
      patched: readOptional(field(first, 'patched_versions')),
      url: readName(field(value, 'html_url')),
    }
  )
}
