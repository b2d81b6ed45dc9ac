import { describe, expect, it } from 'vitest'
import { nothingKnown, type ReadinessFacts } from '../../../src/incident/readiness/facts.ts'
import { hazardFactsAsked, hazardsOf } from '../../../src/incident/readiness/hazards.ts'
import { policy, policyWith } from '../policies.ts'
import { known, quietBranch } from './facts.ts'

const now = Date.parse('2026-03-02T09:00:00Z')
const inPublic = { isPublic: true, now }
const inPrivate = { isPublic: false, now }

const facts = (change: Partial<ReadinessFacts>): ReadinessFacts => ({ ...nothingKnown('nobody looked'), ...change })

const seen = (known: Partial<ReadinessFacts>, occasion = inPrivate): string =>
  hazardsOf(policy, facts(known), occasion)
    .map((finding) => finding.seen)
    .join('\n')

describe('what would hurt under a proposed configuration', () => {
  it('is neither what is well nor what could not be seen', () => {
    expect(hazardsOf(policy, facts({}), inPrivate).map(({ level }) => level)).not.toContain('unknown')
    expect(hazardsOf(policy, facts({}), inPrivate).map(({ level }) => level)).not.toContain('good')
  })

  it('comes with the worst first: a freeze that this plan cannot hold', () => {
    const none = { known: true, value: 'no' } as const
    const [worst] = hazardsOf(policy, facts({ rulesets: none, protection: none }), inPublic)
    expect(worst).toMatchObject({ topic: 'freeze', level: 'broken' })
  })

  it('is a file without a code owner', () => {
    expect(seen({ codeOwners: { known: true, value: undefined } })).toContain('has no code owner')
    expect(seen({ codeOwners: { known: true, value: 'src/ @ann' } })).toContain('has no code owner')
    expect(seen({ codeOwners: { known: true, value: '* @ann' } })).not.toContain('code owner')
    expect(seen({})).not.toContain('code owner')
  })

  it('leaves out in public how somebody stands to the repository', () => {
    const known = { people: { known: true, value: [{ login: 'alice', permission: 'none' }] } } as const
    expect(seen(known, inPrivate)).toContain('alice')
    expect(seen(known, inPublic)).not.toContain('alice has')
    expect(hazardsOf(policy, facts(known), inPublic).map(({ topic }) => topic)).not.toContain('people')
  })
})

it('tells a stranger nothing of what GitHub shows to some people alone', () => {
  const queued = { ...quietBranch, hasMergeQueue: true, classic: { holdsAdmins: true, notWritable: 'of a wildcard' } }
  const weakness: Partial<ReadinessFacts> = {
    ...{ permissions: known({}), events: known([]), branches: known([queued]) },
    ...{ rulesets: known('no'), protection: known('yes') },
  }
  expect(seen(weakness, inPrivate)).toMatch(
    /may not write rules[\s\S]*wildcard[\s\S]*has a merge queue, and the App lacks/,
  )
  const told = hazardsOf(policy, facts(weakness), inPublic)
  expect(told.filter(({ topic }) => topic !== 'coverage' && topic !== 'configuration')).toEqual([])
})

describe('what is asked for it', () => {
  it('is neither how the App is, nor what the proposal may bring along', () => {
    expect(hazardFactsAsked(policy, inPrivate)).toMatchObject({
      ...{ labels: [], files: [], repositories: [], isProposal: true },
      people: expect.arrayContaining(['alice', 'bob']),
      teams: ['acme/security'],
    })
  })

  it('is nobody in public, and not everybody anywhere', () => {
    const members = Array.from({ length: 50 }, (_, at) => `@p${at}`)
    const crowded = policyWith(({ roles }) => ({ roles: { ...roles, crowd: { type: 'members', members } } }))
    expect(hazardFactsAsked(crowded, inPublic)).toMatchObject({ people: [], teams: [] })
    expect(hazardFactsAsked(crowded, inPrivate).people.length).toBeLessThanOrEqual(20)
  })
})
