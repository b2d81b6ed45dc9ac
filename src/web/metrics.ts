import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { CallMeter, Meter } from '../engine/meter.ts'
import { Budgets } from './metrics-budgets.ts'
import { gaugeWorkload, type WorkloadSource } from './metrics-workload.ts'

/**
 * What is counted. Labels are words of ours or of GitHub's vocabulary, a few dozen in all. No repository, person, title
 * or incident is in any: they would make a time series each, which no collector bears for long, and what is confidential
 * would be told to whoever may read metrics. The one number that says where is the installation's, of the few whose
 * budget is lowest.
 */
export interface Metrics {
  readonly meter: Meter & CallMeter
  /** Everything, as Prometheus reads it. */
  read(): Promise<string>
  readonly contentType: string
}

export interface MetricsOptions {
  readonly source: WorkloadSource
  /** Epoch milliseconds. */
  readonly now: () => number
  readonly version: string
}

/** Seconds. A store answers in less than a millisecond; a disk that is full of work does not. */
const storeBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5]
const workBuckets = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
/** A timer is late after an outage, and then by minutes and hours. */
const lagBuckets = [0.01, 0.05, 0.1, 0.5, 1, 2, 5, 15, 60, 300, 3600, 86_400]

export function createMetrics({ source, now, version }: MetricsOptions): Metrics {
  const series = new Registry()
  const registers = [series]
  collectDefaultMetrics({ register: series })
  new Gauge({
    name: 'firebreak_build_info',
    help: 'Always 1; the label says what runs.',
    labelNames: ['version'],
    registers,
  }).set({ version }, 1)
  gaugeWorkload({ series, source, now })
  return {
    meter: { ...workMeter(registers), ...callMeter(registers, now) },
    read: () => series.metrics(),
    contentType: series.contentType,
  }
}

function workMeter(registers: Registry[]): Meter {
  const { deliveries, refused, decisions, decisionSeconds } = inboxMetrics(registers)
  const { effects, effectSeconds, timerLag, storeSeconds, rounds } = outboxMetrics(registers)
  return {
    delivery: (event, outcome) => deliveries.inc({ event, outcome }),
    refused: (reason) => refused.inc({ reason }),
    decision(event, outcome, seconds) {
      decisions.inc({ event, outcome })
      decisionSeconds.observe({ event }, seconds)
    },
    effect(effect, outcome, seconds) {
      effects.inc({ effect, outcome })
      effectSeconds.observe({ effect }, seconds)
    },
    timer: (lag) => timerLag.observe(lag),
    stored: (transaction, seconds) => storeSeconds.observe({ transaction }, seconds),
    round: (round, at) => rounds.set({ round }, at / 1000),
  }
}

const inboxMetrics = (registers: Registry[]) => ({
  deliveries: new Counter({
    name: 'firebreak_deliveries_total',
    help: 'Deliveries of GitHub, by what became of them. Only "failed" was not answered with success.',
    labelNames: ['event', 'outcome'],
    registers,
  }),
  refused: new Counter({
    name: 'firebreak_refused_requests_total',
    help: 'Requests where deliveries come in that were none of GitHub, by what was wrong with them.',
    labelNames: ['reason'],
    registers,
  }),
  decisions: new Counter({
    name: 'firebreak_decisions_total',
    help: 'Tries to decide upon an event, by how they ended.',
    labelNames: ['event', 'outcome'],
    registers,
  }),
  decisionSeconds: new Histogram({
    name: 'firebreak_decision_seconds',
    help: 'From taking an event up until what became of it was stored, questions to GitHub included.',
    labelNames: ['event'],
    buckets: workBuckets,
    registers,
  }),
})

const outboxMetrics = (registers: Registry[]) => ({
  effects: new Counter({
    name: 'firebreak_effects_total',
    help: 'Tries to perform an effect, by how they ended.',
    labelNames: ['effect', 'outcome'],
    registers,
  }),
  effectSeconds: new Histogram({
    name: 'firebreak_effect_seconds',
    help: 'From taking an effect up until its outcome was stored.',
    labelNames: ['effect'],
    buckets: workBuckets,
    registers,
  }),
  timerLag: new Histogram({
    name: 'firebreak_timer_lag_seconds',
    help: 'How long after it was due the event of a timer was decided upon.',
    buckets: lagBuckets,
    registers,
  }),
  storeSeconds: new Histogram({
    name: 'firebreak_store_seconds',
    help: 'How long a transaction took until it was durable.',
    labelNames: ['transaction'],
    buckets: storeBuckets,
    registers,
  }),
  rounds: new Gauge({
    name: 'firebreak_last_success_timestamp_seconds',
    help: 'When something that goes round by itself came to a good end last.',
    labelNames: ['round'],
    registers,
  }),
})

function callMeter(registers: Registry[], now: () => number): CallMeter {
  const calls = new Counter({
    name: 'firebreak_github_calls_total',
    help: 'Requests to GitHub, by what their token is for and how they were answered.',
    labelNames: ['purpose', 'outcome'],
    registers,
  })
  const seconds = new Histogram({
    name: 'firebreak_github_call_seconds',
    help: 'From sending a request until its answer was read.',
    labelNames: ['purpose'],
    buckets: workBuckets,
    registers,
  })
  const limits = new Counter({
    name: 'firebreak_github_limits_total',
    help: 'How often GitHub asked to slow down.',
    labelNames: ['kind'],
    registers,
  })
  const budgets = new Budgets(registers, now)
  return {
    call({ purpose, outcome, seconds: took, budget }) {
      calls.inc({ purpose, outcome })
      seconds.observe({ purpose }, took)
      if (budget) budgets.note(budget)
    },
    limit: (kind) => limits.inc({ kind }),
  }
}

/**
 * Answers `GET /metrics` for those who show the token, as `Authorization: Bearer TOKEN`.
 *
 * The trade: an address or a port of its own that is kept inside would need no token, and would be open to everybody
 * the day somebody forwards it. What is behind a token is not public by accident, whatever stands in front of the server.
 * @returns a handler in Probot's manner: true when it answered
 */
export function metricsHandler(token: string, { read, contentType }: Pick<Metrics, 'read' | 'contentType'>) {
  const expected = digest(`Bearer ${token}`)
  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    if (request.method !== 'GET' || request.url?.split('?')[0] !== '/metrics') return false
    if (!timingSafeEqual(digest(request.headers.authorization ?? ''), expected)) {
      response.writeHead(401, { 'www-authenticate': 'Bearer', 'cache-control': 'no-store' }).end()
      return true
    }
    const text = await read()
    response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' }).end(text)
    return true
  }
}

/** Of equal length whatever was sent, so that it can be compared in constant time. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
