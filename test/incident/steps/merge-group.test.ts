import { describe, expect, it } from 'vitest'
import type { Decision } from '../../../src/incident/plan.ts'
import { person } from '../procedure.ts'
import { effectsOf, frozenStory, isQuiet, type Story, shaOf } from '../story.ts'

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

  it.each([
    ['GitHub does not say who is in it', undefined],
    ['it is empty', []],
    ['a member cannot be found', [20, 99]],
  ])('nobody passes when %s', (_, members) => {
    expect(conclusion(asks(withPulls(), members))).toBe('failure')
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
