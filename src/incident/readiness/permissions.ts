import type { Policy } from '../../policy/policy.ts'
import type { ReadinessFacts } from './facts.ts'

/** How much an emergency misses something: not at all where the configuration makes no use of it. */
export type Weight = 'broken' | 'weak' | 'unused'

export interface PermissionNeed {
  readonly name: string
  readonly access: 'read' | 'write'
  /** What happens without it: the sentence of docs/permissions.md, without marks and without its full stop. */
  readonly without: string
  readonly weight: (policy: Policy, facts: ReadinessFacts) => Weight
}

export interface EventNeed {
  readonly name: string
  /** The permission that GitHub demands for it. */
  readonly needs: string
  /** What it is for: the words of docs/permissions.md, without marks. */
  readonly usedFor: string
  /** How much is missed without it, where its permission is made use of. */
  readonly weight: Exclude<Weight, 'unused'>
}

const always = (): Weight => 'broken'
const where = (isUsed: boolean, weight: Weight = 'broken'): Weight => (isUsed ? weight : 'unused')

/** Whether anything freezes by itself. By command it can be done in every repository. */
export const isFreezing = ({ severities, freeze }: Policy): boolean =>
  freeze.windows.length > 0 || severities.some((severity) => severity.freeze !== false)

const namesTeams = ({ roles }: Policy): boolean =>
  Object.values(roles).some((role) => {
    const members = role.type === 'members' ? role.members : role.rotation.members
    return members.some((member) => member.includes('/'))
  })

const hasQueue = ({ branches }: ReadinessFacts): boolean =>
  branches.known && branches.value.some(({ hasMergeQueue }) => hasMergeQueue)

/** What `app.yml` asks for. */
export const permissionNeeds: readonly PermissionNeed[] = [
  {
    name: 'administration',
    access: 'write',
    without:
      'The freeze is advisory: the card says loudly that nothing is enforced, and gives an administrator the exact commands',
    weight: (policy) => (isFreezing(policy) ? 'broken' : 'weak'),
  },
  {
    name: 'checks',
    access: 'write',
    without: 'No verdicts. A freeze that requires one would hold everything back, so freezes are advisory too',
    weight: always,
  },
  {
    name: 'contents',
    access: 'read',
    without:
      'No configuration is found: emergencies are detected and get a card, nothing is frozen, and a bypass goes unnoticed',
    weight: always,
  },
  {
    name: 'deployments',
    access: 'read',
    without: 'The stages are a checklist that people tick',
    weight: ({ rollOut }) => where(rollOut.stages.length > 0, 'weak'),
  },
  {
    name: 'discussions',
    access: 'write',
    without: 'Nothing is published; it is said that it was refused, and people publish by hand',
    weight: ({ postmortem }) => where(postmortem.publish.discussions !== undefined, 'weak'),
  },
  {
    name: 'issues',
    access: 'write',
    without: 'Nothing works: this is where incidents live',
    weight: always,
  },
  {
    name: 'merge_queues',
    access: 'read',
    without:
      'Where a queue is on, the required check is never reported: frozen branches stay frozen, but no hotfix passes the queue either',
    weight: (_policy, facts) => where(hasQueue(facts)),
  },
  { name: 'metadata', access: 'read', without: 'Cannot be left out', weight: always },
  {
    name: 'pull_requests',
    access: 'write',
    without: 'Emergency pull requests are not seen and hotfixes cannot be judged',
    weight: always,
  },
  {
    name: 'repository_advisories',
    access: 'write',
    without:
      'Details go to the private repository that confidential.repository names; without one, nowhere, and the incident says so. Reports open no incident',
    weight: ({ detection, kinds }) =>
      where(detection.alerts.advisories || Object.values(kinds).some(({ confidential }) => confidential)),
  },
  {
    name: 'vulnerability_alerts',
    access: 'read',
    without: 'Alerts open no incident; somebody has to',
    weight: ({ detection }) => where(detection.alerts.dependabot),
  },
  {
    name: 'members',
    access: 'read',
    without:
      'Teams are named but nobody in them is notified, and an answer by a member does not count as a response. Roles of single people work',
    weight: (policy) => where(namesTeams(policy)),
  },
]

const event = (name: string, needs: string, weight: EventNeed['weight'], usedFor: string): EventNeed => ({
  ...{ name, needs, weight, usedFor },
})

/** What `app.yml` subscribes to. */
export const eventNeeds: readonly EventNeed[] = [
  event(
    'branch_protection_rule',
    'administration',
    'weak',
    'Noticing that somebody changed the protection of a frozen branch',
  ),
  event('check_run', 'checks', 'weak', 'The buttons on our checks, and "Re-run"'),
  event(
    'dependabot_alert',
    'vulnerability_alerts',
    'broken',
    'Incidents from alerts about vulnerable dependencies, and their end when the last one is fixed',
  ),
  event('deployment_status', 'deployments', 'weak', 'How far a merged hotfix has come on its way into production'),
  event('issue_comment', 'issues', 'broken', 'Commands, responses, ticked checklists, on issues and pull requests'),
  event('issues', 'issues', 'broken', 'Emergencies declared, labelled, closed, reopened, moved'),
  event('label', 'metadata', 'weak', 'A label we rely on being renamed or deleted'),
  event('merge_group', 'merge_queues', 'broken', 'A merge queue asking for a verdict'),
  event('pull_request', 'pull_requests', 'broken', 'Emergency pull requests, hotfixes, merges'),
  event('pull_request_review', 'pull_requests', 'broken', 'Approvals of a hotfix; a review is a response'),
  event('push', 'contents', 'broken', 'A changed configuration; what reached a frozen branch in another way'),
  event('repository', 'metadata', 'weak', 'Renames, transfers, archiving, another default branch'),
  event(
    'repository_advisory',
    'repository_advisories',
    'broken',
    'Private vulnerability reports, and the publication of an advisory',
  ),
  event('repository_ruleset', 'administration', 'weak', 'Noticing that somebody changed or deleted a freeze'),
]
