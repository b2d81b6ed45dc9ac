import { describe, expect, it } from 'vitest'
import { StaleDecision, TryLater } from '../../src/engine/ports.ts'
import type { Account } from '../../src/incident/account.ts'
import type { Event } from '../../src/incident/event.ts'
import { permissionOf } from '../../src/incident/question.ts'
import { reason } from '../../src/incident/reason.ts'
import { Harness, hours, minutes, ScriptedGitHub } from './support/harness.ts'
import { MemoryStore } from './support/memory-store.ts'
import { branchPushed, comment, emergency, incidentOf, nothing, repositoryOf } from './support/samples.ts'

const numberOf = (event: Event): number => (event.type === 'IssueChanged' ? event.issue.number : 0)
const decidedNumbers = ({ decided }: Harness): number[] => decided.map(({ event }) => numberOf(event))

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
          renderCheck: () => ({ title: '', summary: '' }),
          renderCard: () => '',
          channelWords: () => ({ title: '', facts: [], text: '', url: '', action: 'none', level: 'info' }) as const,
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
          renderCheck: () => ({ title: '', summary: '' }),
          renderCard: () => '',
          channelWords: () => ({ title: '', facts: [], text: '', url: '', action: 'none', level: 'info' }) as const,
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

describe('the account of a decision', () => {
  /** Keeps what is stored with each decision that has an account. */
  class AccountsStore extends MemoryStore {
    readonly accounts: Account[] = []
    override async commit(...committed: Parameters<MemoryStore['commit']>): Promise<void> {
      await super.commit(...committed)
      const { account } = committed[1]
      if (account) this.accounts.push(account)
    }
  }

  it('is stored with it: what happened, what was asked and answered, and why', async () => {
    const store = new AccountsStore()
    const harness = new Harness({ store })
    harness.decide = function* (_situation, event) {
      if (event.type === 'EffectSettled') return nothing
      yield* permissionOf('mona')
      return { ...nothing, incidents: [incidentOf(1)], effects: [comment('c')], because: [reason('it is so')] }
    }
    await harness.deliver(emergency(1))
    expect(store.accounts).toEqual([
      expect.objectContaining({
        subjects: ['1#1'],
        cause: expect.objectContaining({ type: 'IssueChanged', actor: 'mona', thread: 1 }),
        asked: [{ ask: 'permission', about: 'mona', answer: 'write' }],
        because: [reason('it is so')],
        effects: [expect.objectContaining({ key: 'c', type: 'PostComment' })],
      }),
    ])
  })

  it('holds nothing up where it cannot be written', async () => {
    const harness = new Harness()
    const unforeseen = { ...comment('c'), effect: JSON.parse('{"type":"Unforeseen"}') }
    harness.decide = (_situation, event) => ({
      ...nothing,
      ...(event.type === 'IssueChanged' && { incidents: [incidentOf(1)], effects: [unforeseen] }),
    })
    await harness.deliver(emergency(1))
    expect(harness.github.performed.map(({ put }) => put.key)).toEqual(['c'])
    expect(harness.log.at('error')).toContain('Why something was decided could not be written down')
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

  it('is decided on at the moment that is known, however often it had to wait before', async () => {
    const harness = new Harness()
    let times = 0
    harness.decide = () => {
      times += 1
      if (times <= 10) throw new TryLater('not its turn', 3000, { isExact: true })
      return nothing
    }
    await harness.deliver(emergency(1))
    await harness.pass(30_000)
    expect(times).toBe(11)
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

  it('holds nothing up where it is a comparison with GitHub, which comes again', async () => {
    const harness = new Harness()
    harness.decide = (_situation, event) => {
      if (event.type === 'CheckUpDue') throw new Error('GitHub refused')
      return nothing
    }
    const { repository } = emergency(1)
    await harness.engine.enqueue({ type: 'CheckUpDue', repository, at: 0, interruption: undefined, since: undefined })
    await harness.deliver(emergency(2))
    expect(decidedNumbers(harness)).toContain(2)
    expect(harness.log.at('error')).toHaveLength(1)
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

  it('is not put aside because what became of it cannot be stored for hours', async () => {
    const store = new MemoryStore()
    const harness = new Harness({ store })
    harness.decide = () => nothing
    const commit = store.commit.bind(store)
    store.commit = () => Promise.reject(new TryLater('The database has trouble', 1000))
    await harness.deliver(emergency(1))
    await harness.pass(12 * hours)
    expect((await store.workload()).events).toBe(1)
    store.commit = commit
    await harness.pass(hours)
    expect(await store.workload()).toMatchObject({ events: 0, buried: 0 })
    expect(harness.log.at('error')).toEqual([])
  })
})
