import { countOf, type Findings } from './findings.ts'

/** For scripts; fields are only ever added. */
export function asJson({ repository, findings, leftOut }: Findings): string {
  const counts = { broken: countOf(findings, 'broken'), weak: countOf(findings, 'weak') }
  const seen = { unknown: countOf(findings, 'unknown'), good: countOf(findings, 'good') }
  return JSON.stringify({ repository, ...counts, ...seen, findings, leftOut }, undefined, 2)
}
