import type { Alert, AlertSeverity } from '../incident/alert.ts'
import { at, capped, field, list, text } from './json.ts'
import { readName } from './pull-request.ts'

/**
 * What security advisories have in common, in webhooks and REST answers alike, wherever GitHub shows one: in a Dependabot
 * alert (`security_advisory`) and as a repository's own (`repository_advisory`).
 */

type AdvisoryFields = Pick<Alert, 'ghsa' | 'cve' | 'summary' | 'severity' | 'score' | 'exploited'>

/** The longest summary that GitHub stores, in characters. */
const longestSummary = 1024

/** Undefined without an id: an advisory that cannot be told from others is none. */
export function readAdvisory(advisory: unknown): AdvisoryFields | undefined {
  const ghsa = readName(field(advisory, 'ghsa_id'))
  const cve = readName(field(advisory, 'cve_id'))
  if (!/^GHSA(?:-[a-z0-9]{4}){3}$/i.test(ghsa)) return undefined
  return {
    ghsa,
    cve: /^CVE-\d{4}-\d{4,19}$/i.test(cve) ? cve : undefined,
    summary: capped(text(field(advisory, 'summary')) ?? '', longestSummary),
    severity: readSeverity(field(advisory, 'severity')),
    score: readScore(advisory),
    exploited: readExploited(advisory),
  }
}

/** Older advisories say `moderate` where newer ones say `medium`. */
const severities = new Map<unknown, AlertSeverity>([
  ['low', 'low'],
  ['moderate', 'medium'],
  ['medium', 'medium'],
  ['high', 'high'],
  ['critical', 'critical'],
])

const readSeverity = (word: unknown): AlertSeverity | undefined => severities.get(word)

/** `cvss` is the older field, for version 3 alone. */
const ratings = (advisory: unknown): readonly unknown[] => [
  field(advisory, 'cvss'),
  at(advisory, 'cvss_severities', 'cvss_v3'),
  at(advisory, 'cvss_severities', 'cvss_v4'),
]

/** The higher of CVSS v3 and v4. GitHub writes 0 or null where nobody has rated it yet. */
function readScore(advisory: unknown): number | undefined {
  const scores = ratings(advisory).flatMap((rating) => {
    const score = field(rating, 'score')
    return typeof score === 'number' && score > 0 && score <= 10 ? [score] : []
  })
  return scores.length === 0 ? undefined : Math.max(...scores)
}

/**
 * From this probability of being exploited within the next 30 days an advisory counts as exploited: it is then more likely
 * than not. EPSS gives a probability from 0 to 1 (https://www.first.org/epss/faq).
 */
const likelyExploited = 0.5

/**
 * What says that a vulnerability is exploited. GitHub has no such field, so this goes by three others: malware is an attack
 * already, a CVSS vector may carry the maturity of the exploit, and EPSS estimates its probability.
 */
function readExploited(advisory: unknown): string | undefined {
  if (field(advisory, 'classification') === 'malware') return 'the package is malware'
  const maturity = ratings(advisory).map((rating) => readMaturity(text(field(rating, 'vector_string')) ?? ''))
  const known = maturity.find((words) => words !== undefined)
  if (known !== undefined) return known
  const probability = readProbability(field(advisory, 'epss'))
  if (probability === undefined || probability < likelyExploited) return undefined
  return `EPSS puts an exploit within 30 days at ${Math.floor(probability * 100)} %`
}

/**
 * The metric `E` of a vector. Version 4: https://www.first.org/cvss/v4.0/specification-document (Exploit Maturity);
 * version 3: https://www.first.org/cvss/v3.1/specification-document (Exploit Code Maturity), where a proof of concept
 * may be one that works in a laboratory alone and is not enough.
 */
const maturities = new Map([
  ['4/A', 'its CVSS vector says that it is attacked (E:A)'],
  ['4/P', 'its CVSS vector says that an exploit is public (E:P)'],
  ['3/H', 'its CVSS vector says that it can be exploited by anybody (E:H)'],
  ['3/F', 'its CVSS vector says that a working exploit exists (E:F)'],
])

function readMaturity(vector: string): string | undefined {
  const [version, ...metrics] = vector.slice(0, 512).split('/')
  const maturity = metrics.find((metric) => metric.startsWith('E:'))
  const major = /^CVSS:([34])\.\d$/.exec(version ?? '')?.[1]
  return maturity === undefined ? undefined : maturities.get(`${major}/${maturity.slice(2)}`)
}

/** An object in the description, a list of one in some of its examples. */
function readProbability(epss: unknown): number | undefined {
  const percentage = field(list(epss)[0] ?? epss, 'percentage')
  return typeof percentage === 'number' && percentage >= 0 && percentage <= 1 ? percentage : undefined
}

/** `{ ecosystem, name }`; undefined where either is missing. */
export function readPackage(value: unknown): Alert['package'] {
  const ecosystem = readName(field(value, 'ecosystem'))
  const name = readName(field(value, 'name'))
  return ecosystem === '' || name === '' ? undefined : { ecosystem, name }
}

/** A text that may be missing or empty. */
export const readOptional = (value: unknown): string | undefined => readName(value) || undefined
