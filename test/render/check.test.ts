import { describe, expect, it } from 'vitest'
import { reason } from '../../src/incident/reason.ts'
import { problem } from '../../src/policy/problem.ts'
import { renderCheck } from '../../src/render/check.ts'
import { problemsWith, verdictWith } from './every-message.ts'
import { contextOf, declared, freezeRequested, frozenSeen, incidentAfter } from './samples.ts'

const incident = '7#12'
const context = contextOf(incidentAfter([declared, freezeRequested, frozenSeen]))

describe('firebreak/hotfix', () => {
  it('lists every rule, and how to mend those that fail', () => {
    const { title, summary, text } = renderCheck({ type: 'HotfixReport', verdict: verdictWith('feature/x') }, context)
    expect(title).toBe('2 rules to go')
    expect(summary).toContain('- **Branch**: is named feature/x. Name the branch `hotfix/*`.')
    expect(summary).toContain('It is a draft')
    expect(text).toContain('| ❌ | Branch | is named feature/x |')
    expect(text).toContain('| ✅ | Incident | #12 is declared |')
  })

  it('tells the approvals role by role, and mentions nobody', () => {
    const details = ['tech-lead: approved by @ann', 'security: nobody yet']
    const rules = [{ rule: 'approvals', passed: false, found: '1 approval', remedy: 'Ask.', details }] as const
    const verdict = { ...verdictWith('x'), rules }
    const { text } = renderCheck({ type: 'HotfixReport', verdict }, context)
    expect(text).toContain('**Approvals**\n\n- tech-lead: approved by `@ann`\n- security: nobody yet')
  })

  it('is short when all is well', () => {
    const verdict = { ...verdictWith('x'), passed: true, draft: false, rules: [] }
    const { title, summary } = renderCheck({ type: 'HotfixReport', verdict }, context)
    expect(title).toBe('A valid hotfix of incident #12')
    expect(summary).toBe('Every rule for a hotfix of incident #12 is kept.')
  })
})

describe('firebreak/freeze-12', () => {
  it('tells an ordinary pull request that nothing is wrong with it', () => {
    const why = reason('it is neither a hotfix nor exempt', false)
    const { title, summary, text } = renderCheck({ type: 'FreezeHeld', incident, why }, context)
    expect(title).toBe('Frozen because of incident #12')
    expect(summary).toContain('it is neither a hotfix nor exempt. Nothing is wrong with it')
    expect(summary).toContain('Incident #12 (P0 Critical) freezes `~DEFAULT_BRANCH` and `release/*`')
    expect(summary).toContain('comment `/incident link #12` here')
    expect(text).toBeUndefined()
  })

  it('tells a hotfix what is missing', () => {
    const why = reason('it is a hotfix that does not pass its rules yet', false, [reason('rule impact', false)])
    const { summary, text } = renderCheck({ type: 'FreezeHeld', incident, why }, context)
    expect(summary).toContain('`firebreak/hotfix`')
    expect(text).toBe('- ❌ It is a hotfix that does not pass its rules yet\n  - ❌ Rule impact')
  })

  it('says why a pull request may pass, and when the freeze is over', () => {
    const why = reason('it is a valid hotfix of #12')
    expect(renderCheck({ type: 'FreezePassed', incident, why }, context).summary).toContain(
      'it is a valid hotfix of #12.',
    )
    expect(renderCheck({ type: 'FreezeOver', incident }, context).title).toBe('The freeze is over')
  })

  it('names who holds a merge group back', () => {
    const members = [
      { number: 20, passed: true, why: 'it is a valid hotfix of #12' },
      { number: 21, passed: false, why: 'it is neither a hotfix nor exempt' },
    ]
    const { summary, text } = renderCheck({ type: 'MergeGroup', incident, passed: false, members }, context)
    expect(summary).toContain('take it out of the queue')
    expect(text).toContain('| ❌ | #21 | it is neither a hotfix nor exempt |')
  })

  it('admits that GitHub did not name the members', () => {
    const { summary } = renderCheck({ type: 'MergeGroup', incident, passed: false, members: [] }, context)
    expect(summary).toContain('GitHub did not say which pull requests')
  })
})

describe('firebreak/config', () => {
  it('annotates each problem where it stands', () => {
    const { title, annotations } = renderCheck(
      { type: 'ConfigReport', problems: problemsWith('P0'), notices: [] },
      context,
    )
    expect(title).toBe('1 problem in the configuration')
    expect(annotations).toEqual([
      {
        path: '.github/incident.yml',
        startLine: 12,
        endLine: 12,
        level: 'failure',
        title: 'severities.P0',
        message: "'severities.P0' is \"P0\", expected 'hotfix-only' or 'locked'. Did you mean 'locked'?",
      },
    ])
  })

  it('does not make a failure of a warning', () => {
    const notices = problemsWith('P0').map((one) => ({ ...one, severity: 'warning' as const }))
    const { title, annotations } = renderCheck({ type: 'ConfigReport', problems: [], notices }, context)
    expect(title).toBe('The configuration is valid')
    expect(annotations?.map(({ level }) => level)).toEqual(['warning'])
  })

  it('stays within what GitHub takes', () => {
    const many = Array.from({ length: 500 }, (_, line) =>
      problem({
        at: { file: '.github/incident.yml', line, column: 1, endLine: line, endColumn: 2 },
        path: ['x'.repeat(500)],
        found: 'y'.repeat(5_000),
        expected: 'z',
      }),
    )
    const { annotations, text } = renderCheck({ type: 'ConfigReport', problems: many, notices: many }, context)
    expect(annotations).toHaveLength(50)
    expect(text?.length).toBeLessThan(65_535)
    expect(text).toContain('and 460 more')
  })
})
