import type { Policy } from '../../policy/policy.ts'
import { type Finding, findingTopics } from '../finding.ts'
import { bypassFindings } from './bypass.ts'
import { checkFindings } from './checks.ts'
import { configurationFindings } from './configuration.ts'
import { coverageFindings } from './coverage.ts'
import type { ReadinessAsked, ReadinessFacts } from './facts.ts'
import { freezeFindings } from './freeze.ts'
import { labelFindings, labelsOf } from './labels.ts'
import { mergeQueueFindings } from './merge-queue.ts'
import { isTeam, namedIn } from './named-people.ts'
import { peopleFindings } from './people.ts'
import { permissionFindings } from './permission-findings.ts'
import { rivalFindings } from './rivals.ts'
import { clockFindings, deliveryFindings, drillFindings } from './service.ts'

/** What has to be looked up for a policy: also those whose turn it is not now, because they are called next week. */
export function readinessAsked(policy: Policy): ReadinessAsked {
  const { branches, mechanism } = policy.freeze
  const members = namedIn(policy).map(({ member }) => member)
  return {
    ...{ branches, mechanism, labels: labelsOf(policy), files: filesOf(policy), repositories: repositoriesOf(policy) },
    people: members.filter((member) => !isTeam(member)).map((member) => member.slice(1)),
    teams: members.filter(isTeam).map((member) => member.slice(1)),
  }
}

/** Files of the repository that the policy reads in an emergency. */
function filesOf({ checklists, kinds, updates, postmortem, confidential, drills }: Policy): readonly string[] {
  const templates = [
    ...[updates.template, postmortem.template, confidential.advisory],
    ...updates.messages.map(({ template }) => template),
  ].flatMap((template) => (template?.type === 'file' ? [template.path] : []))
  const lists = checklists.flatMap(({ file }) => file ?? [])
  const runbooks = Object.values(kinds).flatMap(({ runbook }) =>
    runbook && !/^[a-z]+:/i.test(runbook) ? [runbook] : [],
  )
  return [...new Set([...templates, ...lists, ...runbooks, ...drills.flatMap(({ scenarios }) => scenarios)])]
}

const repositoriesOf = ({ postmortem, confidential }: Policy): readonly string[] => [
  ...new Set([postmortem.repository, confidential.repository].flatMap((repository) => repository ?? [])),
]

const worstFirst: readonly Finding['level'][] = ['broken', 'weak', 'unknown', 'good']

/**
 * What would go wrong in an emergency, and what would not. Topics in their order, within one the worst first. Channels are
 * judged by themselves (`channelFindings`): they are not GitHub's to tell of.
 */
export function findingsOf(policy: Policy, facts: ReadinessFacts, now: number): readonly Finding[] {
  const found = [
    ...permissionFindings(policy, facts),
    ...configurationFindings(policy, facts),
    ...freezeFindings(policy, facts),
    ...bypassFindings(policy, facts),
    ...checkFindings(policy, facts),
    ...mergeQueueFindings(facts),
    ...rivalFindings(policy, facts),
    ...labelFindings(policy, facts),
    ...peopleFindings(policy, facts),
    ...coverageFindings(policy, now),
    ...deliveryFindings(facts, now),
    ...clockFindings(facts),
    ...drillFindings(policy, facts, now),
  ]
  return inOrder(found)
}

/** Findings in the order in which they are read. */
export const inOrder = (findings: readonly Finding[]): readonly Finding[] =>
  findings.toSorted(
    (one, other) =>
      findingTopics.indexOf(one.topic) - findingTopics.indexOf(other.topic) ||
      worstFirst.indexOf(one.level) - worstFirst.indexOf(other.level),
  )
