import { describe, expect, it } from 'vitest'
import type { Decision } from '../../../src/incident/plan.ts'
import { person } from '../procedure.ts'
import { effectsOf, frozenStory, isQuiet, Story, shaOf } from '../story.ts'

const asks = (story: Story, members: readonly number[] | undefined, baseBranch = 'main'): Decision => {
  story.facts['merge-group'] = () => members
  return story.happens({ type: 'MergeGroupRequested', headSha: shaOf('9'), baseBranch, actor: person('carol') })
}

const conclusion = (decision: Decision): string | undefined => effectsOf(decision, 'PublishCheck')[0]?.conclusion

const withPulls = (): Story => {
  const story = frozenStory()
  story.opensHotfix()
  const head = (letter: string) => ({ ref: 'wish', sha: shaOf(letter), repository: 'acme/shop' })
  story.changesPull('opened', 'carol', { number: 30, title: 'A wish', head: head('e') })
  story.changesPull('opened', 'carol', { number: 31, title: 'Exempt', head: head('f'), labels: ['freeze-exempt'] })
  return story
}

describe('a merge queue asks about a group', () => {
  it('it may go on when every member may pass', () => {
    const decision = asks(withPulls(), [20, 31])
    expect(effectsOf(decision, 'PublishCheck')).toMatchObject([
      { name: 'firebreak/freeze-12', sha: shaOf('9'), conclusion: 'success', message: { passed: true } },
    ])
  })

  it('it is held when one may not', () => {
    const decision = asks(withPulls(), [20, 30])
    expect(effectsOf(decision, 'PublishCheck')).toMatchObject([
      {
        conclusion: 'failure',
        message: {
          members: [
            { number: 20, passed: true },
            { number: 30, passed: false },
          ],
        },
      },
    ])
  })

  it('nobody passes when a member cannot be found', () => {
    expect(conclusion(asks(withPulls(), [20, 99]))).toBe('failure')
  })

  describe.each([
    ['GitHub does not list it yet', undefined],
    ['GitHub lists nobody in it yet', []],
  ])('when %s', (_, unlisted) => {
    it('it is answered after a second look, which may find that it may go on', () => {
      const story = withPulls()
      expect(effectsOf(asks(story, unlisted), 'PublishCheck')).toEqual([])
      expect(isQuiet(asks(story, unlisted))).toBe(true)
      expect(story.timers()).toContainEqual({ name: `group/${shaOf('9')}`, at: story.now + 10_000 })
      story.facts['merge-group'] = () => [20, 31]
      expect(conclusion(story.fires(`group/${shaOf('9')}`))).toBe('success')
      expect(story.timers().map(({ name }) => name)).not.toContain(`group/${shaOf('9')}`)
    })

    it('and who is still not told after that does not pass', () => {
      const story = withPulls()
      asks(story, unlisted)
      expect(effectsOf(story.fires(`group/${shaOf('9')}`), 'PublishCheck')).toMatchObject([
        { conclusion: 'failure', message: { type: 'MergeGroup', members: [] } },
      ])
      expect(isQuiet(asks(story, unlisted))).toBe(true)
    })

    it('and a thaw meanwhile answers it', () => {
      const story = withPulls()
      asks(story, unlisted)
      story.comments('/incident thaw', 'bob')
      story.thawHolds()
      expect(story.checks('firebreak/freeze-12')[shaOf('9')]).toBe('success')
      expect(story.timers().map(({ name }) => name)).not.toContain(`group/${shaOf('9')}`)
    })
  })

  it('a thaw turns its failure into a success, like any other’s', () => {
    const story = withPulls()
    asks(story, [20, 30])
    story.comments('/incident thaw', 'bob')
    expect(effectsOf(story.thawHolds(), 'PublishCheck')).toContainEqual(
      expect.objectContaining({
        sha: shaOf('9'),
        conclusion: 'success',
        externalId: 'group:12',
        message: { type: 'FreezeOver', incident: '7#12' },
      }),
    )
  })

  it('"Re-run" judges it again while it is queued, and repeats the verdict after that', () => {
    const story = withPulls()
    asks(story, [20, 30])
    const rerun = () =>
      story.happens({
        type: 'CheckRerunRequested',
        name: 'firebreak/freeze-12',
        sha: shaOf('9'),
        actor: person('carol'),
      })
    story.facts['merge-group'] = () => [20]
    expect(conclusion(rerun())).toBe('success')
    story.facts['merge-group'] = () => undefined
    expect(conclusion(rerun())).toBe('success')
  })

  it('nothing is answered where no freeze asks', () => {
    expect(isQuiet(asks(withPulls(), [20], 'dev'))).toBe(true)
  })
})

describe('the merge of a hotfix by the queue', () => {
  it('is no bypass, although the commit that landed carries no check of ours', () => {
    const story = withPulls()
    story.merges('github-merge-queue[bot]')
    expect(story.incident().bypasses).toEqual([])
    expect(story.incident().status).toBe('mitigated')
  })
})

describe('the merge of a pull request that was queued before the freeze', () => {
  const queued = { number: 40, title: 'Words', head: { ref: 'words', sha: shaOf('d'), repository: 'acme/shop' } }

  it.each([
    ['is no bypass when it changes exempt files alone', ['docs/a.md'], 0],
    ['is one when it changes others too', ['docs/a.md', 'src/a.ts'], 1],
  ])('%s', (_, files, bypasses) => {
    const story = new Story(undefined, { files: () => files })
    story.changesPull('opened', 'carol', queued)
    story.opens()
    story.freezeHolds()
    story.merges('github-merge-queue[bot]', { ...queued })
    expect(story.incident().bypasses).toHaveLength(bypasses)
  })

  it('is one for a hotfix that has not passed, whatever it changes', () => {
    const story = new Story(undefined, { files: () => ['docs/a.md'] })
    story.opens()
    story.freezeHolds()
    story.opensHotfix({ draft: true, head: { ...queued.head } })
    story.comments('/incident link #20', 'carol')
    story.merges('alice')
    expect(story.incident().bypasses).toHaveLength(1)
  })
})
