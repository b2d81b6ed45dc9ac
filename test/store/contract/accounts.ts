import { describe, expect, it } from 'vitest'
import { StaleDecision } from '../../../src/engine/ports.ts'
import type { Account } from '../../../src/incident/account.ts'
import { comment, emergency, moment, nothing, repository } from '../../engine/support/samples.ts'
import { type Driver, recorded } from '../support/driver.ts'

const days = 86_400_000

/** A sample, which says something odd. */
const account = (what: string, subjects: readonly string[] = ['1#1'], at = moment): Account => ({
  ...{ at, subjects, asked: [], entries: [], effects: [], timers: [], leftOut: 0 },
  cause: { type: 'IssueChanged', change: 'opened', thread: 1, actor: 'mona' },
  because: [{ what: `${what} \u0000 “ß” 🔥`, holds: true, because: [] }],
})

export function describeAccounts(driver: () => Driver): void {
  const about = async (subject: string): Promise<readonly Account[]> =>
    (await driver().read((archive) => archive.accounts(subject)))?.map((stored) => stored.account) ?? []
  const words = async (subject: string): Promise<readonly (string | undefined)[]> =>
    (await about(subject)).map(({ because }) => because[0]?.what.split(' ')[0])

  describe('the account of a decision', () => {
    it('is kept with it, for each thing that it is about, in the order of the decisions', async () => {
      const [first, second] = [account('first'), account('second', ['1#1', '1/window/year-end'])]
      await driver().decide({ ...recorded(1, { type: 'Declared', how: 'title' }), account: first })
      await driver().decide({ account: second })
      await driver().decide(nothing)
      expect(await about('1#1')).toEqual([first, second])
      expect(await about('1/window/year-end')).toEqual([second])
      expect(await about('1#2')).toEqual([])
      await driver().reopen()
      expect(await about('1#1')).toEqual([first, second])
    })

    it('is not kept of a decision that is refused, nor twice of an event that was handled', async () => {
      await driver().decide(recorded(1, { type: 'Declared', how: 'title' }))
      await driver().accept(emergency(1))
      const work = await driver().claimEvent()
      const stale = { ...recorded(1, { type: 'Declared', how: 'title' }), account: account('stale') }
      await expect(driver().store.commit(work, stale, repository)).rejects.toThrow(StaleDecision)
      expect(await about('1#1')).toEqual([])
      await driver().store.commit(work, { ...nothing, account: account('fresh') }, repository)
      await driver().store.commit(work, { ...nothing, account: account('again') }, repository)
      expect(await words('1#1')).toEqual(['fresh'])
    })

    it('leads to what became of the effects that were asked for', async () => {
      await driver().decide({
        effects: [comment('done'), comment('given up'), comment('put off'), comment('taken back')],
      })
      await driver().decide({ cancelled: ['taken back'] })
      await driver().store.settle(
        await driver().claimEffect(),
        { succeeded: true, result: { type: 'Done' } },
        moment + 1,
      )
      await driver().store.commit(await driver().claimEvent(), nothing, repository)
      const refused = { succeeded: false, reason: 'it is locked' } as const
      await driver().store.settle(await driver().claimEffect(), refused, moment + 2)
      await driver().store.commit(await driver().claimEvent(), nothing, repository)
      await driver().store.retryEffect(await driver().claimEffect(), moment + 60_000, 'GitHub is down')
      const keys = ['done', 'given up', 'put off', 'taken back', 'never asked']
      const outcomes = await driver().read((archive) => archive.outcomes(keys))
      expect(Object.fromEntries(outcomes)).toEqual({
        done: expect.objectContaining({ status: 'done', askedAt: moment, settledAt: moment + 1, error: undefined }),
        'given up': expect.objectContaining({ status: 'given-up', error: 'it is locked' }),
        'put off': expect.objectContaining({
          ...{ status: 'waiting', failures: 1, notBefore: moment + 60_000, error: 'GitHub is down' },
        }),
        'taken back': expect.objectContaining({ status: 'cancelled' }),
      })
    })

    it('is forgotten after thirty days, unless its incident is at hand', async () => {
      await driver().decide({ ...recorded(1, { type: 'Closed', why: 'resolved' }), account: account('ended') })
      await driver().decide({ ...recorded(2, { type: 'Acknowledged' }), account: account('active', ['1#2']) })
      await driver().decide({ account: account('refused', ['1#3']) })
      await driver().decide({ account: account('lately', ['1#3'], moment + 20 * days) })
      driver().now = moment + 31 * days
      await driver().accept(emergency(9))
      await expect.poll(() => words('1#1')).toEqual([])
      expect(await words('1#2')).toEqual(['active'])
      await expect.poll(() => words('1#3')).toEqual(['lately'])
    })
  })
}
