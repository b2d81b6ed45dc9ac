import { afterEach, beforeEach, describe } from 'vitest'
import { describeAccounts } from './contract/accounts.ts'
import { describeDecisions } from './contract/decisions.ts'
import { describeForgetting } from './contract/forgetting.ts'
import { describeInbox } from './contract/inbox.ts'
import { describeInterest } from './contract/interest.ts'
import { describeOutbox } from './contract/outbox.ts'
import { describePlanned } from './contract/planned.ts'
import { describeRecords } from './contract/records.ts'
import { describeReplacing } from './contract/replacing.ts'
import { describeTimers } from './contract/timers.ts'
import { describeWatching } from './contract/watching.ts'
import { Driver, type StoreHome } from './support/driver.ts'

/** What every store has to do, whatever it keeps its state in. Each test begins with an empty one. */
export function describeStore(name: string, createHome: () => Promise<StoreHome>): void {
  describe(name, () => {
    let driver: Driver | undefined
    const current = (): Driver => {
      if (driver) return driver
      throw new Error('The store is opened before each test.')
    }

    beforeEach(async () => {
      driver = await Driver.start(await createHome())
    })

    afterEach(async () => {
      await driver?.stop()
      driver = undefined
    })

    describeInbox(current)
    describeDecisions(current)
    describeAccounts(current)
    describeTimers(current)
    describeOutbox(current)
    describeReplacing(current)
    describeForgetting(current)
    describeInterest(current)
    describePlanned(current)
    describeRecords(current)
    describeWatching(current)
  })
}
