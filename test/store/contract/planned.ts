import { describe, expect, it } from 'vitest'
import { StaleDecision } from '../../../src/engine/ports.ts'
import type { FreezeStatus } from '../../../src/incident/incident.ts'
import {
  evolvePlanned,
  newPlannedFreeze,
  noPlannedFreezes,
  type PlannedFreezes,
} from '../../../src/incident/planned-freeze.ts'
import { comment, emergency, moment, nothing, policy, repository, repositoryOf } from '../../engine/support/samples.ts'
import type { Driver } from '../support/driver.ts'

const window = {
  name: 'Year end',
  from: '2025-12-20T18:00',
  to: '2026-01-05T08:00',
  timezone: 'Europe/London',
  mode: 'hotfix-only',
} as const

function plannedAt(version: number, status: FreezeStatus = 'applying', where = repository): PlannedFreezes {
  const requested = evolvePlanned(newPlannedFreeze(where.id, window, policy.freeze), {
    ...{ type: 'FreezeRequested', at: moment, mode: window.mode, branches: ['main'], effect: 'freeze-w' },
  })
  const freeze = requested.freeze && { ...requested.freeze, status }
  return { version, next: moment + 1000, freezes: [{ ...requested, freeze }] }
}

/** As it is read back: what is undefined may be left out. */
const stored = (planned: PlannedFreezes): unknown => JSON.parse(JSON.stringify(planned))

export function describePlanned(driver: () => Driver): void {
  describe('planned freezes', () => {
    it('are none in the beginning', async () => {
      expect(await driver().store.plannedFreezes(repository.id)).toEqual(noPlannedFreezes)
    })

    it('are kept with the decision that changes them, of each repository by itself', async () => {
      await driver().decide({ planned: plannedAt(1) })
      await driver().decide({ planned: plannedAt(2, 'on') })
      await driver().decide(nothing)
      await driver().reopen()
      expect(stored(await driver().store.plannedFreezes(repository.id))).toEqual(stored(plannedAt(2, 'on')))
      expect(await driver().store.plannedFreezes(repositoryOf(2).id)).toEqual(noPlannedFreezes)
    })

    it('refuse a decision that did not know how they stood, and then nothing of it is kept', async () => {
      await driver().decide({ planned: plannedAt(1) })
      await driver().accept(emergency(1))
      const work = await driver().claimEvent()
      const late = { ...nothing, planned: plannedAt(1, 'off'), effects: [comment('late')] }
      await expect(driver().store.commit(work, late, repository)).rejects.toThrow(StaleDecision)
      expect(stored(await driver().store.plannedFreezes(repository.id))).toEqual(stored(plannedAt(1)))
      await driver().store.commit(work, { ...nothing, planned: plannedAt(2, 'off') }, repository)
      expect(await driver().claim(), 'the effect of the refused decision').toBeUndefined()
    })

    it('make any pull request matter while one is on, and put its repository at hand', async () => {
      const other = repositoryOf(2)
      const frozen = async (): Promise<boolean> => (await driver().store.interest(other.id)).frozen
      expect(await frozen()).toBe(false)
      await driver().decide({ planned: plannedAt(1, 'on', other) }, other)
      expect(await frozen()).toBe(true)
      expect(await driver().store.interest(repository.id)).toMatchObject({ frozen: false })
      await driver().reopen()
      expect(await frozen()).toBe(true)
      expect(await driver().store.repositoriesAtHand()).toEqual([other])
      await driver().decide({ planned: plannedAt(2, 'lost', other) }, other)
      expect(await frozen(), 'somebody may switch it on again').toBe(true)
      expect(await driver().store.repositoriesAtHand()).toEqual([other])
      await driver().decide({ planned: plannedAt(3, 'advisory', other) }, other)
      expect(await frozen()).toBe(false)
      expect(await driver().store.repositoriesAtHand(), 'it is tried again').toEqual([other])
      await driver().decide({ planned: plannedAt(4, 'off', other) }, other)
      expect(await frozen()).toBe(false)
      expect(await driver().store.repositoriesAtHand()).toEqual([])
    })
  })
}
