import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DeploymentChanged } from '../../../src/incident/event.ts'
import type { Decision } from '../../../src/incident/plan.ts'
import type { RollOutStage } from '../../../src/policy/course.ts'
import { policyWith } from '../policies.ts'
import { person } from '../procedure.ts'
import { DrillStory, effectsOf, entriesOf, isQuiet, messagesOf, minutes, Story, said, shaOf } from '../story.ts'

const stage = (change: Partial<RollOutStage>): RollOutStage => ({
  name: 'Canary',
  environment: undefined,
  traffic: undefined,
  watch: undefined,
  rollBack: undefined,
  ...change,
})

const canary = stage({ environment: 'canary', traffic: '10 %', watch: minutes(30), rollBack: 'Error rate > 0.1 %' })
const half = stage({ name: 'Half', environment: 'half', traffic: '50 %', watch: minutes(60) })
const full = stage({ name: 'Full', environment: 'production' })

const under = (...stages: RollOutStage[]) => policyWith(() => ({ rollOut: { stages } }))

/** A declared incident whose hotfix #20 was just merged as `cccc…`. */
function merged({ stages = [canary, half, full], used = ['canary', 'half', 'Production'] } = {}): {
  story: Story
  decision: Decision
} {
  const story = new Story(under(...stages), { 'deployed-environments': () => used })
  story.opens()
  story.opensHotfix()
  return { story, decision: story.merges('carol') }
}

type News = Partial<Omit<DeploymentChanged, 'deployment' | 'state'>> & Partial<DeploymentChanged['deployment']>

const deployment = (environment: string, state: DeploymentChanged['state'], change: News = {}) => {
  const { statusId = 100, url, actor = person('carol'), id = 1, sha = shaOf('c'), ref = 'main', createdAt = 0 } = change
  return {
    type: 'DeploymentChanged',
    actor,
    deployment: { id, sha, ref, environment, createdAt },
    statusId,
    state,
    url,
  } as const
}

const tells = (story: Story, ...news: Parameters<typeof deployment>): Decision => story.happens(deployment(...news))

const standing = (story: Story) => story.incident().rollOut?.stages.map(({ status }) => status)

describe('a hotfix is merged', () => {
  it('where nothing is said about stages, nobody asks for deployments', () => {
    const { story, decision } = merged({ stages: [] })
    expect(entriesOf(decision, 'RollOutBegun')).toEqual([])
    expect(story.asked.filter(({ ask }) => ask === 'deployed-environments')).toEqual([])
  })

  it('stages whose environments are deployed to are followed, whatever the case of their names', () => {
    const { story, decision } = merged()
    expect(entriesOf(decision, 'RollOutBegun')).toMatchObject([{ hotfix: 20, followed: [0, 1, 2] }])
    expect(story.asked.filter(({ ask }) => ask === 'deployed-environments')).toHaveLength(1)
    expect(messagesOf(decision, 'Checklist').map(({ title }) => title)).toEqual(['After'])
  })

  it('without deployments the gates are a checklist, with what each has to hold', () => {
    const { decision } = merged({ used: [] })
    expect(messagesOf(decision, 'Checklist')).toContainEqual({
      type: 'Checklist',
      incident: '7#12',
      checklist: 'roll-out/20',
      title: 'Roll-out',
      items: [
        'Canary, 10 %: watched for 30m; roll back if: Error rate > 0.1 %',
        'Half, 50 %: watched for 1h',
        'Full: deployed',
      ],
    })
  })

  it('what is not followed is on the checklist, and the boxes are ticked like any', () => {
    const { story, decision } = merged({ used: ['production'] })
    const list = messagesOf(decision, 'Checklist').find(({ title }) => title === 'Roll-out')
    expect(list?.items).toHaveLength(2)
    const put = story.effects.find(({ key }) => key === '7#12/checklist/roll-out/20')
    if (!put) throw new Error('the list was not posted')
    story.settles(put, { succeeded: true, result: { type: 'Commented', commentId: 9, url: 'https://github.test/9' } })
    story.edits(9, `- [x] ${list?.items[0]}\n- [ ] ${list?.items[1]}`)
    expect(
      story
        .incident()
        .checklists.at(-1)
        ?.items.map(({ ticked }) => ticked),
    ).toEqual([true, false])
  })

  it('where all are on the checklist, the last tick of somebody trusted ends the roll-out, once', () => {
    const { story, decision } = merged({ stages: [stage({}), stage({ name: 'Full' })] })
    const [first, last] = messagesOf(decision, 'Checklist').find(({ title }) => title === 'Roll-out')?.items ?? []
    const put = story.effects.find(({ key }) => key === '7#12/checklist/roll-out/20')
    if (!put) throw new Error('the list was not posted')
    story.settles(put, { succeeded: true, result: { type: 'Commented', commentId: 9, url: 'https://github.test/9' } })
    const ticks = (boxes: string, by: string) =>
      messagesOf(story.edits(9, `- [${boxes[0]}] ${first}\n- [${boxes[1]}] ${last}`, by), 'RollOutFinished')
    expect(ticks('x ', 'alice')).toEqual([])
    expect(ticks('xx', 'mallory')).toEqual([])
    expect(ticks('x ', 'alice')).toEqual([])
    expect(ticks('xx', 'alice')).toHaveLength(1)
    expect(ticks('x ', 'alice')).toEqual([])
    expect(ticks('xx', 'alice')).toEqual([])
  })

  it('stages without an environment cost no question', () => {
    const { story } = merged({ stages: [stage({})] })
    expect(story.asked.filter(({ ask }) => ask === 'deployed-environments')).toEqual([])
  })

  it('another one goes the whole way anew', () => {
    const { story } = merged()
    tells(story, 'canary', 'success')
    story.opensHotfix({ number: 21, head: { ref: 'hotfix/more', sha: shaOf('d'), repository: 'acme/shop' } })
    story.merges('carol', { number: 21, mergeCommitSha: shaOf('e') })
    expect(story.incident().rollOut?.hotfix).toBe(21)
    expect(standing(story)).toEqual(['waiting', 'waiting', 'waiting'])
    tells(story, 'canary', 'failure', { statusId: 999 })
    expect(standing(story), 'what carries the first one alone is past').toEqual(['waiting', 'waiting', 'waiting'])
  })
})

describe('a deployment', () => {
  it('goes through its stages, and each step is said with what comes next', () => {
    const { story } = merged()
    expect(said(tells(story, 'canary', 'in_progress', { statusId: 1 }))).toEqual([])
    expect(messagesOf(tells(story, 'canary', 'success', { statusId: 2 }), 'StageDeployed')).toEqual([
      { type: 'StageDeployed', incident: '7#12', stage: 0, outOfOrder: false },
    ])
    expect(story.timers().filter(({ name }) => name.startsWith('stage/'))).toEqual([
      { name: 'stage/0', at: story.now + minutes(30) },
    ])
    expect(said(story.fires('stage/0'))).toEqual([[12, 'StageWatched']])
    tells(story, 'HALF', 'success', { id: 2 })
    story.fires('stage/1')
    const last = tells(story, 'production', 'success', { id: 3 })
    expect(said(last)).toEqual([
      [12, 'StageDeployed'],
      [12, 'RollOutFinished'],
    ])
    expect(story.incident().rollOut?.finished).toBe(true)
    expect(isQuiet(tells(story, 'canary', 'failure', { id: 4 }))).toBe(true)
  })

  it('that comes before its turn is said to', () => {
    const { story } = merged()
    tells(story, 'canary', 'success')
    const early = tells(story, 'half', 'success', { id: 2 })
    expect(messagesOf(early, 'StageDeployed')).toMatchObject([{ stage: 1, outOfOrder: true }])
  })

  it('of a watched last stage finishes it once, though late', () => {
    const { story } = merged({ stages: [canary] })
    tells(story, 'canary', 'success')
    const end = story.fires('stage/0', 12, minutes(120))
    expect(messagesOf(end, 'StageWatched')).toEqual([])
    expect(messagesOf(end, 'RollOutFinished')).toEqual([
      { type: 'RollOutFinished', incident: '7#12', late: minutes(120) },
    ])
  })

  it('that fails calls the commander, else the responders, and says so at once', () => {
    const { story } = merged()
    expect(messagesOf(tells(story, 'canary', 'failure'), 'StageFailed')).toMatchObject([{ members: ['@alice'] }])
    expect(story.newest('PostComment').urgent).toBe(true)
    story.comments('/incident commander @bob')
    const again = tells(story, 'canary', 'error', { id: 2 })
    expect(messagesOf(again, 'StageFailed')).toMatchObject([{ stage: 0, members: ['@bob'] }])
  })

  it('that fails is told to the channels that knew of the incident', () => {
    const story = new Story(under(canary), { 'deployed-environments': () => ['canary'] })
    story.opens()
    story.comments('/incident escalate', 'trudy')
    story.comments('/incident escalate', 'trudy')
    story.opensHotfix()
    story.merges('carol')
    expect(effectsOf(tells(story, 'canary', 'failure'), 'NotifyChannel')).toMatchObject([
      {
        channel: 'pager',
        notice: {
          occasion: 'alarm',
          text: 'Stage "Canary" of the roll-out failed. Roll back if: Error rate > 0.1 %',
        },
      },
    ])
  })

  it('that fails and succeeds after all is deployed, and watched from then on', () => {
    const { story } = merged()
    tells(story, 'canary', 'failure', { url: 'https://ci.test/1' })
    story.now += minutes(5)
    tells(story, 'canary', 'success', { id: 2 })
    expect(standing(story)).toEqual(['deployed', 'waiting', 'waiting'])
    expect(story.timers().find(({ name }) => name === 'stage/0')?.at).toBe(story.now + minutes(30))
  })

  it('that fails while it is watched is not called watched', () => {
    const { story } = merged()
    tells(story, 'canary', 'success')
    tells(story, 'canary', 'failure', { statusId: 101 })
    expect(story.timers().some(({ name }) => name.startsWith('stage/'))).toBe(false)
    expect(standing(story)?.[0]).toBe('failed')
  })

  it('on top of a stage that is through changes nothing, unless it fails', () => {
    const { story } = merged()
    tells(story, 'canary', 'success')
    story.fires('stage/0')
    expect(isQuiet(tells(story, 'canary', 'success', { id: 2 }))).toBe(true)
    expect(said(tells(story, 'canary', 'failure', { id: 3 }))).toEqual([[12, 'StageFailed']])
  })

  it('to an environment that several stages share is the next one’s', () => {
    const shared = [canary, half].map((each) => ({ ...each, environment: 'production' }))
    const { story } = merged({ stages: shared })
    tells(story, 'production', 'success', { id: 1 })
    expect(standing(story)).toEqual(['deployed', 'waiting'])
    tells(story, 'production', 'success', { id: 1, statusId: 101 })
    expect(standing(story)).toEqual(['deployed', 'waiting'])
    story.fires('stage/0')
    tells(story, 'production', 'success', { id: 2 })
    expect(standing(story)).toEqual(['watched', 'deployed'])
  })

  it('to an environment that was never deployed to before is followed from then on', () => {
    const { story } = merged({ used: ['production'] })
    tells(story, 'canary', 'success')
    expect(story.incident().rollOut?.stages.map(({ followed }) => followed)).toEqual([true, false, true])
  })
})

it('stages on the checklist are not waited for, and the end says so', () => {
  const { story } = merged({ used: ['production'] })
  const end = tells(story, 'production', 'success')
  expect(messagesOf(end, 'StageDeployed')).toMatchObject([{ stage: 2, outOfOrder: false }])
  expect(messagesOf(end, 'RollOutFinished')).toHaveLength(1)
})

it('nothing of a drill is in production: its stages are a checklist, and deployments are none of its business', () => {
  const story = new DrillStory(under(canary), { 'deployed-environments': () => ['canary'] })
  story.opens()
  story.opensHotfix()
  expect(entriesOf(story.merges('carol'), 'RollOutBegun')).toMatchObject([{ followed: [] }])
  expect(isQuiet(tells(story, 'canary', 'failure'))).toBe(true)
})

describe('whether a deployment carries the hotfix', () => {
  const other = shaOf('9')

  it.each<[string, (now: number) => News, boolean]>([
    ['its merge commit', () => ({}), true],
    ['the head that was judged', () => ({ sha: shaOf('a') }), true],
    ['a later commit of the base branch', (now) => ({ sha: other, createdAt: now }), true],
    ['the same, by its full name', (now) => ({ sha: other, createdAt: now, ref: 'refs/heads/main' }), true],
    ['one in the second of the merge', (now) => ({ sha: other, createdAt: now - 999 }), true],
    ['an earlier commit of the base branch', (now) => ({ sha: other, createdAt: now - minutes(1) }), false],
    ['another branch', (now) => ({ sha: other, createdAt: now, ref: 'feature' }), false],
  ])('%s', (_, news, carries) => {
    const { story } = merged()
    const decision = tells(story, 'canary', 'success', news(story.now))
    expect(entriesOf(decision, 'StageChanged')).toHaveLength(carries ? 1 : 0)
  })

  it('none to an environment that no stage names, and none when the incident is over', () => {
    const { story } = merged()
    expect(isQuiet(tells(story, 'staging', 'success'))).toBe(true)
    story.comments('/incident cancel A false alarm')
    expect(isQuiet(tells(story, 'canary', 'success'))).toBe(true)
  })

  it('before the merge none', () => {
    const story = new Story(under(canary), { 'deployed-environments': () => ['canary'] })
    story.opens()
    story.opensHotfix()
    expect(isQuiet(tells(story, 'canary', 'success', { sha: shaOf('a') }))).toBe(true)
  })
})

it('news in any order, and however often, lead to the same end', () => {
  const news = [
    deployment('canary', 'in_progress', { id: 1, statusId: 1 }),
    deployment('canary', 'failure', { id: 1, statusId: 2 }),
    deployment('canary', 'queued', { id: 2, statusId: 3 }),
    deployment('canary', 'success', { id: 2, statusId: 4 }),
    deployment('half', 'in_progress', { id: 3, statusId: 5 }),
    deployment('half', 'error', { id: 3, statusId: 6 }),
  ]
  const shuffled = fc
    .shuffledSubarray([...news, ...news], { minLength: news.length * 2, maxLength: news.length * 2 })
    .map((all) => [...all])
  fc.assert(
    fc.property(shuffled, (all) => {
      const { story } = merged()
      for (const each of all) story.happens(each)
      expect(standing(story)).toEqual(['deployed', 'failed', 'waiting'])
    }),
    { numRuns: 200 },
  )
})

it('one that was told twice is said once', () => {
  const { story } = merged()
  tells(story, 'canary', 'success')
  expect(effectsOf(tells(story, 'canary', 'success'), 'PostComment')).toEqual([])
  expect(effectsOf(tells(story, 'canary', 'success', { statusId: 101 }), 'PostComment')).toEqual([])
})
