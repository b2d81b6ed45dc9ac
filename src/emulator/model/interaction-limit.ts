export const INTERACTION_GROUPS = ['existing_users', 'contributors_only', 'collaborators_only'] as const
export const INTERACTION_EXPIRIES = ['one_day', 'three_days', 'one_week', 'one_month', 'six_months'] as const

/** Who may still open, comment and react; over at `expiresAt` (milliseconds). */
export type InteractionLimit = { group: (typeof INTERACTION_GROUPS)[number]; expiresAt: number }
