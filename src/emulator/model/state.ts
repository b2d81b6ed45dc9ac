import type { Account, Team } from './account.ts'
import type { Installation, InstallationToken } from './installation.ts'
import type { Ruleset } from './protection.ts'
import type { Repository } from './repository.ts'

/** Everything the stand-in knows, as plain data that tests may read (and, with care, write). */
export type State = {
  accounts: Account[]
  teams: Team[]
  repositories: Repository[]
  installations: Installation[]
  tokens: InstallationToken[]
  organizationRulesets: { organization: string; ruleset: Ruleset }[]
  /** What people sign in with on a command line. */
  personalTokens: { secret: string; login: string }[]
  /** Where the App's settings say that deliveries go. Only told: `connectWebhook` says where they do go. */
  hookUrl: string
}

/** @returns a GitHub with nobody on it. */
export function emptyState(): State {
  return {
    ...{ accounts: [], teams: [], repositories: [], installations: [], tokens: [], organizationRulesets: [] },
    ...{ personalTokens: [], hookUrl: 'https://firebreak.example.org/api/github/webhooks' },
  }
}
