import { measureAccounts } from './accounts.ts'
import { measureFreeze, measureIncident } from './calls.ts'
import { measureDurable } from './durable.ts'
import { measureGrowth } from './growth.ts'
import { measureIrrelevant } from './irrelevant.ts'
import { measureKills } from './kills.ts'
import { measureLatency } from './latency.ts'
import { measureMemory } from './memory.ts'
import { measureSimulations } from './simulations.ts'
import { measureStart } from './start.ts'
import { measureTimers } from './timers.ts'

/** Everything that `docs/performance.md` shows, or the parts that are named on the command line. */
const parts: Readonly<Record<string, () => Promise<void>>> = {
  start: measureStart,
  memory: measureMemory,
  irrelevant: measureIrrelevant,
  durable: measureDurable,
  latency: measureLatency,
  freeze: measureFreeze,
  incident: measureIncident,
  simulate: measureSimulations,
}

/** What takes longer than people want to wait runs when it is named. */
const longParts: Readonly<Record<string, () => Promise<void>>> = {
  kills: measureKills,
  timers: measureTimers,
  growth: measureGrowth,
  accounts: measureAccounts,
}

const wanted = process.argv.slice(2)
for (const [name, measure] of Object.entries(parts)) if (wanted.length === 0 || wanted.includes(name)) await measure()
for (const [name, measure] of Object.entries(longParts)) if (wanted.includes(name)) await measure()
