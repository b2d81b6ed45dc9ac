/** GitHub's words for how bad a vulnerability is. */
export type AlertSeverity = 'low' | 'medium' | 'high' | 'critical'

/** A security alert as GitHub tells it, from a vulnerable dependency or from an advisory of this repository. */
export interface Alert {
  readonly source: 'dependabot' | 'advisory'
  /** Of a Dependabot alert, within its repository. */
  readonly number: number | undefined
  readonly ghsa: string
  readonly cve: string | undefined
  readonly summary: string
  /** Undefined: nobody has judged it yet, as in a private report without an assessment. */
  readonly severity: AlertSeverity | undefined
  /** The higher of CVSS v3 and v4; undefined where GitHub has none yet: then the word above counts. */
  readonly score: number | undefined
  /** What says that it is exploited; undefined where nothing does. GitHub has no field for it. */
  readonly exploited: string | undefined
  readonly scope: 'runtime' | 'development' | undefined
  readonly package: AlertPackage | undefined
  readonly manifest: string | undefined
  readonly vulnerable: string | undefined
  readonly patched: string | undefined
  readonly url: string
}

export interface AlertPackage {
  readonly ecosystem: string
  readonly name: string
}

/** Why a person dismissed an alert, in GitHub's words (`dismissed_reason`). */
export type DismissalReason = 'fix_started' | 'inaccurate' | 'no_bandwidth' | 'not_used' | 'tolerable_risk'

/** How an alert ended. GitHub's own rules dismiss automatically; `reason` is a person's. */
export interface AlertEnd {
  readonly how: 'fixed' | 'dismissed' | 'auto-dismissed'
  readonly reason: DismissalReason | undefined
}

/** The advisory that an incident is about. The fold of `AlertEntry`; see `evolve-alert.ts`. */
export interface AlertRecord {
  readonly source: Alert['source']
  readonly ghsa: string
  readonly cve: string | undefined
  readonly package: AlertPackage | undefined
  /** It makes its incident a secret; see `steps/disclosure.ts`. */
  readonly secret: boolean
  /** Numbers of its open alerts, one for each manifest. One whose fix is only begun is open. */
  readonly open: readonly number[]
  /** Numbers that were closed: a list that GitHub gives at the same moment may still name them. */
  readonly shut: readonly number[]
  /** How the last of them was closed; undefined while one is open. */
  readonly closed: AlertEnd | undefined
  /** The alert it began with, which GitHub did not list as open at that moment; looked at again before it is believed over. */
  readonly doubted?: { readonly number: number; readonly at: number } | undefined
}

export type AlertEntry =
  /** GitHub does not list it as open: its list may be behind, or the news of it. Undefined: the doubt is over. */
  | { readonly type: 'AlertDoubted'; readonly number: number | undefined }
  | { readonly type: 'AlertRaised'; readonly alert: Alert; readonly secret: boolean }
  | { readonly type: 'AlertClosed'; readonly number: number | undefined; readonly end: AlertEnd }
  | { readonly type: 'AdvisoryPublished'; readonly url: string }

export type AlertMessage =
  /** The issue that is opened for an alert, and what its incident begins from. */
  | AlertIssue
  /** A second issue that was opened for the same advisory, closed in favour of the incident's. */
  | { readonly type: 'AlertElsewhere'; readonly number: number }
  /** More alerts than incidents are opened for at a time. `url` is of the one that came last; `marks` are labels. */
  | {
      readonly type: 'AlertsHeldBack'
      readonly source: Alert['source']
      readonly url: string
      readonly most: number
      readonly marks: readonly string[]
    }
  /** Every alert is closed and the incident goes on all the same. */
  | {
      readonly type: 'AlertClosed'
      readonly incident: string
      readonly end: AlertEnd
      readonly goesOn: 'roll-out' | 'untrusted'
      readonly by: string | undefined
    }
  /** One of them is open again, after it was said that every alert is closed. */
  | { readonly type: 'AlertReturned'; readonly incident: string; readonly members: readonly string[] }
  | { readonly type: 'AdvisoryPublished'; readonly incident: string; readonly url: string }

export interface AlertIssue {
  readonly type: 'AlertIssue'
  readonly alert: Alert
  /** Begins the title: the first prefix that marks emergencies; empty where there is none. */
  readonly prefix: string
  readonly severity: string
  readonly kind: string | undefined
  /** Nothing of the alert itself is said. */
  readonly confidential: boolean
  /** Whether whoever raised it may declare; a private report may come from anybody. */
  readonly believed: boolean
}
