import { expect, it } from 'vitest'
import { currentTrail, type Trail } from '../../src/engine/trail.ts'
import { Harness } from './support/harness.ts'
import { MemoryStore } from './support/memory-store.ts'
import { comment, emergency, nothing, repository } from './support/samples.ts'

const fullName = `${repository.owner}/${repository.name}`

it('what an adapter does for an effect belongs to the delivery that the effect goes back to', async () => {
  const app = new Harness()
  const seen: Trail[] = []
  app.github.onPerform = async () => {
    await new Promise((resolve) => setImmediate(resolve))
    seen.push(currentTrail())
    return { succeeded: true, result: { type: 'Done' } }
  }
  app.decide = (_, event) =>
    event.type === 'IssueChanged' ? { ...nothing, effects: [comment('a', { incident: '1#1' })] } : nothing
  await app.engine.accept({ guid: 'guid-1', name: 'issues' }, [emergency(1)])
  await app.engine.idle()
  expect(seen).toEqual([{ delivery: 'guid-1', repository: fullName, incident: '1#1', effect: 'PostComment', key: 'a' }])
})

it('what follows from an outcome goes back to the same delivery, however long the chain', async () => {
  const app = new Harness()
  app.decide = (_, event) => {
    if (event.type === 'IssueChanged') return { ...nothing, effects: [comment('1')] }
    if (event.type === 'EffectSettled' && event.put.key !== '3')
      return { ...nothing, effects: [comment(String(Number(event.put.key) + 1))] }
    return nothing
  }
  await app.engine.accept({ guid: 'guid-1', name: 'issues' }, [emergency(1)])
  await app.engine.idle()
  expect(app.github.performed.map(({ put }) => [put.key, put.delivery])).toEqual([
    ['1', 'guid-1'],
    ['2', 'guid-1'],
    ['3', 'guid-1'],
  ])
})

it('the loop serves everybody, although a delivery woke it', async () => {
  const store = new MemoryStore()
  const app = new Harness({ store })
  const seen: Trail[] = []
  const claim = store.claim.bind(store)
  store.claim = (now) => {
    seen.push(currentTrail())
    return claim(now)
  }
  await app.deliver(emergency(1))
  expect(seen.length).toBeGreaterThan(0)
  expect(new Set(seen.map((trail) => JSON.stringify(trail)))).toEqual(new Set(['{}']))
})
