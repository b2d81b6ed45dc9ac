import { describe, expect, it } from 'vitest'
import type { ConfigurationReport } from '../../../src/incident/configuration-report.ts'
import type { Problem } from '../../../src/policy/problem.ts'
import { problemsOf } from '../../policy/read.ts'
import { person } from '../procedure.ts'
import { effectsOf, isQuiet, Story, shaOf } from '../story.ts'

const problems: readonly Problem[] = await problemsOf('versoin: 1\n')
const report = (found: readonly Problem[]): ConfigurationReport => ({
  present: true,
  blob: shaOf('b'),
  problems: found,
  notices: [],
})

const pushed = (story: Story, touchesConfiguration: boolean) =>
  story.happens({
    type: 'BranchPushed',
    branch: 'topic',
    before: shaOf('1'),
    after: shaOf('2'),
    forced: false,
    deleted: false,
    commits: [],
    touchesConfiguration,
    actor: person('carol'),
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

  it('by which the file went gets no check, nor does a push that leaves it alone', () => {
    expect(isQuiet(pushed(new Story(), true))).toBe(true)
    const story = new Story(undefined, { 'configuration-at': () => report(problems) })
    expect(isQuiet(pushed(story, false))).toBe(true)
    expect(story.asked).toEqual([])
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
