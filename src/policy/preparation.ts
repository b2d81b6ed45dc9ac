/** What happens before an emergency. */

export interface Drill {
  readonly name: string
  readonly cron: string
  readonly timezone: string
  readonly scenarios: readonly string[]
  readonly assign: readonly string[]
}

/** The daily look at what would not work in an emergency. */
export interface ReadinessPolicy {
  /** Whether one issue tells of it; false: nobody looks. */
  readonly dashboard: boolean
  /** Begins an hour in which it is looked: many repositories have the same one. */
  readonly cron: string
  readonly timezone: string
}
