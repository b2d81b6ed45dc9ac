export const DISMISSAL_REASONS = ['fix_started', 'inaccurate', 'no_bandwidth', 'not_used', 'tolerable_risk'] as const

/** A vulnerable dependency of one manifest. */
export type DependabotAlert = {
  number: number
  state: 'open' | 'fixed' | 'dismissed' | 'auto_dismissed'
  package: { ecosystem: string; name: string }
  manifest: string
  scope: 'runtime' | 'development' | null
  ghsaId: string
  cveId: string | null
  summary: string
  severity: 'low' | 'medium' | 'high' | 'critical'
  /** Base scores; 0 and null: not rated. */
  cvssV3: { score: number; vector: string | null }
  cvssV4: { score: number | null; vector: string | null } | null
  /** Probability of an exploit within 30 days; null: EPSS does not know it. */
  epss: number | null
  vulnerableRange: string
  patchedVersion: string | null
  dismissedReason: (typeof DISMISSAL_REASONS)[number] | null
  dismissedBy: string | null
  createdAt: string
  updatedAt: string
  /** When it reached its state, if that is not `open`. */
  endedAt: string | null
}
