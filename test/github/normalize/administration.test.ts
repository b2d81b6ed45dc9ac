import { describe, expect, test } from 'vitest'
import { toEvents } from '../../../src/github/normalize/normalize.ts'
import { context, example, part } from './official-examples.ts'

describe('check runs', () => {
  const run = (action: string, app: unknown) => {
    const payload = example('check_run', 'rerequested', { action })
    const check_run = { ...part(payload, 'check_run'), name: 'firebreak/freeze-1', head_sha: 'abc', app }
    return toEvents('check_run', { ...payload, check_run }, context)
  }

  test.each(['rerequested', 'requested_action'])('%s asks for a new verdict', (action) => {
    expect(run(action, { id: context.appId })).toEqual([
      expect.objectContaining({ type: 'CheckRerunRequested', name: 'firebreak/freeze-1', sha: 'abc' }),
    ])
  })

  test("another App's runs, and what our own runs come to, are not asked about", () => {
    expect(run('rerequested', { id: 1 })).toBeUndefined()
    expect(run('rerequested', null)).toBeUndefined()
    expect(run('completed', { id: context.appId })).toBeUndefined()
    expect(run('created', { id: context.appId })).toBeUndefined()
  })
})

describe('merge groups', () => {
  test('waiting for checks', () => {
    expect(toEvents('merge_group', example('merge_group', 'checks_requested'), context)).toEqual([
      expect.objectContaining({
        type: 'MergeGroupRequested',
        headSha: '2ffea6db159f6b6c47a24e778fb9ef40cf6b1c7d',
        baseBranch: 'main',
      }),
    ])
  })

  test('destroyed', () => {
    const payload = example('merge_group', 'checks_requested', { action: 'destroyed' })
    expect(toEvents('merge_group', payload, context)).toBeUndefined()
  })
})

describe('rules', () => {
  const ruleset = (action: string, repository_ruleset: unknown) =>
    toEvents('repository_ruleset', example('repository', 'renamed', { action, repository_ruleset }), context)

  test.each(['created', 'edited', 'deleted'])('a ruleset was %s', (change) => {
    expect(ruleset(change, { id: 42, name: 'freeze', enforcement: 'disabled' })).toEqual([
      expect.objectContaining({
        type: 'RulesetChanged',
        change,
        rulesetId: 42,
        name: 'freeze',
        enforcement: 'disabled',
      }),
    ])
  })

  test("an organisation's ruleset comes without a repository", () => {
    const payload = { action: 'edited', installation: { id: 1 }, repository_ruleset: { id: 42 } }
    expect(toEvents('repository_ruleset', payload, context)).toBeUndefined()
  })

  test.each(['created', 'edited', 'deleted'])('classic protection was %s', (change) => {
    const payload = example('branch_protection_rule', change)
    expect(toEvents('branch_protection_rule', payload, context)).toEqual([
      expect.objectContaining({ type: 'ProtectionChanged', change, pattern: part(payload, 'rule').name }),
    ])
  })
})

describe('the repository', () => {
  test.each([
    ['renamed', undefined, 'renamed'],
    ['transferred', undefined, 'transferred'],
    ['archived', undefined, 'archived'],
    ['unarchived', undefined, 'unarchived'],
    ['deleted', undefined, 'deleted'],
    ['publicized', undefined, 'visibility'],
    ['privatized', undefined, 'visibility'],
    ['edited', { default_branch: { from: 'master' } }, 'default-branch'],
  ])('%s (%j): %s', (action, changes, change) => {
    const payload = example('repository', 'renamed', { action, changes })
    expect(toEvents('repository', payload, context)).toEqual([
      expect.objectContaining({ type: 'RepositoryChanged', change }),
    ])
  })

  test.each([
    ['edited', { description: { from: 'before' } }],
    ['created', undefined],
  ])('%s (%j) does not concern the procedure', (action, changes) => {
    expect(toEvents('repository', example('repository', 'renamed', { action, changes }), context)).toBeUndefined()
  })
})

describe('the installation', () => {
  test('one event for each repository, without the default branch, which GitHub does not tell here', () => {
    const repositories = [
      { id: 1, full_name: 'acme/one', private: true },
      { id: 2, full_name: 'acme/two', private: false },
    ]
    const chosen = { type: 'InstallationChanged', change: 'added', actor: expect.anything(), at: context.at } as const
    const common = { ...chosen, selection: 'selected' }
    const shared = { owner: 'acme', installationId: 957387, defaultBranch: '' }
    expect(toEvents('installation', example('installation', 'created', { repositories }), context)).toEqual([
      { ...common, place: 0, repository: { ...shared, id: 1, name: 'one', private: true } },
      { ...common, place: 1, repository: { ...shared, id: 2, name: 'two', private: false } },
    ])
  })

  test.each([
    ['all', { selection: 'all' }],
    ['some', {}],
    [undefined, {}],
  ])('the selection %s is told where it is known', (selection, told) => {
    const payload = example('installation_repositories', 'added', {
      installation: { id: 7, repository_selection: selection },
      repositories_added: [{ id: 1, full_name: 'acme/one' }],
      repositories_removed: [],
    })
    const [event] = toEvents('installation_repositories', payload, context) ?? []
    expect(event && 'selection' in event ? { selection: event.selection } : {}).toEqual(told)
  })

  test('repositories that come and go at once', () => {
    const payload = example('installation_repositories', 'added', {
      repositories_added: [{ id: 1, full_name: 'acme/one' }],
      repositories_removed: [{ id: 2, full_name: 'acme/two' }],
    })
    const changes = toEvents('installation_repositories', payload, context)?.map((event) =>
      event.type === 'InstallationChanged' ? `${event.change} ${event.repository.name}` : event.type,
    )
    expect(changes).toEqual(['added one', 'removed two'])
  })

  test.each([
    ['deleted', 'removed'],
    ['suspend', 'suspended'],
    ['unsuspend', 'unsuspended'],
    ['new_permissions_accepted', 'permissions'],
  ])('%s: %s', (action, change) => {
    expect(toEvents('installation', example('installation', 'created', { action }), context)).toEqual([
      expect.objectContaining({ change }),
    ])
  })

  test('one that names no repository is about all of the installation', () => {
    const { repositories: _, ...payload } = example('installation', 'created', { action: 'suspend' })
    const [event, ...more] = toEvents('installation', payload, context) ?? []
    expect(more).toEqual([])
    expect(event).toMatchObject({ change: 'suspended', everywhere: true, repository: { id: 0 } })
    expect(event?.repository.installationId).toBeGreaterThan(0)
  })
})
