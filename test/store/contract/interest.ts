import { describe, expect, it } from 'vitest'
import type { Incident } from '../../../src/incident/incident.ts'
import type { EntryBody } from '../../../src/incident/timeline.ts'
import { commentAdded, emergency, moment, nothing, repository, repositoryOf } from '../../engine/support/samples.ts'
import { type Driver, present, recorded } from '../support/driver.ts'

const days = 86_400_000
const freeze: EntryBody = { type: 'FreezeRequested', mode: 'hotfix-only', branches: ['main'], effect: 'freeze-1' }
const closed: EntryBody = { type: 'Closed', why: 'resolved' }

export function describeInterest(driver: () => Driver): void {
  describe('what of a repository can matter', () => {
    describe('because of its incidents', () => describeIncidents(driver))
    describe('because of its freezes', () => describeFreezes(driver))
    describe('because of what waits', () => describeWaiting(driver))
  })
}

const incidentOne = async (driver: Driver): Promise<Incident> =>
  present(await driver.store.incidentAt(repository.id, 1))

function describeIncidents(driver: () => Driver): void {
  it('is nothing in the beginning', async () => {
    const interest = await driver().store.interest(repository.id)
    expect(interest).toMatchObject({ anchors: new Set(), followed: new Set(), active: 0, frozen: false })
  })

  it('are anchors, and what follows them, of this repository alone', async () => {
    await driver().store.interest(repository.id)
    const decision = recorded(
      1,
      { type: 'HotfixLinked', number: 20, how: 'title', byHand: false },
      { type: 'HotfixLinked', number: 21, how: 'title', byHand: false },
      { type: 'HotfixClosed', number: 21 },
      { type: 'ChecklistRequested', checklist: 'before', title: 'Before', items: ['a'], thread: 30 },
      { type: 'PostmortemRequested', effect: 'pm' },
      { type: 'PostmortemOpened', number: 40, url: 'https://github.com/x/y/issues/40' },
    )
    await driver().decide(decision)
    const expected = { anchors: new Set([1]), followed: new Set([20, 30, 40]), active: 1, frozen: false }
    expect(await driver().store.interest(repository.id)).toMatchObject(expected)
    expect(await driver().store.interest(repositoryOf(2).id)).toMatchObject({ anchors: new Set(), active: 0 })
    await driver().reopen()
    expect(await driver().store.interest(repository.id)).toMatchObject(expected)
  })

  it('are the issues in place of lost anchors', async () => {
    const lines: readonly EntryBody[] = [
      { type: 'AnchorLost', how: 'deleted', to: undefined },
      { type: 'Reanchored', title: 'Down', replacement: 41 },
    ]
    await driver().decide(recorded(1, ...lines, closed))
    await driver().decide(recorded(2))
    expect(await driver().store.interest(repository.id)).toMatchObject({ anchors: new Set([1, 2, 41]) })
    expect(await driver().store.incidentAt(repository.id, 41)).toMatchObject({ id: (await incidentOne(driver())).id })
    expect(await driver().store.incidentAt(repositoryOf(2).id, 41)).toBeUndefined()
  })

  it('are anchors of ended ones for thirty days, in which they may be reopened', async () => {
    await driver().decide(recorded(1, closed))
    driver().now = moment + 30 * days - 1
    expect(await driver().store.interest(repository.id)).toMatchObject({ anchors: new Set([1]), active: 0 })
    driver().now += 1
    expect(await driver().store.interest(repository.id)).toMatchObject({ anchors: new Set() })
    await driver().reopen()
    expect(await driver().store.interest(repository.id)).toMatchObject({ anchors: new Set() })
  })
}

function describeFreezes(driver: () => Driver): void {
  const isFrozen = async (): Promise<boolean> => (await driver().store.interest(repository.id)).frozen

  it('are all pull requests from the request of a freeze until it is lifted', async () => {
    await driver().decide(recorded(1, freeze))
    expect(await isFrozen()).toBe(true)
    await driver().decide(recorded(await incidentOne(driver()), { type: 'ThawRequested', why: 'resolved' }))
    expect(await isFrozen()).toBe(true)
    const thawed: EntryBody = { type: 'Thawed', comparison: [], wasMissing: false }
    await driver().decide(recorded(await incidentOne(driver()), thawed))
    expect(await isFrozen()).toBe(false)
  })

  it('are all changes of rules while a freeze that was taken away may be switched on again', async () => {
    await driver().decide(recorded(1, freeze))
    const lost: EntryBody = { type: 'FreezeTampered', how: 'set the ruleset to disabled', lost: true }
    await driver().decide(recorded(await incidentOne(driver()), lost))
    expect(await isFrozen()).toBe(true)
    await driver().decide(recorded(await incidentOne(driver()), closed))
    expect(await isFrozen()).toBe(false)
  })

  it('are all pull requests as long as a freeze outlives its incident', async () => {
    await driver().decide(recorded(1, freeze, closed))
    driver().now = moment + 300 * days
    await driver().reopen()
    expect(await isFrozen()).toBe(true)
    expect(await driver().store.interest(repository.id)).toMatchObject({ anchors: new Set([1]), active: 1 })
  })
}

function describeWaiting(driver: () => Driver): void {
  const waiting = async (): Promise<readonly number[]> => [
    ...((await driver().store.interest(repository.id)).waiting ?? []),
  ]

  it('are the threads of events that are not decided on yet', async () => {
    await driver().accept(emergency(5))
    await driver().accept(commentAdded(5, 'It is really down.'), emergency(6))
    expect(await waiting()).toEqual([5, 6])
    await driver().reopen()
    expect(await waiting()).toEqual([5, 6])
    await driver().store.commit(await driver().claimEvent(), nothing, repository)
    expect(await waiting(), 'a second event is about the same thread').toEqual([5, 6])
    await driver().store.commit(await driver().claimEvent(), nothing, repository)
    await driver().store.buryEvent(await driver().claimEvent(), 'It makes no sense')
    expect(await waiting()).toEqual([])
    await driver().reopen()
    expect(await waiting()).toEqual([])
  })

  it('are known before the delivery is durable, because the next one may come sooner', async () => {
    const accepted = driver().accept(emergency(5))
    expect(await waiting()).toEqual([5])
    await accepted
  })

  it('are not those of a delivery that came twice', async () => {
    await driver().acceptAs('a', emergency(5))
    await driver().acceptAs('a', emergency(5))
    await driver().store.commit(await driver().claimEvent(), nothing, repository)
    expect(await waiting()).toEqual([])
  })

  it('are those of an event that has to wait', async () => {
    await driver().accept(emergency(5))
    await driver().store.retryEvent(await driver().claimEvent(), driver().now + 1000, 'later')
    expect(await waiting()).toEqual([5])
  })
}
