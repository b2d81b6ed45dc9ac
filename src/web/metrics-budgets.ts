import { Gauge, type Registry } from 'prom-client'
import { Memo } from '../engine/memo.ts'
import type { Budget } from '../engine/meter.ts'

/** A large server has thousands of installations. Whoever watches wants those that are nearly at their end. */
const mostShown = 20
const mostKept = 10_000

/** What GitHub said last is left of each budget. */
export class Budgets {
  readonly #kept = new Memo<string, Budget>(mostKept)
  readonly #now: () => number

  constructor(registers: Registry[], now: () => number) {
    this.#now = now
    const labelNames = ['installation', 'resource'] as const
    const collectInto = (gauge: Gauge<(typeof labelNames)[number]>, value: (budget: Budget) => number): void => {
      gauge.reset()
      for (const budget of this.#lowest())
        gauge.set({ installation: budget.account, resource: budget.resource }, value(budget))
    }
    new Gauge({
      name: 'firebreak_github_budget_remaining',
      help: `Calls that are left until the budget is full again, of the ${mostShown} installations with the smallest share left.`,
      labelNames,
      registers,
      collect() {
        collectInto(this, ({ remaining }) => remaining)
      },
    })
    new Gauge({
      name: 'firebreak_github_budget_share',
      help: 'The same as a share of the whole budget, from 0 to 1.',
      labelNames,
      registers,
      collect() {
        collectInto(this, shareOf)
      },
    })
  }

  note(budget: Budget): void {
    this.#kept.set(`${budget.account} ${budget.resource}`, budget)
  }

  /** One that is full again is not known any more. */
  #lowest(): readonly Budget[] {
    const now = this.#now()
    return [...this.#kept.values()]
      .filter(({ resetsAt }) => resetsAt > now)
      .sort((one, other) => shareOf(one) - shareOf(other))
      .slice(0, mostShown)
  }
}

const shareOf = ({ remaining, limit }: Budget): number => (limit > 0 ? remaining / limit : 0)
