import { describe, expect, it } from 'vitest'
import { policyOf, problemsOf } from '../read.ts'

const own = 'severities: { SEV-A: { name: Ours } }'

describe('a preset whose parts the adopter replaces', () => {
  it('holds without them: one warning for each severity that it still names, and none that is wrong elsewhere', async () => {
    const text = `extends: firebreak:dependency-response\n${own}`
    const problems = await problemsOf(text)
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([])
    const told = problems.filter(({ message }) => message.includes('does not define'))
    expect(told.map(({ message }) => /names `(P\d)`/.exec(message)?.[1]).sort()).toEqual(['P0', 'P1', 'P2'])
    expect(told[0]?.message).toMatch(/^In `firebreak:dependency-response`: `\S+` \(and \d+ other keys?\) names `P/)
    expect((await policyOf(text)).policy.severities.map(({ id }) => id)).toEqual(['SEV-A'])
  })

  it('a kind whose severity is gone starts as any other', async () => {
    const { policy } = await policyOf(`extends: firebreak:production\n${own}`)
    expect(Object.values(policy.kinds).map(({ severity }) => severity)).toEqual(
      Object.values(policy.kinds).map(() => undefined),
    )
  })

  it('follow-ups of its own leave the lists of the preset unposted, and that is no mistake', async () => {
    const text = 'extends: firebreak:production\npost-mortem: { follow-ups: [] }'
    expect((await problemsOf(text)).filter(({ message }) => message.includes('never posted'))).toEqual([])
  })

  it('a list of its own that is never posted is a mistake all the same', async () => {
    const text = 'extends: firebreak:production\nchecklists: { mine: { items: [Look] } }'
    expect((await problemsOf(text)).map(({ message }) => message).join()).toContain('never posted')
  })

  it('lists of its own leave the follow-ups of the preset without theirs', async () => {
    const text = 'extends: firebreak:production\nchecklists: { mine: { on: declared, items: [Look] } }'
    expect((await policyOf(text)).policy.postmortem.followUps).toEqual([])
  })

  it('a name that its own file misspells is an error all the same', async () => {
    const text = `extends: firebreak:dependency-response\n${own}\npost-mortem: { severities: [SEV-B] }`
    expect((await problemsOf(text)).map(({ message }) => message).join()).toContain('`SEV-B` is not defined')
  })
})
