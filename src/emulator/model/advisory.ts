import type { Json } from '../json.ts'

export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const
export type Severity = (typeof SEVERITIES)[number]

/** A security advisory of one repository. Only `published` ones can be seen by everybody. */
export type Advisory = {
  ghsaId: string
  cveId: string | null
  summary: string
  description: string
  severity: Severity | null
  cvssVector: string | null
  /** In the API's own spelling, with every key present. */
  vulnerabilities: Json[]
  cweIds: string[]
  /** `triage`: reported by somebody without access, not accepted yet. */
  state: 'triage' | 'draft' | 'published'
  author: string
  publisher: string | null
  createdAt: string
  updatedAt: string
  publishedAt: string | null
}
