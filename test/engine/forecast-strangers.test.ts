import { describe, expect, it } from 'vitest'
import type { GitHubEvent } from '../../src/incident/event.ts'
import { nothingKnown } from '../../src/incident/readiness/facts.ts'
import type { Repository } from '../../src/incident/repository.ts'
import { minutes, seconds } from './support/harness.ts'
import { engineWith, Plays, type Proposed, played, pushed, sha } from './support/proposed.ts'
import { pullRequest, pullRequestChanged, repository } from './support/samples.ts'

describe('what a stranger proposes from a fork', () => {
  const fork = { ref: 'patch', sha, repository: 'mallory/service-1' }
  const proposes = (number: number, inside: Repository = repository): GitHubEvent =>
    pullRequestChanged(number, { repository: inside, pullRequest: pullRequest(number, { head: fork }) })

  const strangers = (permission: 'read' | 'triage' = 'read') =>
    engineWith(new Plays(), (one) => {
      one.onAnswer = async (question) => {
        if (question.ask === 'permission') return { ask: question.ask, value: permission }
        if (question.ask === 'files') return { ask: question.ask, value: ['.github/incident.yml'] }
        if (question.ask === 'readiness') return { ask: question.ask, value: nothingKnown('nobody looked') }
        throw new Error(`no answer to ${question.ask} was prepared`)
      }
    })
  const looks = ({ asked }: Proposed): number => asked.filter(({ ask }) => ask === 'readiness').length

  it.each([
    ['in public', 'read', false, 0],
    ['in private', 'read', true, 1],
    ['in public, and they may triage', 'triage', false, 1],
  ] as const)('has the repository looked at, or not: %s', async (_, permission, isPrivate, times) => {
    const { github, harness } = strangers(permission)
    await harness.deliver(proposes(20, { ...repository, private: isPrivate }))
    expect(looks(github)).toBe(times)
    expect(github.reports.at(-1)?.forecast).toEqual(played)
    expect(github.reports.at(-1)?.hazards?.length).toBeGreaterThan(0)
  })

  const manyOf = async (permission: 'read' | 'triage') => {
    const { github, harness } = strangers(permission)
    for (let place = 0; place < 12; place++) {
      await harness.deliver(proposes(20 + place))
      await harness.pass(seconds)
    }
    const ends = () => github.reports.map(({ forecast }) => forecast).filter((one) => one !== 'under-way')
    return { github, harness, ends }
  }

  it('is played ten times an hour; beyond that the check says how to have it, and nothing is read', async () => {
    const { github, harness, ends } = await manyOf('read')
    const refused = {
      type: 'not-played',
      why: 'from forks, 10 an hour are played here; somebody who may write here can run this check again',
    }
    expect(ends()).toEqual([...Array.from({ length: 10 }, () => played), refused, refused])
    expect(github.reports.at(-1)).not.toHaveProperty('hazards')
    await harness.deliver({ ...pushed, type: 'CheckRerunRequested', name: 'firebreak/config', sha })
    await harness.pass(seconds)
    expect(ends().at(-1)).toEqual(played)
    await harness.pass(60 * minutes)
    await harness.deliver(proposes(40))
    await harness.pass(seconds)
    expect(ends().slice(-2)).toEqual([played, played])
  })

  it('of those who may triage has no limit', async () => {
    const { ends } = await manyOf('triage')
    expect(ends()).toEqual(Array.from({ length: 12 }, () => played))
  })

  it('counts once, however often it is asked after', async () => {
    const { github, harness } = engineWith(new Plays(40), (one) => {
      one.onAnswer = async (question) =>
        question.ask === 'files'
          ? { ask: question.ask, value: ['.github/incident.yml'] }
          : { ask: 'permission', value: 'read' }
    })
    await harness.deliver(proposes(20))
    await harness.pass(60 * seconds)
    expect(github.reports.at(-1)?.forecast).toEqual(played)
  })
})
