import { describe, expect, it } from 'vitest'
import { StaleDecision, TryLater } from '../../src/engine/ports.ts'
import type { Event } from '../../src/incident/event.ts'
import { permissionOf } from '../../src/incident/question.ts'
import { Harness, hours, minutes, ScriptedGitHub, seconds } from './support/harness.ts'
import { MemoryStore } from './support/memory-store.ts'
import {
  branchPushed,
  comment,
  commentAdded,
  emergency,
  incidentOf,
  nothing,
  repository,
  repositoryOf,
} from './support/samples.ts'

const numberOf = (event: Event): number => (event.type === 'IssueChanged' ? event.issue.number : 0)
const decidedNumbers = ({ decided }: Harness): number[] => decided.map(({ event }) => numberOf(event))

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

  it('reads the configuration anew when a push touches it on the default branch', async () => {
    const harness = new Harness()
    await harness.deliver(branchPushed({ touchesConfiguration: true, branch: 'topic' }))
    await harness.deliver(branchPushed({ touchesConfiguration: true, branch: 'topic' }))
    expect(harness.github.read).toHaveLength(1)
    await harness.deliver(branchPushed({ touchesConfiguration: true }))
    expect(harness.github.read).toHaveLength(2)
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

describe('questions', () => {
  it('are answered as they come, each once within one decision', async () => {
    const harness = new Harness()
    harness.decide = function* (_situation, event) {
      if (event.type === 'EffectSettled') return nothing
      const answers = [yield* permissionOf('mona'), yield* permissionOf('hubot'), yield* permissionOf('mona')]
      return { ...nothing, effects: answers.map((answer, index) => comment(`${index}-${answer}`)) }
    }
    await harness.deliver(emergency(1))
    await harness.deliver(emergency(2))
    const logins = harness.github.asked.flatMap((question) => ('login' in question ? [question.login] : []))
    expect(logins).toEqual(['mona', 'hubot', 'mona', 'hubot'])
    expect(harness.github.performed.map(({ put }) => put.key)).toEqual(['0-write', '1-write', '2-write'])
  })

  it('about the configuration at a commit are answered by checking it', async () => {
    const github = new ScriptedGitHub()
    github.file = { text: 'severites: []', blob: 'broken' }
    const harness = new Harness({ github })
    const problems: number[] = []
    harness.decide = function* () {
      const answer = yield { ask: 'configuration-at', sha: 'c0ffee' }
      if (answer.ask === 'configuration-at') problems.push(answer.value.problems.length)
      return nothing
    }
    await harness.deliver(branchPushed({ touchesConfiguration: true, branch: 'topic' }))
    expect(problems).toEqual([1])
    expect(github.asked).toEqual([])
  })

  it('without an end are a mistake, and hold up no other repository', async () => {
    const harness = new Harness()
    harness.decide = function* (_situation, event) {
      while (event.repository.id === 1) yield* permissionOf('mona')
      return nothing
    }
    await harness.deliver(emergency(1))
    await harness.deliver(emergency(2, { repository: repositoryOf(2) }))
    expect(harness.log.at('error')).toEqual(['Handling an event failed'])
    expect(harness.log.text).toContain('more than 10000 questions')
  })
})

describe('what a decision says', () => {
  it('is stored in words', async () => {
    const harness = new Harness()
    const message = { type: 'NoIncident', open: [] } as const
    harness.decide = () => ({
      ...nothing,
      effects: [
        comment('c'),
        comment('k', { effect: { type: 'KeepIssue', open: true, title: 't', labels: [], message } }),
        comment('o', { effect: { type: 'OpenIssue', title: 't', labels: [], assignees: [], message } }),
        comment('p', {
          effect: {
            type: 'PublishCheck',
            name: 'firebreak/config',
            sha: 's',
            externalId: 'x',
            conclusion: 'success',
            message,
          },
        }),
      ],
    })
    await harness.deliver(emergency(1))
    expect(harness.github.performed.map(({ put }) => put.effect)).toMatchObject([
      { body: 'words for NoIncident' },
      { body: 'words for NoIncident' },
      { title: 'title for NoIncident', body: 'words for NoIncident' },
      { output: { title: 'NoIncident', summary: 'words for NoIncident' } },
    ])
  })

  it('is worded from the incidents as they are after it', async () => {
    const incident = { ...incidentOf(1), severity: 'P0' }
    const harness = new Harness({
      parts: {
        render: {
          renderMessage: (_message, { incidents }) =>
            [...incidents.values()].map(({ id, severity }) => `${id} ${severity}`).join(),
          renderTitle: () => '',
          renderTitle: () => '',
          renderCheck: () => ({ title: '', summary: '' }),
          renderCard: () => '',
        },
      },
    })
    harness.decide = () => ({ ...nothing, incidents: [incident], effects: [comment('c')] })
    await harness.deliver(emergency(1))
    expect(harness.github.performed[0]?.put.effect).toMatchObject({ body: '1#1 P0' })
  })

  it('does not hold up what it does when the words fail', async () => {
    const harness = new Harness({
      parts: {
        render: {
          renderMessage: () => {
            throw new Error('no words')
          },
          renderTitle: () => '',
          renderTitle: () => '',
          renderCheck: () => ({ title: '', summary: '' }),
          renderCard: () => '',
        },
      },
    })
    harness.decide = (_situation, event) => ({
      ...nothing,
      effects: event.type === 'IssueChanged' ? [comment('c')] : [],
    })
    await harness.deliver(emergency(1))
    expect(harness.github.performed[0]?.put.effect).toMatchObject({
      body: expect.stringContaining('could not put this message (NoIncident) into words'),
    })
    expect(harness.log.at('error')).toEqual(['A message could not be put into words'])
  })
})

describe('an event that cannot be handled now', () => {
  it('waits as long as asked for, and what follows waits behind it', async () => {
    const harness = new Harness()
    harness.decide = () => {
      throw new TryLater('rate limit', 20 * minutes)
    }
    await harness.deliver(emergency(1))
    await harness.deliver(emergency(2))
    harness.decide = () => nothing
    await harness.pass(19 * minutes)
    expect(decidedNumbers(harness)).toEqual([1])
    await harness.pass(minutes)
    expect(decidedNumbers(harness)).toEqual([1, 1, 2])
  })

  it('does not make other repositories wait', async () => {
    const harness = new Harness()
    harness.decide = (_situation, { repository: { id } }) => {
      if (id === 1) throw new TryLater('rate limit', 20 * minutes)
      return nothing
    }
    await harness.deliver(emergency(1))
    await harness.deliver(emergency(2, { repository: repositoryOf(2) }))
    expect(decidedNumbers(harness)).toEqual([1, 2])
  })

  it('is decided on again at once when the incident moved meanwhile', async () => {
    const store = new MemoryStore()
    const harness = new Harness({ store })
    const commit = store.commit.bind(store)
    let isFirst = true
    store.commit = async (work, decision, about) => {
      if (isFirst) {
        isFirst = false
        store.disk.incidents.set('1#1', { ...incidentOf(1), version: 7 })
        throw new StaleDecision('moved')
      }
      return commit(work, decision, about)
    }
    await harness.deliver(emergency(1))
    expect(harness.decided.map(({ situation }) => situation.incidents[0]?.version)).toEqual([undefined, 7])
    expect(harness.log.at('error')).toEqual([])
  })

  it('gives the others room when it is overtaken again and again', async () => {
    const store = new MemoryStore()
    store.commit = async () => {
      throw new StaleDecision('moved')
    }
    const harness = new Harness({ store })
    await harness.deliver(emergency(1))
    expect(harness.decided).toHaveLength(5)
    expect(harness.log.at('info')).toContain('An event has to wait')
  })
})

describe('an event that can never be handled', () => {
  const poisoned = (): Harness => {
    const harness = new Harness()
    harness.decide = (_situation, event) => {
      if (numberOf(event) === 1) throw new Error('cannot read 1, token ghp_abcdefghijklmnopqrstuvwxyz0123456789')
      return nothing
    }
    return harness
  }

  it('is tried eight times within an hour, then put aside, and its lane goes on', async () => {
    const harness = poisoned()
    await harness.deliver(emergency(1))
    await harness.deliver(emergency(2))
    await harness.pass(30 * minutes)
    expect(decidedNumbers(harness)).not.toContain(2)
    await harness.pass(30 * minutes)
    expect(decidedNumbers(harness)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 2])
    await harness.pass(24 * hours)
    expect(harness.decided).toHaveLength(9)
  })

  it('is loud in the log, with the place and without secrets', async () => {
    const harness = poisoned()
    await harness.deliver(emergency(1))
    await harness.pass(hours)
    expect(harness.log.at('error').at(-1)).toContain('PUT ASIDE')
    expect(harness.log.text).toContain('handle.test.ts')
    expect(harness.log.text).not.toContain('ghp_abc')
  })

  it('is not put aside for one error after a long outage', async () => {
    const harness = new Harness()
    harness.decide = () => {
      throw new TryLater('GitHub is down', 1000)
    }
    await harness.deliver(emergency(1))
    await harness.pass(12 * hours)
    harness.decide = () => {
      harness.decide = () => nothing
      throw new Error('one slip')
    }
    await harness.pass(hours)
    expect(harness.log.at('error')).toEqual(['Handling an event failed'])
    await harness.engine.drain()
  })
})
