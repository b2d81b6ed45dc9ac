import { describe, expect, it } from 'vitest'
import { StaleDecision } from '../../../src/engine/ports.ts'
import type { EntryBody } from '../../../src/incident/timeline.ts'
import { comment, emergency, moment, nothing, repository } from '../../engine/support/samples.ts'
import { type Driver, present, recorded } from '../support/driver.ts'

const declared: EntryBody = { type: 'Declared', how: 'title' }
const noted = (text: string): EntryBody => ({ type: 'Noted', text, happenedAt: undefined })
const frozen: EntryBody = { type: 'FreezeRequested', mode: 'hotfix-only', branches: ['main'], effect: 'freeze-1' }
const closed: EntryBody = { type: 'Closed', why: 'resolved' }

export function describeDecisions(driver: () => Driver): void {
  describe('a decision', () => {
    describe('is kept', () => describeKeeping(driver))
    describe('is refused', () => describeStale(driver))
  })
}

function describeKeeping(driver: () => Driver): void {
  it('with the incident that it begins', async () => {
    const decision = recorded(1, declared)
    await driver().decide(decision)
    await driver().reopen()
    const [incident] = decision.incidents
    expect(incident).toMatchObject({ version: 1, status: 'declared' })
    expect(await driver().store.incidentById(`${repository.id}#1`)).toEqual(incident)
    expect(await driver().store.incidentAt(repository.id, 1)).toEqual(incident)
    expect(await driver().store.activeIncidents(repository.id)).toEqual([incident])
  })

  it('with a timeline that grows and is complete', async () => {
    await driver().decide(recorded(1, declared, noted('a')))
    const first = present(await driver().store.incidentAt(repository.id, 1))
    await driver().decide(recorded(first, noted('b'), { type: 'CardPosted', commentId: 5 }, noted('c')))
    await driver().reopen()
    const second = present(await driver().store.incidentAt(repository.id, 1))
    expect(second).toMatchObject({ version: 2, cardComment: 5 })
    const said = second.timeline.map((entry) => (entry.type === 'Noted' ? entry.text : entry.type))
    expect(said).toEqual(['Declared', 'a', 'b', 'c'])
    expect(second.timeline.every(({ at }) => at === moment)).toBe(true)
  })

  it('with an incident that was rebuilt from elsewhere, at the version that it had come to, and goes on from there', async () => {
    const [begun] = recorded(1, declared, noted('a')).incidents
    const rebuilt = { ...present(begun), version: 1041 }
    await driver().decide({ incidents: [rebuilt] })
    await driver().reopen()
    expect(await driver().store.incidentAt(repository.id, 1)).toEqual(rebuilt)
    await driver().decide(recorded(rebuilt, noted('b')))
    expect(await driver().store.incidentAt(repository.id, 1)).toMatchObject({ version: 1042 })
  })

  it('for several incidents at once, which are listed by their numbers', async () => {
    const [five, two] = [recorded(5, declared), recorded(2, declared)]
    await driver().decide({ incidents: [...five.incidents, ...two.incidents] })
    const active = await driver().store.activeIncidents(repository.id)
    expect(active.map(({ anchor }) => anchor.number)).toEqual([2, 5])
    expect(await driver().store.activeIncidents(repository.id + 1)).toEqual([])
  })

  it('when it ends an incident, which is then found by name only', async () => {
    await driver().decide(recorded(1, declared, closed))
    expect(await driver().store.activeIncidents(repository.id)).toEqual([])
    expect(await driver().store.incidentAt(repository.id, 1)).toMatchObject({ status: 'closed' })
  })

  it('as active while its freeze outlives it', async () => {
    await driver().decide(recorded(1, declared, frozen, closed))
    expect(await driver().store.activeIncidents(repository.id)).toHaveLength(1)
  })

  it('and finds nothing where there is nothing', async () => {
    expect(await driver().store.incidentAt(repository.id, 1)).toBeUndefined()
    expect(await driver().store.incidentById('1#1')).toBeUndefined()
  })
}

function describeStale(driver: () => Driver): void {
  it('when the incident moved meanwhile, and then nothing of it is kept', async () => {
    await driver().decide(recorded(1, declared))
    const before = present(await driver().store.incidentAt(repository.id, 1))
    await driver().decide(recorded(before, noted('the faster one')))
    await driver().accept(emergency(1))
    const work = await driver().claimEvent()
    const late = { ...recorded(before, noted('the slower one')), effects: [comment('late')] }
    await expect(driver().store.commit(work, late, repository)).rejects.toThrow(StaleDecision)

    expect(await driver().store.incidentAt(repository.id, 1)).toMatchObject({ version: 2 })
    expect(await driver().claim(), 'the lane stays with the one who decides again').toBeUndefined()
    const now = present(await driver().store.incidentAt(repository.id, 1))
    await driver().store.commit(work, recorded(now, noted('the slower one')), repository)
    const after = present(await driver().store.incidentAt(repository.id, 1))
    expect(after.timeline.map((entry) => (entry.type === 'Noted' ? entry.text : ''))).toEqual([
      '',
      'the faster one',
      'the slower one',
    ])
    expect(await driver().claim(), 'the effect of the refused decision').toBeUndefined()
  })

  it('when the incident it begins exists', async () => {
    await driver().decide(recorded(1, declared))
    await driver().accept(emergency(1))
    const again = recorded(1, declared)
    await expect(driver().store.commit(await driver().claimEvent(), again, repository)).rejects.toThrow(StaleDecision)
  })

  it('without harm to another that is stored at the same moment', async () => {
    const [first, second] = [recorded(1, declared), recorded(1, declared, noted('again'))]
    await driver().accept(emergency(1))
    const work = await driver().claimEvent()
    const [refused, accepted] = await Promise.allSettled([
      driver().store.commit(work, { ...first, incidents: [...first.incidents, ...second.incidents] }, repository),
      driver().acceptAs('beside it', emergency(2)),
    ])
    expect([refused.status, accepted.status]).toEqual(['rejected', 'fulfilled'])
    await driver().store.commit(work, first, repository)
    expect(await driver().store.incidentAt(repository.id, 1)).toMatchObject({ version: 1 })
    expect((await driver().claimEvent()).event).toEqual(emergency(2))
  })

  it('silently when its event was handled before', async () => {
    await driver().accept(emergency(1))
    const work = await driver().claimEvent()
    await driver().store.commit(work, nothing, repository)
    await driver().store.commit(work, { ...recorded(1, declared), effects: [comment('twice')] }, repository)
    expect(await driver().store.incidentAt(repository.id, 1)).toBeUndefined()
    expect(await driver().claim()).toBeUndefined()
  })
}
