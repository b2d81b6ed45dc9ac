import type { Json } from '../json.ts'
import type { Installation } from '../model/installation.ts'
import type { Repository } from '../model/repository.ts'

/** Something that happened, before it is decided who hears of it. */
export type WebhookEvent = {
  event: string
  action: string | null
  /** Login of whoever did it. */
  sender: string
  /** The event's own keys; repository, sender, installation and organization are added on the way out. */
  payload: Json
  repository?: Repository
  /** Set for events about the installation itself, which always go to that installation. */
  installation?: Installation
}

/**
 * What an App must be allowed to read to be sent an event.
 * Source: "at least … permission" in the official webhook description. Events not named here need only metadata.
 */
export const PERMISSION_FOR_EVENT: Record<string, string[]> = {
  issues: ['issues'],
  issue_comment: ['issues', 'pull_requests'],
  pull_request: ['pull_requests'],
  pull_request_review: ['pull_requests'],
  push: ['contents'],
  create: ['contents'],
  delete: ['contents'],
  check_run: ['checks'],
  merge_group: ['merge_queues'],
  repository_ruleset: ['administration'],
  branch_protection_rule: ['administration'],
  dependabot_alert: ['vulnerability_alerts'],
  repository_advisory: ['repository_advisories'],
  deployment: ['deployments'],
  deployment_status: ['deployments'],
}

/** What an installation subscribes to unless told otherwise. */
export const DEFAULT_EVENTS = [
  'issues',
  'issue_comment',
  'pull_request',
  'pull_request_review',
  'label',
  'push',
  'check_run',
  'merge_group',
  'repository',
  'repository_ruleset',
  'branch_protection_rule',
  'dependabot_alert',
  'repository_advisory',
  'deployment_status',
]
