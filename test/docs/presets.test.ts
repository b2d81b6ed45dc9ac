import { describe, expect, it } from 'vitest'
import type { Policy } from '../../src/policy/policy.ts'
import { presetNames } from '../../src/policy/presets/presets.ts'
import { readScenario } from '../../src/policy/scenario.ts'
import { adopted } from '../policy/adopted.ts'
import { nodesOf, readPage, tableBelow } from './pages.ts'

const page = readPage('docs/presets.md')

/** The names that a policy defines, by the key under which they stand. */
const definedIn = (policy: Policy): Readonly<Record<string, readonly string[]>> => ({
  roles: Object.keys(policy.roles),
  severities: ['ID', ...policy.severities.map(({ id }) => id)],
  kinds: ['ID', ...Object.keys(policy.kinds)],
  checklists: policy.checklists.map(({ id }) => id),
  'updates.messages': policy.updates.messages.map(({ id }) => id),
  'escalation.policies': Object.keys(policy.escalation.policies),
})

const keyPattern = /\b(roles|severities|kinds|checklists|updates\.messages|escalation\.policies)\.([A-Za-z][\w-]*)/g

describe.each([
  ...['single-maintainer', 'dependency-response', 'care-and-learning', 'incident-response-plan', 'production'].map(
    (name) => [name, name],
  ),
  ['The phases after it', 'committee'],
])('the table of %s', (heading = '', preset = '') => {
  it('names what the preset defines', async () => {
    const defined = definedIn(await adopted(preset))
    const cells = tableBelow(page, heading).map(([, cell = '']) => cell)
    const named = cells.flatMap((cell) => [...cell.matchAll(keyPattern)])
    expect(named.length).toBeGreaterThan(5)
    expect(named.filter(([, key = '', name = '']) => !defined[key]?.includes(name)).map(([all]) => all)).toEqual([])
  })

  it('has a sentence on every section', () => {
    for (const row of tableBelow(page, heading)) expect(row).not.toContain('')
  })
})

describe('docs/presets.md', () => {
  it('lists every preset', () => {
    const listed = page.tree.children.find(({ type }) => type === 'table')
    expect(listed && nodesOf(listed, 'inlineCode').map(({ value }) => value)).toEqual(presetNames)
  })

  it('shows a scenario that can be played', () => {
    const shown = nodesOf(page.tree, 'code').filter(({ lang }) => lang === 'yml')
    expect(shown.map(({ value }) => readScenario(value, 'x.yml').ok)).toEqual([true])
  })
})
