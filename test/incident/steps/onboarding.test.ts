import { describe, expect, it } from 'vitest'
import type { Effect, EffectOutcome } from '../../../src/incident/effect.ts'
import type { Decision } from '../../../src/incident/plan.ts'
import { isToBeOnboarded } from '../../../src/incident/steps/onboarding.ts'
import type { Survey } from '../../../src/incident/survey.ts'
import { loadOverPresets } from '../../../src/policy/load-presets.ts'
import { withoutFile } from '../../../src/policy/resolve-policy.ts'
import { policyFrom } from '../policies.ts'
import { type Facts, issue, Procedure, person, repository, surveyed } from '../procedure.ts'

const calendar = '7/calendar'
const fired = { type: 'TimerFired', incident: calendar, timer: 'onboarding', dueAt: 0 } as const
const added = { type: 'InstallationChanged', change: 'added', actor: person('alice') } as const
const key = '7/onboarding'

/** Here a survey that is asked for is over at once, and what follows from it is part of what happened. */
class Starting extends Procedure {
  override happens(event: Parameters<Procedure['happens']>[0]): Decision {
    const decision = super.happens(event)
    const effects = decision.effects.flatMap((put) =>
      put.effect.type === 'LookAround' ? this.settles(put, this.seenBy(put.effect)).effects : [put],
    )
    return { ...decision, effects }
  }
}

/** A repository without a file, in which the timer of the suggestion fires. */
const starting = (survey: Partial<Survey> = {}, facts: Facts = {}) =>
  new Starting(withoutFile(), { survey: () => ({ ...surveyed, ...survey }), ...facts })

const only = <Type extends Effect['type']>(type: Type, effects: readonly { readonly effect: Effect }[]) => {
  const found = effects.flatMap(({ effect }) => (effect.type === type ? [effect] : []))
  expect(found).toHaveLength(1)
  return found[0] as Extract<Effect, { type: Type }>
}

describe('where a configuration is to be suggested', () => {
  it.each([
    ['selected', 'selected', true],
    ['selected', 'all', false],
    ['selected', undefined, false],
    ['all', 'selected', true],
    ['all', 'all', true],
    ['all', undefined, true],
    ['off', 'selected', false],
    ['off', 'all', false],
    [undefined, 'selected', false],
  ] as const)('%s, of %s repositories: %s', (scope, selection, expected) => {
    const event = { ...added, repository, at: 0, ...(selection && { selection }) }
    expect(isToBeOnboarded(scope, event)).toBe(expected)
    expect(isToBeOnboarded(scope, { ...event, change: 'permissions' })).toBe(false)
  })

  it('each repository of a delivery has its turn, and is only read where nothing is to be suggested', () => {
    const procedure = starting()
    const timers = (onboarding: 'all' | 'off') => {
      const situation = procedure.situation.bind(procedure)
      procedure.situation = () => ({ ...situation(), onboarding })
      return procedure.decides({ ...added, place: 3 }).timers
    }
    const at = procedure.now + 3000
    expect(timers('all')).toEqual([{ incident: calendar, timers: [{ name: 'onboarding', at }] }])
    expect(timers('off')).toEqual([{ incident: calendar, timers: [{ name: 'configuration', at }] }])
  })
})

describe('the suggestion', () => {
  it('is one issue under one key, which calls nobody and is looked for first', () => {
    const { effects } = starting().happens(fired)
    expect(effects).toMatchObject([{ key, keep: 'once', urgent: false, incident: undefined }])
    const effect = only('OpenIssue', effects)
    expect(effect).toMatchObject({ again: true, assignees: [], labels: [], message: { way: 'issue' } })
    expect(effect.message).toMatchObject({ suggestion: { preset: 'single-maintainer' } })
  })

  it('is a pull request with both files where contents may be written', () => {
    const effect = only('ProposeConfiguration', starting({ mayWriteContents: true }).happens(fired).effects)
    expect(effect).toMatchObject({ base: 'main', branch: 'firebreak/configure', again: true })
    expect(effect.files.map(({ path }) => path)).toEqual([
      '.github/incident.yml',
      '.github/ISSUE_TEMPLATE/emergency.yml',
    ])
    expect(loadOverPresets(effect.files[0]?.text ?? '').ok).toBe(true)
  })

  it.each([
    [{ archived: true }],
    [{ fork: true }],
    [{ hasIssues: false }],
    [{ hasConfiguration: true }],
    [{ hasConfiguration: undefined }],
  ])('is none where %j', (survey) => {
    expect(starting(survey).happens(fired).effects).toEqual([])
  })

  it('is none, without a look, where there is a file or was a suggestion', async () => {
    const configured = new Procedure(await policyFrom('roles: { maintainers: ["@alice"] }\n'))
    const before = starting({}, { 'effects-asked-for': () => ({ asked: 1, waiting: 0 }) })
    for (const procedure of [configured, before]) {
      expect(procedure.happens(fired).effects).toEqual([])
      expect(procedure.asked.filter(({ ask }) => ask === 'survey')).toEqual([])
    }
  })

  it('is none of a timer that only reads, or of an incident', () => {
    for (const event of [
      { ...fired, timer: 'configuration' },
      { ...fired, incident: '7#12' },
    ])
      expect(starting().happens(event).effects).toEqual([])
  })
})

describe('the survey', () => {
  const asking = () => {
    const procedure = new Procedure(withoutFile())
    const [put, ...others] = procedure.happens(fired).effects
    if (put?.effect.type !== 'LookAround') throw new Error('nobody looks')
    return { procedure, put, others, seen: procedure.seenBy(put.effect) }
  }
  const emergency = (procedure: Procedure) => {
    const opened = { type: 'IssueChanged', change: 'opened', issue: issue(), actor: person('alice') } as const
    expect(procedure.happens(opened).incidents).toHaveLength(1)
  }
  const again = (timers: Decision['timers']) => timers.find(({ incident }) => incident === calendar)?.timers

  it('is one effect, so that an emergency in a repository that was just added does not wait for it', () => {
    const { procedure, put, others } = asking()
    expect(put).toMatchObject({ key: '7/look/survey', keep: 'latest', urgent: false })
    expect(others).toEqual([])
    expect(procedure.decides({ ...fired, timer: 'configuration' }).effects).toEqual([])
  })

  it('that failed, or is overtaken by a file or by another one, suggests nothing', async () => {
    const failed = asking()
    expect(failed.procedure.settles(failed.put, { succeeded: false, reason: 'gone' }).effects).toEqual([])
    const configured = asking()
    configured.procedure.policy = await policyFrom('roles: { maintainers: ["@alice"] }\n')
    expect(configured.procedure.settles(configured.put, configured.seen).effects).toEqual([])
    const { procedure, put, seen } = asking()
    expect(procedure.settles(put, seen).effects).toHaveLength(1)
    expect(procedure.settles(put, seen).effects).toEqual([])
  })

  it('waits while there is an emergency, and so does what it leads to', () => {
    const procedure = new Procedure(withoutFile())
    emergency(procedure)
    const timer = [{ name: 'onboarding', at: procedure.now + 30 * 60_000 }]
    const put = procedure.happens(fired)
    expect([put.effects, again(put.timers)]).toEqual([[], timer])
    const late = asking()
    emergency(late.procedure)
    const settled = late.procedure.settles(late.put, late.seen)
    expect([settled.effects, again(settled.timers)]).toEqual([[], timer])
  })
})

describe('a pull request that was refused', () => {
  const settled = (outcome: EffectOutcome) => {
    const procedure = starting({ mayWriteContents: true })
    const [put] = procedure.happens(fired).effects
    if (!put) throw new Error('nothing was asked for')
    return procedure.settles(put, outcome).effects
  }

  it('is an issue, under the same key', () => {
    const effects = settled({ succeeded: false, reason: 'It is not allowed.' })
    expect(effects).toMatchObject([{ key, keep: 'latest' }])
    expect(only('OpenIssue', effects)).toMatchObject({ again: true, message: { way: 'issue' } })
  })

  it('but not where a file came meanwhile', async () => {
    const procedure = starting({ mayWriteContents: true })
    const [put] = procedure.happens(fired).effects
    procedure.policy = await policyFrom('roles: { maintainers: ["@alice"] }\n')
    expect(put && procedure.settles(put, { succeeded: false, reason: 'No.' }).effects).toEqual([])
  })

  it('but not where it was opened', () => {
    expect(settled({ succeeded: true, result: { type: 'PullRequestOpened', number: 3, url: '' } })).toEqual([])
  })
})

describe('a configuration that arrives', () => {
  const news = (change: object) => {
    const report = { present: true, blob: 'b', problems: [], notices: [], ...change }
    return (procedure: Procedure) => {
      const situation = procedure.situation.bind(procedure)
      procedure.situation = () => ({ ...situation(), configurationNews: report })
    }
  }
  const pushed = {
    type: 'BranchPushed',
    ...{ branch: 'main', before: 'a', after: 'b', forced: false, deleted: false, commits: [] },
    ...{ touchesConfiguration: true, actor: person('alice') },
  } as const
  const closing = (procedure: Procedure, event: Parameters<Procedure['happens']>[0], change = {}) => {
    news(change)(procedure)
    const { effects, cancelled } = procedure.happens(event)
    return { cancelled, effects: effects.filter((put) => put.key.startsWith(key)) }
  }
  const problem = { severity: 'error' } as never

  it('closes what was suggested, once, and what was not opened yet is not', async () => {
    const procedure = starting()
    procedure.happens(fired)
    procedure.policy = await policyFrom('roles: { maintainers: ["@alice"] }\n')
    const { effects, cancelled } = closing(procedure, { ...fired, timer: 'configuration' })
    expect(cancelled).toEqual([key])
    expect(effects).toMatchObject([{ key: `${key}/configured`, keep: 'once' }])
    expect(only('KeepIssue', effects)).toMatchObject({ open: false, openedBy: key, message: { type: 'Onboarded' } })
  })

  it('is looked into at a push, where the database may be younger than the suggestion', () => {
    expect(closing(starting(), pushed).effects).toHaveLength(1)
    expect(closing(starting(), { ...fired, timer: 'configuration' }).effects).toEqual([])
  })

  it.each([[{ problems: [problem] }], [{ present: false }]])('does nothing with %j', (change) => {
    const procedure = starting()
    procedure.happens(fired)
    expect(closing(procedure, pushed, change).effects).toEqual([])
  })
})
