import { toString as textOf } from 'mdast-util-to-string'
import { describe, expect, it } from 'vitest'
import { actionRows, mostActions } from '../../src/incident/action-items.ts'
import { alertSeverity } from '../../src/incident/alert-severity.ts'
import { describedCommand } from '../../src/incident/commands-table.ts'
import { drillLabel } from '../../src/incident/labels.ts'
import type { StageState } from '../../src/incident/roll-out.ts'
import { readScenario } from '../../src/policy/scenario.ts'
import { rollOutFact } from '../../src/render/roll-out-words.ts'
import { policyFrom } from '../incident/policies.ts'
import { declared, incidentAfter, minute, start } from '../render/samples.ts'
import { allPages, nodesOf, readPage, tableBelow } from './pages.ts'

const page = readPage('docs/procedure.md')
const blocks = nodesOf(page.tree, 'code')

describe('the commands in the pages', () => {
  const pages = allPages()

  it.each(pages)('exist: $path', ({ text }) => {
    const named = [...text.matchAll(/(?<![\w/.])\/incident ([a-z][a-z-]*)/g)].map(([, name = '']) => name)
    expect(named.filter((name) => describedCommand(name) === undefined)).toEqual([])
  })

  it('have the permission that the procedure says', () => {
    const said = [...page.text.matchAll(/`\/incident ([a-z-]+)[^`]*` \(`([a-z]+)`/g)]
    expect(said.length).toBeGreaterThan(1)
    for (const [, name = '', permission] of said) expect.soft(describedCommand(name)?.permission, name).toBe(permission)
  })
})

/** The severity that a scale gives an alert without a score, by GitHub's word for it. */
async function severityOf(word: string, cvss: string): Promise<string | undefined> {
  const { severities, defaultSeverity } = await policyFrom(
    `version: 1\nseverities: { P0: { when: { cvss: "${cvss}" } }, P1: {} }\ndefault-severity: P1`,
  )
  const severity = (['critical', 'high', 'medium', 'low'] as const).find((known) => known === word)
  return alertSeverity(
    { severities, defaultSeverity },
    { score: undefined, severity, exploited: undefined, scope: undefined },
  )
}

/** The row of the card about a roll-out of one stage. */
function rollOutWords(stage: Pick<StageState, 'status' | 'followed'>): string | undefined {
  const incident = incidentAfter([declared])
  const watched = { name: 'Canary', environment: 'canary', traffic: undefined, watch: 30 * minute, rollBack: undefined }
  return rollOutFact({
    ...incident,
    policy: { ...incident.policy, rollOut: { stages: [watched] } },
    rollOut: {
      hotfix: 3,
      finished: false,
      stages: [{ name: 'Canary', at: start, url: undefined, news: undefined, ...stage }],
    },
  })
}

describe('docs/procedure.md', () => {
  it('shows a scenario that can be played, with everything that one can have', () => {
    const shown = blocks.filter(({ lang }) => lang === 'yml').map(({ value }) => readScenario(value, 'x.yml'))
    expect(shown).toMatchObject([
      { ok: true, value: { severity: 'P1', kind: 'production', injects: [{ after: 10 * minute }, {}] } },
    ])
  })

  it('shows a table of action items of which each row is understood', () => {
    const [table = ''] = blocks.filter(({ lang }) => lang === 'markdown').map(({ value }) => value)
    const rows = actionRows(table, start)
    expect(rows.map(({ owner }) => owner)).toEqual(['@dana', 'platform team'])
    expect(rows.map(({ due }) => due?.at)).toEqual([Date.parse('2026-03-17T00:00Z'), start + 14 * 24 * 60 * minute])
    expect(page.text).toContain(`at most ${mostActions}. Its owner`)
  })

  it('names headings of columns that are understood', () => {
    const table = nodesOf(page.tree, 'table').find(({ children: [head] }) => head && textOf(head).startsWith('Column'))
    const named = (table?.children.slice(1) ?? []).map(({ children: [, cell] }) =>
      cell ? nodesOf(cell, 'inlineCode').map(({ value }) => value) : [],
    )
    const understood = named.map((headings, column) =>
      headings.filter((heading) => {
        const head = ['Action', 'Owner', 'Due'].with(column, heading).join(' | ')
        const [row] = actionRows(`## Actions\n\n| ${head} |\n|---|---|---|\n| Mend it | @dana | 1w |`, start)
        return row?.text === 'Mend it' && row.owner === '@dana' && row.due?.at !== undefined
      }),
    )
    expect(named.map(({ length }) => length)).toEqual([3, 3, 4])
    expect(understood).toEqual(named)
  })

  it('says for what the words count by which GitHub rates', async () => {
    const said = [...page.text.matchAll(/\b(critical|high|medium|low) (\d\.\d)/g)]
    expect(said.map(([, word]) => word)).toEqual(['critical', 'high', 'medium', 'low'])
    for (const [, word = '', score = ''] of said) {
      const meets = await severityOf(word, `>=${score}`)
      const isMore = await severityOf(word, `>${score}`)
      expect.soft([meets, isMore], word).toEqual(['P0', undefined])
    }
  })

  it('explains the words of the roll-out', () => {
    const words = tableBelow(page, 'It goes into production').map(([cell = '']) => cell.replace(/ TIME$/, ''))
    const shown = (['waiting', 'deploying', 'deployed', 'watched', 'failed'] as const).map((status) =>
      rollOutWords({ status, followed: true }),
    )
    shown.push(rollOutWords({ status: 'waiting', followed: false }))
    for (const [index, word] of words.entries()) expect.soft(shown[index]?.replaceAll('*', '')).toContain(word)
    expect(words).toHaveLength(shown.length)
  })

  it('names the label of drills', () => {
    expect(tableBelow(page, 'Labels').map(([label]) => label)).toContain(drillLabel.name)
  })
})
