import { describe, expect, it } from 'vitest'
import { branchMatches, matchesPattern } from '../../src/lib/glob.ts'
import { presetNames } from '../../src/policy/presets/presets.ts'
import { policyOf, shown } from './read.ts'

describe.each(presetNames)('firebreak:%s', (name) => {
  it('takes effect once its maintainers are named, and asks for nothing that is not carried out', async () => {
    const { warnings, notRunningYet } = await policyOf(
      `extends: firebreak:${name}\nroles: { maintainers: ["@octocat"] }`,
    )
    expect(warnings).toEqual([])
    expect(notRunningYet).toEqual([])
  })
})

describe('firebreak:single-maintainer', () => {
  const own = 'extends: firebreak:single-maintainer\nroles: { maintainers: ["@octocat"] }'

  it('says what to do where nobody is named', async () => {
    expect(await shown('extends: firebreak:single-maintainer')).toEqual([
      '1:10 warning In `firebreak:single-maintainer`: `roles.maintainers` has no members yet: until somebody is named, anybody with write permission may approve a hotfix. Name people in `roles.maintainers`, for example `["@you"]`, or lower `required`.',
    ])
  })

  it('asks again after four hours', async () => {
    const { policy } = await policyOf(own)
    expect(policy.severities[0]).toMatchObject({
      respondWithin: 14_400_000,
      escalation: 'default',
      responders: ['maintainers'],
    })
    expect(policy.escalation.policies.default?.steps.map(({ after }) => after)).toEqual([0, 14_400_000])
  })

  it('knows the three scenarios by their titles and branches', async () => {
    const { policy } = await policyOf(own)
    expect(Object.keys(policy.kinds)).toEqual(['security', 'production', 'dependency'])
    const branches = Object.values(policy.kinds).flatMap((kind) => kind.hotfixBranches)
    expect(branches).toEqual([
      'hotfix/critical-security-fix',
      'hotfix/production-fix',
      'hotfix/dependency-security-update',
    ])
    expect(
      [...branches, 'hotfix/urgent-fix'].every((branch) =>
        policy.hotfix.branches.some((pattern) => matchesPattern(pattern, branch)),
      ),
    ).toBe(true)
    const titles = ['Critical security fix: x', 'Production fix: x', 'Dependency security update: x']
    const kinds = titles.map((title) => {
      return Object.entries(policy.kinds).find(([, kind]) =>
        kind.keywords.some((word) => title.toLowerCase().includes(word.toLowerCase())),
      )?.[0]
    })
    expect(kinds).toEqual(['security', 'production', 'dependency'])
  })

  it('freezes the default branch until the hotfix is merged', async () => {
    const { policy } = await policyOf(own)
    expect(policy.severities[0]?.freeze).toBe('hotfix-only')
    expect(policy.freeze.lift).toBe('hotfix-merged')
    expect(branchMatches(policy.freeze.branches, 'trunk', 'trunk')).toBe(true)
    expect(policy.hotfix.require).toEqual(['title', 'branch', 'incident', 'impact', 'bypass-reason', 'approvals'])
    expect(policy.postmortem.open).toBe('hotfix-merged')
  })

  it('posts the three lists of the procedure', async () => {
    const { policy } = await policyOf(own)
    expect(policy.checklists.map(({ on, items }) => [on, items[0], items.length])).toEqual([
      ['declared', 'Issue is truly critical/urgent', 5],
      ['hotfix-opened', 'Use [EMERGENCY] prefix in title', 5],
      ['hotfix-merged', 'Document the emergency', 5],
    ])
  })
})
