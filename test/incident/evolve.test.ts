import { expect, it } from 'vitest'
import { evolve } from '../../src/incident/evolve.ts'
import { frozenStory } from './story.ts'

it('an acknowledgement that comes after the repair does not take the repair back', () => {
  const story = frozenStory()
  story.opensHotfix()
  story.merges('carol')
  expect(evolve(story.incident(), { type: 'Acknowledged', at: story.now }).status).toBe('mitigated')
})

it('an outcome of a freeze that nobody asked for changes nothing', () => {
  const { freeze, ...rest } = frozenStory().incident()
  const never = { ...rest, freeze: undefined }
  expect(freeze).toBeDefined()
  expect(evolve(never, { type: 'Thawed', at: 0, comparison: [], wasMissing: true }).freeze).toBeUndefined()
})
