import { describe, expect, it } from 'vitest'
import { nothing, policy, repository } from '../../engine/support/samples.ts'
import type { Driver } from '../support/driver.ts'

export function describeRecords(driver: () => Driver): void {
  describe('records', () => {
    it('keep what was last known of a repository', async () => {
      expect(await driver().store.repository(repository.id)).toBeUndefined()
      await driver().store.rememberRepository(repository)
      const renamed = { ...repository, name: 'renamed' }
      await driver().store.rememberRepository(renamed)
      await driver().reopen()
      expect(await driver().store.repository(repository.id)).toEqual(renamed)
    })

    it('do not take a decision about an old event for news of the repository', async () => {
      const renamed = { ...repository, name: 'renamed' }
      await driver().store.rememberRepository(renamed)
      await driver().decide(nothing)
      expect(await driver().store.repository(repository.id)).toEqual(renamed)
    })

    it('keep the last valid policy', async () => {
      const record = { policy, blob: undefined, etag: 'W/"1"', reportedBlob: undefined, checkedAt: 5 }
      expect(await driver().store.policyRecord(repository.id)).toBeUndefined()
      await driver().store.rememberPolicy(repository.id, record)
      await driver().store.rememberPolicy(repository.id, { ...record, checkedAt: 6 })
      await driver().reopen()
      expect(await driver().store.policyRecord(repository.id)).toEqual({ ...record, checkedAt: 6 })
    })

    it('keep the memory of an effect', async () => {
      expect(await driver().store.recall('a')).toBeUndefined()
      await driver().store.memorise('a', { before: [1] })
      await driver().store.memorise('b', undefined)
      await driver().store.memorise('a', { before: [1, 2] })
      await driver().reopen()
      expect(await driver().store.recall('a')).toEqual({ before: [1, 2] })
      expect(await driver().store.recall('b')).toBeUndefined()
    })

    it('can be written to', async () => {
      await expect(driver().store.ping()).resolves.toBeUndefined()
      await expect(driver().store.ping()).resolves.toBeUndefined()
    })

    it('can be closed twice, and not be written to after that', async () => {
      await driver().store.close()
      await driver().store.close()
      await expect(driver().store.ping()).rejects.toThrow()
      await expect(driver().store.enqueue({ ...issue })).rejects.toThrow()
    })
  })
}

const issue = { type: 'TimerFired', repository, at: 1, incident: '1#1', timer: 'escalation', dueAt: 1 } as const
