import { describe, expect, it } from 'vitest'
import { inAll, requiredChecks, ruleDifferences } from '../../../src/github/freeze/effective-rules.ts'

const rule = (type: string, parameters: object = {}, ruleset = 5) => ({
  ruleset,
  source: 'acme/app',
  type,
  parameters: JSON.stringify(parameters),
})

describe('checks that are required already', () => {
  it('are read with the App they are pinned to, and without one where any will do', () => {
    const required_status_checks = [{ context: 'ci', integration_id: 7 }, { context: 'lint' }, { integration_id: 8 }]
    expect(requiredChecks([rule('deletion'), rule('required_status_checks', { required_status_checks })])).toEqual([
      { context: 'ci', integration_id: 7 },
      { context: 'lint' },
    ])
  })

  it('count when they are required on every branch, from the same source', () => {
    const [ci, pinned, lint] = [{ context: 'ci' }, { context: 'ci', integration_id: 7 }, { context: 'lint' }]
    expect(inAll([[ci, lint, ci], [ci, lint], [lint]])).toEqual([lint])
    expect(inAll([[ci], [pinned]])).toEqual([])
    expect(inAll([])).toEqual([])
  })
})

describe('two readings of a branch’s rules', () => {
  it('are the same in whatever order they come', () => {
    const [first, second] = [rule('deletion'), rule('update', {}, 6)]
    expect(ruleDifferences([first, second], [second, first])).toEqual([])
  })

  it('differ by what came and by what went', () => {
    expect(ruleDifferences([rule('deletion')], [rule('update', {}, 6)])).toEqual([
      'the rule `update` of ruleset 6 (acme/app) was added or changed meanwhile',
      'the rule `deletion` of ruleset 5 (acme/app) is no longer there as it was',
    ])
  })
})
