import { describe, expect, it } from 'vitest'
import { didYouMean } from '../../src/lib/did-you-mean.ts'

describe('didYouMean', () => {
  it.each([
    ['freze', ['freeze', 'hotfix'], 'freeze'],
    ['fereze', ['freeze', 'hotfix'], 'freeze'],
    ['postMortem', ['post-mortem'], 'post-mortem'],
    ['title_prefixes', ['title-prefixes'], 'title-prefixes'],
    ['MAINTAINERS', ['maintainers'], 'maintainers'],
    ['~DEFAULT', ['~ALL', '~DEFAULT_BRANCH'], '~DEFAULT_BRANCH'],
    ['maintaner', ['maintainers', 'security'], 'maintainers'],
  ])('%s', (written, candidates, meant) => {
    expect(didYouMean(written, candidates)).toBe(meant)
  })

  it('stays silent when nothing is near', () => {
    expect(didYouMean('banana', ['freeze', 'hotfix'])).toBeUndefined()
    expect(didYouMean('', ['a'])).toBeUndefined()
    expect(didYouMean('x'.repeat(100_000), ['xx'])).toBeUndefined()
  })

  it('takes no number for another', () => {
    expect(didYouMean('P1', ['P0', 'P2'])).toBeUndefined()
    expect(didYouMean('SEV-1', ['SEV-0'])).toBeUndefined()
  })
})
