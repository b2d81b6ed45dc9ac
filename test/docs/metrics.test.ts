import { load } from 'js-yaml'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { noMeter } from '../../src/engine/meter.ts'
import { createMetrics } from '../../src/web/metrics.ts'
import { nodesOf, readPage, tableBelow } from './pages.ts'

const page = readPage('docs/operations.md')

const workload = async () => ({
  ...{ events: 0, oldestEvent: undefined, buried: 0, effects: 0, urgentEffects: 0, oldestEffect: undefined },
  ...{ timers: 0, nextTimer: undefined },
})

/** Name → labels, of everything that is ours. */
async function published(): Promise<Map<string, Set<string>>> {
  const { meter, read } = createMetrics({ source: { workload }, now: () => 0, version: '1.0.0' })
  meter.delivery('issues', 'stored')
  meter.refused('signature')
  meter.decision('IssueChanged', 'decided', 1)
  meter.effect('ApplyFreeze', 'done', 1)
  meter.timer(1)
  meter.stored('accept', 1)
  meter.round('sweep', 1)
  meter.limit('primary')
  const budget = { account: '1', resource: 'core', remaining: 1, limit: 2, resetsAt: 1 }
  meter.call({ purpose: 'working', outcome: 'ok', seconds: 1, budget })
  const found = new Map<string, Set<string>>()
  for (const line of (await read()).split('\n')) {
    const name = /^# TYPE (firebreak_\w+)/.exec(line)?.[1]
    if (name !== undefined) found.set(name, new Set())
    const sample = /^(firebreak_\w+?)(?:_bucket|_sum|_count)?(?:\{(.*)\})? /.exec(line)
    const labels = [...(sample?.[2] ?? '').matchAll(/(\w+)="/g)].map(([, label]) => label ?? '')
    for (const label of labels) if (label !== 'le') found.get(sample?.[1] ?? '')?.add(label)
  }
  return found
}

/** The rules that the page gives, with what they look at. */
function rules() {
  const schema = z.object({
    groups: z.array(
      z.object({
        rules: z.array(z.object({ alert: z.string(), expr: z.string(), for: z.string().optional() }).loose()),
      }),
    ),
  })
  const block = nodesOf(page.tree, 'code').find(({ value }) => value.startsWith('groups:'))
  return schema.parse(load(block?.value ?? '')).groups.flatMap((group) => group.rules)
}

const namesIn = (text: string): string[] => text.match(/firebreak_\w+/g) ?? []

it('the table of metrics lists what is published, with its labels', async () => {
  const listed = tableBelow(page, 'Metrics').flatMap(([names = '', labels = '']) =>
    namesIn(names).map((name) => [name, labels.match(/\w+/g) ?? []] as const),
  )
  const all = await published()
  expect(listed.map(([name]) => name).toSorted()).toEqual([...all.keys()].toSorted())
  for (const [name, labels] of listed) for (const label of all.get(name) ?? []) expect(labels, name).toContain(label)
})

it('every alert looks at metrics and labels that exist', async () => {
  const all = await published()
  const found = rules()
  expect(found.length).toBeGreaterThan(8)
  for (const { alert, expr } of found) {
    for (const name of namesIn(expr)) expect([...all.keys()], alert).toContain(name.replace(/_bucket$/, ''))
    for (const [, name = '', label = ''] of expr.matchAll(/(firebreak_\w+)\{(\w+)=/g))
      expect([...(all.get(name) ?? [])], alert).toContain(label)
  }
})

it('nothing that is counted is left out of the test above', () => {
  expect(Object.keys(noMeter).toSorted()).toEqual(
    ['call', 'decision', 'delivery', 'effect', 'limit', 'refused', 'round', 'stored', 'timer'].toSorted(),
  )
})
