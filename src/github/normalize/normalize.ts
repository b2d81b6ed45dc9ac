import type { GitHubEvent } from '../../incident/event.ts'
import { branchProtectionRule } from './branch-protection-rule.ts'
import { checkRun } from './check-run.ts'
import type { Context, Normalize } from './delivered.ts'
import { dependabotAlert } from './dependabot-alert.ts'
import { deploymentStatus } from './deployment-status.ts'
import { installation, installationRepositories } from './installation.ts'
import { issueComment } from './issue-comment.ts'
import { issues } from './issues.ts'
import { mergeGroup } from './merge-group.ts'
import { pullRequest } from './pull-request.ts'
import { pullRequestReview } from './pull-request-review.ts'
import { push } from './push.ts'
import { repository } from './repository.ts'
import { repositoryAdvisory } from './repository-advisory.ts'
import { repositoryRuleset } from './repository-ruleset.ts'

/** Every webhook event that concerns us, by GitHub's name. */
const table: ReadonlyMap<string, Normalize> = new Map([
  ['branch_protection_rule', branchProtectionRule],
  ['check_run', checkRun],
  ['dependabot_alert', dependabotAlert],
  ['deployment_status', deploymentStatus],
  ['installation', installation],
  ['installation_repositories', installationRepositories],
  ['issue_comment', issueComment],
  ['issues', issues],
  ['merge_group', mergeGroup],
  ['pull_request', pullRequest],
  ['pull_request_review', pullRequestReview],
  ['push', push],
  ['repository', repository],
  ['repository_advisory', repositoryAdvisory],
  ['repository_ruleset', repositoryRuleset],
])

/** Whether anything is ever read of this event. @param name GitHub's `X-GitHub-Event` */
export const isRead = (name: string): boolean => table.has(name)

/**
 * Translates a delivery into our own words.
 * @param name GitHub's `X-GitHub-Event`
 * @param payload the parsed body, of whatever shape: nothing is taken for granted, nothing is thrown
 * @returns events in the order they happened; undefined when the delivery does not concern us
 */
export function toEvents(name: string, payload: unknown, context: Context): readonly GitHubEvent[] | undefined {
  return table.get(name)?.(payload, context)
}
