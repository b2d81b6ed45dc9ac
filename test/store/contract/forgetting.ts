import { expect, it } from 'vitest'
import type { Effect, PutEffect } from '../../../src/incident/effect.ts'
import { comment, emergency, moment } from '../../engine/support/samples.ts'
import { type Driver, recorded } from '../support/driver.ts'

const days = 86_400_000
const message = { type: 'Help', to: 'alice' } as const
const sha = 'a'.repeat(40)
const check: Effect = { type: 'PublishCheck', name: 'c', sha, externalId: 'c', conclusion: 'success', message }
const issue: Effect = { type: 'OpenIssue', title: 'Configure', labels: [], assignees: [], message }
const board: Effect = { type: 'KeepIssue', open: true, title: 'Readiness', labels: [], message }

const latest = (key: string, effect: Effect, incident?: string): PutEffect =>
  comment(key, { effect, keep: 'latest', incident })

export function describeForgetting(driver: () => Driver): void {
  it('forgets after a month what was published, played and looked at, and remembers what was done once and for all', async () => {
    const active = recorded(2, { type: 'Acknowledged' })
    const forgotten = [
      latest('forecast', { type: 'ForecastConfiguration', sha, notices: [], askedAt: 0 }),
      latest('look', { type: 'LookAround', questions: [], askedAt: 0 }),
      latest('check', check),
    ]
    const remembered = [latest('board', board), latest('issue', issue), latest('verdict', check, '1#2')]
    await driver().decide({ ...active, effects: [...forgotten, ...remembered] })
    for (const { key } of [...forgotten, ...remembered]) await driver().store.memorise(key, { creating: true })
    await driver().performAll()
    await driver().put(latest('never done', check))
    driver().now = moment + 29 * days
    const left = async () => {
      await driver().acceptAs(`${driver().now}`, emergency(3))
      const kept: string[] = []
      for (const { key } of [...forgotten, ...remembered, { key: 'never done' }])
        if ((await driver().store.effectsAskedFor(key)).asked > 0) kept.push(key)
      return kept
    }
    expect(await left()).toContain('forecast')
    driver().now = moment + 32 * days
    // The cleaning goes on beside.
    await expect.poll(left).toEqual(['board', 'issue', 'verdict', 'never done'])
    expect(await driver().store.recall('forecast')).toBeUndefined()
    expect(await driver().store.recall('board')).toEqual({ creating: true })
    expect(await driver().store.recall('verdict')).toEqual({ creating: true })
  })
}
