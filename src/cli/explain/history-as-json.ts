import type { ExplainedDecision, History } from './history.ts'

const time = (at: number | undefined): string | undefined => (at === undefined ? undefined : new Date(at).toISOString())

/** For scripts: moments in ISO 8601, keys in the order of the text. */
export const historyAsJson = ({ decisions, unexplained, ...about }: History, only?: ExplainedDecision): string =>
  JSON.stringify(
    {
      ...about,
      unexplained: unexplained.map(({ at, text }) => ({ at: time(at), text })),
      decisions: (only ? [only] : decisions).map(decisionData),
    },
    undefined,
    2,
  )

const decisionData = ({ number, account, cause, lines, effects }: ExplainedDecision) => ({
  number,
  at: time(account.at),
  cause: { words: cause, ...account.cause },
  asked: account.asked,
  because: account.because,
  lines,
  effects: effects.map(({ key, what, outcome }) => ({
    key,
    what,
    status: outcome?.status ?? 'not-kept',
    askedAt: time(outcome?.askedAt),
    settledAt: time(outcome?.settledAt),
    error: outcome?.error,
  })),
  timers: account.timers.map(({ name, at }) => ({ name, at: time(at) })),
  leftOut: account.leftOut,
})
