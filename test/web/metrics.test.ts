import { createServer } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import type { Workload } from '../../src/engine/ports.ts'
import { createMetrics, metricsHandler } from '../../src/web/metrics.ts'
import { listening } from '../process/listening.ts'

const now = Date.parse('2026-03-02T09:00:00Z')
const token = 'a-long-random-text'

const load: Workload = {
  events: 3,
  oldestEvent: now - 90_000,
  buried: 1,
  effects: 5,
  urgentEffects: 2,
  oldestEffect: now - 2_000,
  timers: 7,
  nextTimer: now + 1_000,
}

const metricsOf = (workload: () => Promise<Workload> = async () => load, clock = () => now) =>
  createMetrics({ source: { workload }, now: clock, version: '1.2.3' })

/** Lines of one metric, without its help. */
async function linesOf(metrics: ReturnType<typeof metricsOf>, name: string): Promise<string[]> {
  const text = await metrics.read()
  return text.split('\n').filter((line) => line.startsWith(name))
}

describe('metrics', () => {
  it('tell what waits, and for how long', async () => {
    const text = await metricsOf().read()
    for (const line of [
      'firebreak_events_waiting 3',
      'firebreak_oldest_event_age_seconds 90',
      'firebreak_events_buried 1',
      'firebreak_effects_waiting 5',
      'firebreak_urgent_effects_waiting 2',
      'firebreak_oldest_effect_age_seconds 2',
      'firebreak_timers_pending 7',
      'firebreak_timer_overdue_seconds 0',
      'firebreak_store_up 1',
      'firebreak_build_info{version="1.2.3"} 1',
    ])
      expect(text.split('\n')).toContain(line)
  })

  it('leave out what cannot be known: a zero would look like rest', async () => {
    const metrics = metricsOf(async () => {
      throw new Error('disk full')
    })
    expect(await linesOf(metrics, 'firebreak_store_up')).toEqual(['firebreak_store_up 0'])
    expect(await linesOf(metrics, 'firebreak_events_waiting')).toEqual([])
    expect(await linesOf(metrics, 'process_resident_memory_bytes ')).toHaveLength(1)
  })

  it('count what waits once for several who read', async () => {
    let counted = 0
    let time = now
    const metrics = metricsOf(
      async () => {
        counted += 1
        return load
      },
      () => time,
    )
    await Promise.all([metrics.read(), metrics.read()])
    expect(counted).toBe(1)
    time += 5_000
    await metrics.read()
    expect(counted).toBe(2)
  })

  it('count work by what became of it', async () => {
    const metrics = metricsOf()
    const { meter } = metrics
    meter.delivery('issues', 'stored')
    meter.delivery('issues', 'stored')
    meter.refused('signature')
    meter.decision('IssueChanged', 'put-off', 0.2)
    meter.effect('ApplyFreeze', 'done', 0.3)
    meter.timer(1.5)
    meter.stored('accept', 0.002)
    meter.round('sweep', now)
    meter.limit('secondary')
    const text = (await metrics.read()).split('\n')
    for (const line of [
      'firebreak_deliveries_total{event="issues",outcome="stored"} 2',
      'firebreak_refused_requests_total{reason="signature"} 1',
      'firebreak_decisions_total{event="IssueChanged",outcome="put-off"} 1',
      'firebreak_decision_seconds_count{event="IssueChanged"} 1',
      'firebreak_effects_total{effect="ApplyFreeze",outcome="done"} 1',
      'firebreak_timer_lag_seconds_bucket{le="2"} 1',
      'firebreak_timer_lag_seconds_bucket{le="1"} 0',
      'firebreak_store_seconds_count{transaction="accept"} 1',
      `firebreak_last_success_timestamp_seconds{round="sweep"} ${now / 1000}`,
      'firebreak_github_limits_total{kind="secondary"} 1',
    ])
      expect(text).toContain(line)
  })

  it('show the budgets of the twenty installations with the least left, as long as they hold', async () => {
    let time = now
    const metrics = metricsOf(undefined, () => time)
    for (let account = 1; account <= 100; account++)
      metrics.meter.call({
        purpose: 'working',
        outcome: 'ok',
        seconds: 0.1,
        budget: {
          ...{ account: String(account), resource: 'core' },
          ...{ remaining: account * 50, limit: 5000, resetsAt: now + account * 1000 },
        },
      })
    const shown = await linesOf(metrics, 'firebreak_github_budget_remaining')
    expect(shown).toHaveLength(20)
    expect(shown[0]).toBe('firebreak_github_budget_remaining{installation="1",resource="core"} 50')
    expect(await linesOf(metrics, 'firebreak_github_budget_share')).toContain(
      'firebreak_github_budget_share{installation="20",resource="core"} 0.2',
    )
    time = now + 99_000
    expect(await linesOf(metrics, 'firebreak_github_budget_remaining')).toEqual([
      'firebreak_github_budget_remaining{installation="100",resource="core"} 5000',
    ])
  })
})

describe('GET /metrics', () => {
  const servers: ReturnType<typeof createServer>[] = []
  afterEach(() => {
    for (const server of servers.splice(0)) server.close()
  })

  async function serving(): Promise<string> {
    const handle = metricsHandler(token, metricsOf())
    const server = createServer(async (request, response) => {
      if (!(await handle(request, response))) response.writeHead(404).end()
    })
    servers.push(server)
    return await listening(server)
  }

  it('answers who shows the token', async () => {
    const answer = await fetch(`${await serving()}/metrics`, { headers: { authorization: `Bearer ${token}` } })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4')
    expect(await answer.text()).toContain('firebreak_events_waiting 3')
  })

  it.each([undefined, 'Bearer', 'Bearer wrong', token, `Basic ${token}`, `Bearer ${token}x`])(
    'tells nothing to who shows %s',
    async (authorization) => {
      const headers = authorization === undefined ? {} : { authorization }
      const answer = await fetch(`${await serving()}/metrics`, { headers })
      expect([answer.status, await answer.text()]).toEqual([401, ''])
    },
  )

  it('leaves every other question to others', async () => {
    const headers = { authorization: `Bearer ${token}` }
    const base = await serving()
    expect((await fetch(`${base}/metrics/more`, { headers })).status).toBe(404)
    expect((await fetch(`${base}/metrics`, { method: 'POST', headers })).status).toBe(404)
  })
})
