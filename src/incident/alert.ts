/** A security alert as GitHub tells it, from a vulnerable dependency or from an advisory of this repository. */
export interface Alert {
  readonly source: 'dependabot' | 'advisory'
  /** Of a Dependabot alert, within its repository. */
  readonly number: number | undefined
  readonly ghsa: string
  readonly cve: string | undefined
  readonly summary: string
  readonly severity: 'low' | 'medium' | 'high' | 'critical'
  /** The higher of CVSS v3 and v4; undefined where GitHub has none yet: then the word above counts. */
  readonly score: number | undefined
  /** What says that it is exploited; undefined where nothing does. GitHub has no field for it. */
  readonly exploited: string | undefined
  readonly scope: 'runtime' | 'development' | undefined
  readonly package: { readonly ecosystem: string; readonly name: string } | undefined
  readonly manifest: string | undefined
  readonly vulnerable: string | undefined
  readonly patched: string | undefined
  readonly url: string
}

/** The advisory that an incident is about. The fold of `AlertEntry`; see `evolve-alert.ts`. */
export interface AlertRecord {
  readonly source: Alert['source']
  readonly ghsa: string
  readonly cve: string | undefined
  /** Numbers of its open alerts, one for each manifest. */
  readonly open: readonly number[]
  /** How the last of them was closed: `fixed`, `dismissed`, …; undefined while one is open. */
  readonly closed: string | undefined
}

export type AlertEntry =
  | { readonly type: 'AlertRaised'; readonly alert: Alert }
  | { readonly type: 'AlertClosed'; readonly number: number | undefined; readonly how: string }
  | { readonly type: 'AdvisoryPublished'; readonly url: string }

export type AlertMessage =
  /** The body of the issue that is opened for an alert. `confidential`: nothing of the alert itself is said. */
  | { readonly type: 'AlertIssue'; readonly alert: Alert; readonly severity: string; readonly confidential: boolean }
  | { readonly type: 'AlertClosed'; readonly incident: string; readonly how: string; readonly resolves: boolean }
  | { readonly type: 'AdvisoryPublished'; readonly incident: string; readonly url: string }
