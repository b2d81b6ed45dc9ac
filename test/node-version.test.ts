import { describe, expect, it } from 'vitest'
import { problemOfNode } from '../src/node-version.js'

describe('the Node that runs this', () => {
  it.each(['24.0.0', '24.21.0', '25.1.0', '100.0.0'])('may be %s', (version) => {
    expect(problemOfNode(version)).toBeUndefined()
  })

  it.each(['18.20.4', '20.11.1', '22.18.0', '23.11.0'])(
    'may not be %s, and the sentence says what to do',
    (version) => {
      expect(problemOfNode(version)).toMatch(new RegExp(`Node 24 or later, and this is Node ${version}\\..*npm ci`))
    },
  )
})
