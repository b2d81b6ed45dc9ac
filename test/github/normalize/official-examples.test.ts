import { expect, test } from 'vitest'
import { toEvents } from '../../../src/github/normalize/normalize.ts'
import { context, officialExamples } from './official-examples.ts'

const translated = officialExamples().map(({ name, payload }) => ({
  name: `${name}.${String(payload.action ?? '')}`,
  events: toEvents(name, payload, context) ?? [],
}))

test('every official example is read, and those that concern the procedure become events', () => {
  const concerning = translated.filter(({ events }) => events.length > 0).map(({ name }) => name)
  expect([...new Set(concerning)].sort()).toEqual([
    'branch_protection_rule.created',
    'branch_protection_rule.deleted',
    'branch_protection_rule.edited',
    'dependabot_alert.created',
    'dependabot_alert.fixed',
    'deployment_status.created',
    'installation.created',
    'installation.deleted',
    'installation.new_permissions_accepted',
    'installation.suspend',
    'installation.unsuspend',
    'installation_repositories.added',
    'installation_repositories.removed',
    'issue_comment.created',
    'issues.assigned',
    'issues.deleted',
    'issues.edited',
    'issues.labeled',
    'issues.opened',
    'issues.reopened',
    'issues.transferred',
    'issues.unlabeled',
    'merge_group.checks_requested',
    'pull_request.assigned',
    'pull_request.closed',
    'pull_request.converted_to_draft',
    'pull_request.labeled',
    'pull_request.opened',
    'pull_request.ready_for_review',
    'pull_request.reopened',
    'pull_request.synchronize',
    'pull_request.unlabeled',
    'pull_request_review.dismissed',
    'pull_request_review.submitted',
    'push.',
    'repository.edited',
    'repository.privatized',
    'repository.publicized',
    'repository.renamed',
    'repository.transferred',
  ])
})

test('every event says in which repository it happened, when, and by whom', () => {
  for (const { name, events } of translated) {
    for (const event of events) {
      expect(event, name).toMatchObject({ at: context.at, actor: { isSelf: false } })
      expect(event.repository.owner, name).not.toBe('')
      if (!('everywhere' in event)) expect(event.repository.name, name).not.toBe('')
      expect(event.repository.installationId, name).toBeGreaterThan(0)
    }
  }
})

test('events are plain data: they survive being stored', () => {
  for (const { name, events } of translated) expect(JSON.parse(JSON.stringify(events)), name).toEqual(events)
})

test('without an installation nothing can be done, so nothing is heard', () => {
  for (const { name, payload } of officialExamples()) {
    const { installation: _, ...repositoryHook } = payload
    expect(toEvents(name, repositoryHook, context), name).toBeUndefined()
  }
})
