import { describe, expect, it } from 'vitest'
import { TryLater } from '../../src/engine/ports.ts'
import { Harness, ScriptedGitHub, seconds } from './support/harness.ts'
import { MemoryStore } from './support/memory-store.ts'
import {
  alertChanged,
  branchPushed,
  commentAdded,
  emergency,
  incidentOf,
  nothing,
  repository,
} from './support/samples.ts'

describe('the situation of a decision', () => {
  it('holds every active incident, and the one the event is about or names whatever its status', async () => {
    const store = new MemoryStore()
    const incidents = [
      incidentOf(1),
      { ...incidentOf(2), status: 'closed' } as const,
      { ...incidentOf(3), status: 'closed' } as const,
      incidentOf(4, 9),
    ]
    for (const incident of incidents) store.disk.incidents.set(incident.id, incident)
    const harness = new Harness({ store })
    await harness.deliver(commentAdded(2, '/incident reopen it burns again'))
    await harness.engine.enqueue({
      type: 'TimerFired',
      repository,
      at: 0,
      incident: '1#3',
      timer: 'escalation',
      dueAt: 0,
    })
    await harness.engine.idle()
    expect(harness.decided.map(({ situation }) => situation.incidents.map(({ id }) => id))).toEqual([
      ['1#1', '1#2'],
      ['1#1', '1#3'],
    ])
  })

  it('is that of the moment the event happened', async () => {
    const harness = new Harness()
    await harness.deliver(emergency(1, { at: 12345 }))
    expect(harness.decided[0]?.situation.now).toBe(12345)
  })

  it('knows the repository by its newest name, and passes it on to what was stored under the old one', async () => {
    const harness = new Harness()
    await harness.deliver(emergency(1))
    const renamed = { ...repository, name: 'renamed' }
    await harness.deliver(emergency(2, { repository: renamed }))
    await harness.engine.enqueue({
      type: 'TimerFired',
      repository,
      at: 0,
      incident: '1#1',
      timer: 'escalation',
      dueAt: 0,
    })
    await harness.engine.idle()
    expect(harness.decided.map(({ situation }) => situation.repository.name)).toEqual([
      'service-1',
      'renamed',
      'renamed',
    ])
    expect(await harness.store.repository(1)).toEqual(renamed)
  })

  it('keeps the default branch when a delivery names a repository without it', async () => {
    const harness = new Harness()
    await harness.deliver(emergency(1))
    const { at, actor } = emergency(1)
    const bare = { ...repository, defaultBranch: '' }
    await harness.deliver({ type: 'InstallationChanged', change: 'suspended', repository: bare, at, actor })
    expect(await harness.store.repository(1)).toEqual(repository)
  })

  it('reads the configuration anew before an emergency is declared, at most once in ten seconds', async () => {
    const github = new ScriptedGitHub()
    github.file = { text: '{}', blob: 'x' }
    const harness = new Harness({ github })
    await harness.deliver(emergency(1))
    await harness.deliver(emergency(2), emergency(3))
    expect(github.read).toHaveLength(1)
    await harness.pass(10 * seconds)
    await harness.deliver(emergency(4), emergency(5))
    expect(github.read).toHaveLength(2)
  })

  it('reads the configuration anew before an alert opens an incident, and not when one ends', async () => {
    const github = new ScriptedGitHub()
    github.file = { text: 'detection: { alerts: { dependabot: true } }', blob: 'x' }
    const store = new MemoryStore()
    const harness = new Harness({ github, store })
    await harness.deliver(alertChanged('opened'))
    await harness.pass(10 * seconds)
    await harness.deliver(alertChanged('opened'))
    expect(github.read).toHaveLength(2)
    const incident = incidentOf(1)
    store.disk.incidents.set(incident.id, incident)
    await harness.pass(10 * seconds)
    await harness.deliver(alertChanged('closed'))
    expect(harness.decided).toHaveLength(3)
    expect(github.read).toHaveLength(2)
  })

  it('reads the configuration anew when a push touches it on the default branch', async () => {
    const harness = new Harness()
    await harness.deliver(branchPushed({ touchesConfiguration: true, branch: 'topic' }))
    await harness.deliver(branchPushed({ touchesConfiguration: true, branch: 'topic' }))
    expect(harness.github.read).toHaveLength(1)
    await harness.deliver(branchPushed({ touchesConfiguration: true }))
    expect(harness.github.read).toHaveLength(2)
  })

  it('has the policy that another replica has just read, where the calendar goes by it', async () => {
    const windows = (to: string): string => `freeze: { windows: [{ name: a, from: 2026-01-01T00:00, to: ${to} }] }`
    const store = new MemoryStore()
    const github = new ScriptedGitHub()
    github.file = { text: windows('2026-02-01T00:00'), blob: 'old' }
    const [one, other] = [new Harness({ github, store }), new Harness({ github, store })]
    await one.deliver(emergency(1))
    github.file = { text: windows('2026-03-01T00:00'), blob: 'new' }
    await other.engine.enqueue(branchPushed({ touchesConfiguration: true }))
    await other.engine.idle()
    await one.deliver(emergency(2))
    const ends = one.decided.map(({ situation }) => situation.policy.freeze.windows[0]?.to)
    expect(ends).toEqual(['2026-02-01T00:00', '2026-03-01T00:00'])
  })

  it('asks GitHub nothing after the app was removed', async () => {
    const harness = new Harness()
    const { at, actor } = emergency(1)
    await harness.deliver({ type: 'InstallationChanged', change: 'removed', repository, at, actor })
    expect(harness.decided).toHaveLength(1)
    expect(harness.github.read).toEqual([])
  })

  it('carries news of the configuration until a decision with them is stored', async () => {
    const github = new ScriptedGitHub()
    github.file = { text: 'severites: []', blob: 'broken' }
    const store = new MemoryStore()
    const harness = new Harness({ github, store })
    harness.decide = () => {
      throw new TryLater('not now', 1000)
    }
    await harness.deliver(emergency(1))
    harness.decide = () => nothing
    await harness.pass(5 * seconds)
    await harness.deliver(emergency(2))
    expect(harness.decided.map(({ situation }) => situation.configurationNews?.blob)).toEqual([
      'broken',
      'broken',
      undefined,
    ])
  })
})
