import type { Alert } from '../incident/alert.ts'
import { readAdvisory, readOptional, readPackage } from './advisory.ts'
import { at, field } from './json.ts'
import { readName, readNumber } from './pull-request.ts'

/** GitHub's Dependabot alert, in webhooks and REST answers alike. Undefined without its number and its advisory's id. */
export function readDependabotAlert(alert: unknown): Alert | undefined {
  const number = readNumber(field(alert, 'number'))
  const advisory = readAdvisory(field(alert, 'security_advisory'))
  if (number === undefined || !advisory) return undefined
  const scope = at(alert, 'dependency', 'scope')
  return {
    source: 'dependabot',
    number,
    ...advisory,
    scope: scope === 'runtime' || scope === 'development' ? scope : undefined,
    package: readPackage(at(alert, 'dependency', 'package')),
    manifest: readOptional(at(alert, 'dependency', 'manifest_path')),
    vulnerable: readOptional(at(alert, 'security_vulnerability', 'vulnerable_version_range')),
    patched: readOptional(at(alert, 'security_vulnerability', 'first_patched_version', 'identifier')),
    url: readName(field(alert, 'html_url')),
  }
}
