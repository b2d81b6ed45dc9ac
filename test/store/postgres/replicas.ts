import type { Store } from '../../../src/engine/ports.ts'
import { openPostgresStore } from '../../../src/store/postgres/open-postgres-store.ts'
import { moment } from '../../engine/support/samples.ts'
import { firebreakDatabase } from '../../support/postgres-template.ts'
import { Driver } from '../support/driver.ts'

type Program = NonNullable<Parameters<typeof openPostgresStore>[0]['program']>

/** Several replicas on one database, each with a driver of its own. */
export class Replicas implements AsyncDisposable {
  readonly url: string
  readonly #destroy: () => Promise<void>
  readonly #drivers: Driver[] = []

  private constructor(url: string, destroy: () => Promise<void>) {
    this.url = url
    this.#destroy = destroy
  }

  static async onNewDatabase(): Promise<Replicas> {
    const { url, destroy } = await firebreakDatabase()
    return new Replicas(url, destroy)
  }

  async start(program?: Program): Promise<Driver> {
    const open = (now: () => number): Promise<Store> =>
      openPostgresStore({ url: this.url, now, ...(program && { program }) })
    const driver = await Driver.start({ open, destroy: async () => undefined })
    driver.now = moment
    this.#drivers.push(driver)
    return driver
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const driver of this.#drivers) await driver.stop()
    await this.#destroy()
  }
}
