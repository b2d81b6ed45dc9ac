import { describe, expect, it } from 'vitest'
import type { ConfigurationReport } from '../../../src/incident/configuration-report.ts'
import type { Decision } from '../../../src/incident/plan.ts'
import type { Problem } from '../../../src/policy/problem.ts'
import { problemsOf } from '../../policy/read.ts'
import { person, self } from '../procedure.ts'
import { effectsOf, isQuiet, Story, shaOf } from '../story.ts'

const problems: readonly Problem[] = await problemsOf('versoin: 1\n')
const report = (found: readonly Problem[]): ConfigurationReport => ({
  present: true,
  blob: shaOf('b'),
  problems: found,
  notices: [],
})

const pushed = (story: Story, touchesConfiguration: boolean, { branch = 'topic', by = person('carol') } = {}) =>
  story.happens({
    type: 'BranchPushed',
    branch,
    before: shaOf('1'),
    after: shaOf('2'),
    forced: false,
    deleted: false,
    commits: [],
    touchesConfiguration,
    actor: by,
  })

const fork = { title: 'Change the rules', head: { ref: 'patch', sha: shaOf('4'), repository: 'mallory/shop' } }

describe('a push that changes the configuration', () => {
  it.each([
    ['is judged where the maintainers changed it', problems, 'failure'],
    ['is told that it is valid', [], 'success'],
  ] as const)('%s', (_, found, conclusion) => {
    const story = new Story(undefined, { 'configuration-at': () => report(found) })
    expect(effectsOf(pushed(story, true), 'PublishCheck')).toMatchObject([
      { name: 'firebreak/config', sha: shaOf('2'), conclusion },
    ])
  })

  it('by which the file went is told what that means', () => {
    const [put] = pushed(new Story(), true).effects
    expect(put?.effect).toMatchObject({ conclusion: 'success', message: { type: 'ConfigReport', absent: true } })
  })

  it('that leaves it alone gets no check', () => {
    const story = new Story(undefined, { 'configuration-at': () => report(problems) })
    expect(isQuiet(pushed(story, false))).toBe(true)
    expect(story.asked).toEqual([])
  })
})

describe('what a proposal would change', () => {
  const valid = () => new Story(undefined, { 'configuration-at': () => ({ ...report([]), notices: problems }) })
  const key = '7/forecast/branch/topic'
  const played = { type: 'played', cases: [], watched: 1 } as const

  it('is played after the verdict, each time that it is asked for', () => {
    const story = valid()
    const decision = pushed(story, true)
    expect(decision.effects.map(({ effect }) => effect.type)).toEqual(['PublishCheck', 'ForecastConfiguration'])
    expect(effectsOf(decision, 'PublishCheck')).toMatchObject([
      { conclusion: 'success', message: { notices: problems, forecast: 'under-way' } },
    ])
    expect(decision.effects[1]).toMatchObject({
      ...{ key, keep: 'latest', urgent: false },
      effect: { sha: shaOf('2'), notices: problems, askedAt: story.now },
    })
    story.now += 1
    expect(effectsOf(pushed(story, true), 'ForecastConfiguration')).toMatchObject([{ askedAt: story.now }])
  })

  it('is not played of what is in force, or would not be; what still waits is taken back', () => {
    const merged = pushed(valid(), true, { branch: 'main' })
    const broken = pushed(new Story(undefined, { 'configuration-at': () => report(problems) }), true)
    for (const decision of [merged, broken]) {
      expect(effectsOf(decision, 'ForecastConfiguration')).toEqual([])
      expect(effectsOf(decision, 'PublishCheck')[0]?.message).not.toHaveProperty('forecast')
    }
    expect(broken.cancelled).toEqual([key])
  })

  it('is played of the newest commit of a branch or a pull request; an older one that waits gives way', () => {
    const story = new Story(undefined, {
      'configuration-at': () => report([]),
      files: () => ['.github/incident.yml'],
    })
    const asked = (decision: Decision) =>
      decision.effects.flatMap(({ key: at, effect }) =>
        effect.type === 'ForecastConfiguration' ? [{ at, sha: effect.sha, keep: 'latest' }] : [],
      )
    const newer = { ...fork, head: { ...fork.head, sha: shaOf('5') } }
    const actor = person('carol')
    expect([
      asked(story.changesPull('opened', 'mallory', fork)),
      asked(story.changesPull('pushed', 'mallory', newer)),
      asked(pushed(story, true, { branch: 'other' })),
      asked(story.happens({ type: 'CheckRerunRequested', name: 'firebreak/config', sha: shaOf('4'), actor })),
    ]).toEqual([
      [{ at: '7/forecast/pull/20', sha: shaOf('4'), keep: 'latest' }],
      [{ at: '7/forecast/pull/20', sha: shaOf('5'), keep: 'latest' }],
      [{ at: '7/forecast/branch/other', sha: shaOf('2'), keep: 'latest' }],
      [{ at: `7/forecast/commit/${shaOf('4')}`, sha: shaOf('4'), keep: 'latest' }],
    ])
  })

  it('says so of a fork by somebody who has no say here, and of nobody else', () => {
    const strangers = (by: string) => {
      const story = new Story(undefined, {
        'configuration-at': () => report([]),
        files: () => ['.github/incident.yml'],
      })
      return effectsOf(story.changesPull('opened', by, fork), 'ForecastConfiguration').map((one) => one.fromStranger)
    }
    expect([strangers('mallory'), strangers('trudy'), strangers('carol')]).toEqual([[true], [undefined], [undefined]])
    expect(effectsOf(pushed(valid(), true), 'ForecastConfiguration')[0]).not.toHaveProperty('fromStranger')
  })

  it('is added to the check when it is known, or that it is not', () => {
    const story = valid()
    const [, put] = pushed(story, true).effects
    if (!put) throw new Error('nothing is played')
    const hazards = [{ topic: 'coverage', level: 'weak', seen: 'Only one.' }] as const
    const known = story.settles(put, { succeeded: true, result: { type: 'Forecast', forecast: played, hazards } })
    expect(known.effects).toMatchObject([
      {
        key: expect.stringContaining('firebreak/config'),
        keep: 'latest',
        effect: { conclusion: 'success', message: { problems: [], notices: problems, forecast: played, hazards } },
      },
    ])
    const givenUp = story.settles(put, { succeeded: false, reason: 'Given up' })
    expect(effectsOf(givenUp, 'PublishCheck')).toMatchObject([
      { conclusion: 'success', message: { forecast: { type: 'not-played', why: 'Given up' } } },
    ])
  })

  it('is played of what the App itself proposes, too', () => {
    const decision = pushed(valid(), true, { by: self })
    expect(decision.effects.map(({ effect }) => effect.type)).toEqual(['PublishCheck', 'ForecastConfiguration'])
    expect(isQuiet(pushed(valid(), false, { by: self }))).toBe(true)
  })
})

describe('a pull request from a fork', () => {
  it('that changes the configuration is judged on its own head', () => {
    const story = new Story(undefined, {
      'configuration-at': () => report(problems),
      files: () => ['.github/incident.yml'],
    })
    expect(effectsOf(story.changesPull('opened', 'mallory', fork), 'PublishCheck')).toMatchObject([
      { name: 'firebreak/config', sha: shaOf('4'), conclusion: 'failure' },
    ])
  })

  it('that leaves it alone is not judged; one of the repository’s own is not even asked about', () => {
    const story = new Story(undefined, { 'configuration-at': () => report(problems) })
    expect(isQuiet(story.changesPull('opened', 'mallory', fork))).toBe(true)
    story.asked.length = 0
    const own = { ...fork, head: { ...fork.head, repository: 'acme/shop' } }
    expect(isQuiet(story.changesPull('opened', 'carol', own))).toBe(true)
    expect(story.asked).toEqual([])
  })
})

describe('the configuration check is asked for again', () => {
  it('and judged again', () => {
    const story = new Story(undefined, { 'configuration-at': () => report([]) })
    const actor = person('carol')
    const decision = story.happens({ type: 'CheckRerunRequested', name: 'firebreak/config', sha: shaOf('4'), actor })
    expect(effectsOf(decision, 'PublishCheck')).toMatchObject([{ conclusion: 'success', rerun: story.now }])
  })
})

describe('what stands on the default branch', () => {
  it.each([
    ['broken: one issue says so', problems, true, 'ConfigIssue'],
    ['mended: it is closed', [], false, 'ConfigFixed'],
  ] as const)('%s', (_, found, open, type) => {
    class WithNews extends Story {
      override situation() {
        return { ...super.situation(), configurationNews: report(found) }
      }
    }
    const decision = new WithNews().comments('Hello')
    expect(effectsOf(decision, 'KeepIssue')).toMatchObject([{ open, message: { type } }])
  })
})

it('an incident keeps the rules it was declared under, and takes people from the present ones', () => {
  const story = new Story()
  story.opens({}, 'trudy')
  story.policy = {
    ...story.policy,
    severities: story.policy.severities.map((severity) => ({ ...severity, escalation: false })),
    roles: { ...story.policy.roles, security: { type: 'members', members: ['@erin'] } },
  }
  const [told] = effectsOf(story.fires('escalation'), 'PostComment')
  expect(told?.message).toMatchObject({ type: 'Escalated', members: ['@erin'] })
})
