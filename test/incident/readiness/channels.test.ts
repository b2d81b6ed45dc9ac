import { describe, expect, it } from 'vitest'
import {
  channelFindings,
  channelsAsked,
  channelsAway,
  type ProbedChannel,
  type ProbeResult,
} from '../../../src/incident/readiness/channels.ts'
import { policyFrom } from '../policies.ts'

const policy = await policyFrom(`
roles: { maintainers: ["@alice"] }
channels:
  pager: { type: pagerduty, secret: PAGER }
  team: { type: slack, secret: TEAM }
  news: { type: discord, secret: NEWS }
  spare: { type: slack, secret: SPARE }
escalation: { policies: { default: { steps: [{ notify: [maintainers], channels: [pager] }] } } }
updates:
  deadlines: [{ within: 1h, channels: [team] }]
  messages: { kick-off: { on: declared, template: "It began.", channels: [news] } }
`)

const probed = (result: ProbeResult): readonly ProbedChannel[] =>
  channelsAsked(policy).map(({ name }) => ({ channel: name, result }))
const findingOf = (name: string, result: ProbeResult) =>
  channelFindings(policy, probed(result)).find(({ seen }) => seen.includes(`"${name}"`))

describe('a channel', () => {
  it('of which nobody answered this time may answer the next, unless it was so the last time', () => {
    const away = probed({ state: 'away', why: 'the time ran out' })
    const levels = (before: readonly string[] | undefined) =>
      channelFindings(policy, away, before).map(({ level, subjects }) => `${subjects} ${level}`)
    expect(channelsAway(away)).toEqual(['pager', 'team', 'news', 'spare'])
    expect(levels([])).toEqual(['pager unknown', 'team unknown', 'news unknown', 'spare unknown'])
    expect(levels(['team', 'spare'])).toEqual(['team broken', 'spare weak', 'pager unknown', 'news unknown'])
    expect(levels(undefined)).toEqual(['pager broken', 'team broken', 'news broken', 'spare weak'])
    expect(channelFindings(policy, probed({ state: 'not-granted' }), []).map(({ level }) => level)).toContain('broken')
  })

  it('is asked about by its kind and its secret, whether anything tells it or not', () => {
    expect(channelsAsked(policy)).toContainEqual({ name: 'spare', kind: 'slack', secret: 'SPARE' })
    expect(channelsAsked(policy)).toHaveLength(4)
  })

  it.each([
    { state: 'refuses', why: 'the address is gone' },
    { state: 'away', why: 'the connection was refused' },
    { state: 'other-kind' },
    { state: 'not-granted' },
  ] satisfies readonly ProbeResult[])('that is told of something and $state would be missed', (result) => {
    for (const name of ['pager', 'team', 'news'])
      expect(findingOf(name, result)).toMatchObject({
        level: 'broken',
        topic: 'channels',
        emergency: expect.stringContaining('reaches nobody'),
        remedy: expect.stringMatching(/\.$/),
      })
    expect(findingOf('spare', result)).toMatchObject({ level: 'weak' })
    expect(findingOf('spare', result)).not.toHaveProperty('emergency')
  })

  it('that was not granted is said to be paged in vain, with what to do', () => {
    expect(findingOf('pager', { state: 'not-granted' })).toMatchObject({
      seen: expect.stringContaining('has not granted it to this repository'),
      remedy: expect.stringContaining('grant PAGER'),
    })
  })

  it('that answers is well, and one of which that cannot be told is not called broken', () => {
    expect(findingOf('team', { state: 'answers', how: 'Slack knows the address' })).toMatchObject({ level: 'good' })
    expect(findingOf('pager', { state: 'unclear', why: 'it tells only of a real alarm' })).toMatchObject({
      level: 'unknown',
      remedy: expect.stringContaining('test message'),
    })
  })

  it('that was not tried is not known', () => {
    expect(channelFindings(policy, undefined).map(({ level }) => level)).toEqual(Array(4).fill('unknown'))
  })
})

it('what is worst comes first', () => {
  const results: Record<string, ProbeResult> = {
    pager: { state: 'answers', how: 'it does' },
    team: { state: 'unclear', why: 'it cannot be told' },
    spare: { state: 'not-granted' },
    news: { state: 'not-granted' },
  }
  const all = channelsAsked(policy).flatMap(({ name }) => {
    const result = results[name]
    return result ? [{ channel: name, result }] : []
  })
  expect(channelFindings(policy, all).map(({ level }) => level)).toEqual(['broken', 'weak', 'unknown', 'good'])
})
