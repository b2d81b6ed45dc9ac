import fc from 'fast-check'
import { load } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { detectKind, detectMark, detectSeverity } from '../../src/incident/detect.ts'
import { sectionText } from '../../src/lib/markdown.ts'
import { loadOverPresets } from '../../src/policy/load-presets.ts'
import { permissions } from '../../src/policy/policy.ts'
import { presetNames } from '../../src/policy/presets/presets.ts'
import { type RepositoryTraits, releasePatterns } from '../../src/policy/repository-traits.ts'
import { presetIsFor, starterFile, suggestPreset } from '../../src/policy/starter.ts'
import { starterForm } from '../../src/policy/starter-form.ts'
import { forEverybody } from '../../src/policy/starter-people.ts'
import { policyOf, shown } from './read.ts'

const nothing: RepositoryTraits = {
  ...{ ownerLogin: 'acme', owner: 'organization', people: [], teams: [], hasDependabot: false },
  ...{ environments: [], releaseBranches: [], mergers: 0, isPublic: false, allCalled: false },
}
const admin = (login: string) => ({ login, permission: 'admin' }) as const
const team = (slug: string) => ({ slug, permission: 'write' }) as const
const people = ['alice', 'bob', 'carol'].map(admin)

describe('the suggestion', () => {
  it.each<[string, Partial<RepositoryTraits>, string]>([
    ['one person', { owner: 'user', ownerLogin: 'alice', people: [admin('alice')] }, 'single-maintainer'],
    ['the owner, when nobody can be seen', { owner: 'user', ownerLogin: 'alice' }, 'single-maintainer'],
    ['two people, who could not give two approvals', { people: people.slice(0, 2) }, 'single-maintainer'],
    ['three people', { people }, 'maintainer-team'],
    ['teams', { people, teams: [team('web'), team('security')] }, 'response-team'],
    ['teams, and nobody else to be seen', { teams: [team('web')] }, 'response-team'],
    ['a steering committee', { people, teams: [team('steering-committee')] }, 'committee'],
    ['a committee without people for turns', { people: [admin('alice')], teams: [team('tsc')] }, 'response-team'],
    ['production and operators', { people, teams: [team('sre')], environments: ['Production'] }, 'production'],
    [
      'Dependabot, security and operators',
      { people, teams: [team('sre'), team('security')], hasDependabot: true },
      'dependency-response',
    ],
    [
      'a user’s repository whose teams cannot be',
      { owner: 'user', ownerLogin: 'al', people, teams: [team('x')] },
      'maintainer-team',
    ],
    ['nobody', {}, 'single-maintainer'],
  ])('for %s', (_, traits, preset) => {
    expect(suggestPreset({ ...nothing, ...traits }).preset).toBe(preset)
  })

  it('counts whoever may merge, also those who are not called', () => {
    const because = (traits: Partial<RepositoryTraits>) => suggestPreset({ ...nothing, ...traits }).because.join()
    expect(because({ people, mergers: 43 })).toBe('43 people could be seen who may merge.')
    expect(because({ people, mergers: 100 })).toBe('100 or more people could be seen who may merge.')
    const fourteen = Array.from({ length: 14 }, (_, place) => admin(`dev${place}`))
    expect(because({ people: fourteen, mergers: 14 })).toBe('14 people could be seen who may merge.')
  })

  it.each<[string, Partial<RepositoryTraits>, string, string]>([
    [
      'nobody of five',
      { mergers: 5 },
      'maintainer-team',
      '5 people could be seen who may merge. Anybody can read this',
    ],
    ['one of five', { mergers: 5, people: [admin('ana')] }, 'single-maintainer', 'they are fewer than three'],
    ['one of two', { mergers: 2, people: [admin('ana')] }, 'single-maintainer', 'Two people may merge.'],
    ['nobody of two', { mergers: 2 }, 'single-maintainer', 'Two people may merge, whom a public file need not name'],
    ['nobody of one', { mergers: 1 }, 'single-maintainer', 'One person may merge, whom a public file need not name'],
    ['three of five', { mergers: 5, people }, 'maintainer-team', '5 people could be seen'],
  ])('in public, where %s may be named', async (_, traits, preset, reason) => {
    const seen = { ...nothing, isPublic: true, allCalled: true, ...traits }
    const suggestion = suggestPreset(seen)
    expect([suggestion.preset, suggestion.because.join()]).toEqual([preset, expect.stringContaining(reason)])
    expect((await shown(starterFile(preset, seen))).filter((line) => !nobody.test(line))).toEqual([])
  })

  it('leaves readers alone, and writers where three people lead', () => {
    const reader = { login: 'mallory', permission: 'read' } as const
    const writer = { login: 'dan', permission: 'write' } as const
    const few = starterFile('single-maintainer', { ...nothing, people: [admin('alice'), writer, reader] })
    expect(few).toContain('maintainers: ["@alice", "@dan"]')
    expect(starterFile('maintainer-team', { ...nothing, people: [...people, writer] })).not.toContain('dan')
  })
})

describe('of a public repository', () => {
  const all = {
    ...nothing,
    people: [...people, { login: 'Dan', permission: 'write' } as const],
    teams: [team('layoffs')],
    mergers: 4,
  }
  const told = (change: Partial<typeof all>, ...codeOwners: string[]) => {
    const { people: named, teams } = forEverybody({ ...all, ...change }, codeOwners)
    return [...named, ...teams].map((one) => ('login' in one ? one.login : `/${one.slug}`))
  }

  it('only code owners are named, in the order of their file', () => {
    expect(told({})).toEqual([])
    expect(told({}, '@carol', '@acme/web', '@dan', '@other/x', '@alice', '@gone')).toEqual([
      'carol',
      'dan',
      'alice',
      '/web',
    ])
  })

  it('the owner is, who stands in its address', () => {
    expect(told({ owner: 'user', ownerLogin: 'alice' }, '@bob')).toEqual(['alice', 'bob'])
  })

  it('nothing tells who is powerful, and how many there are is told', () => {
    const seen = forEverybody(all, ['@alice', '@dan'])
    expect(new Set(seen.people.map(({ permission }) => permission))).toEqual(new Set(['write']))
    expect(seen).toMatchObject({ mergers: 4, isPublic: true })
  })

  it('code owners are believed where nobody else can be seen', () => {
    expect(told({ people: [], mergers: 0 }, '@ana', '@acme/web')).toEqual(['ana', '/web'])
  })
})

describe('whoever was written down', () => {
  it.each(presetNames)('stands in the file of %s, whatever teams take its roles', (preset) => {
    const teams = ['security', 'sre', 'backend', 'core', 'emergency', 'dba', 'legal', 'managers', 'web'].map(team)
    const text = starterFile(preset, { ...nothing, people, teams, mergers: 3, allCalled: true })
    const members = [...people.map(({ login }) => `"@${login}"`), ...teams.map(({ slug }) => `"@acme/${slug}"`)]
    expect(members.filter((member) => !text.includes(member))).toEqual([])
  })
})

const committee = { ownerLogin: 'acme', owner: 'organization', people, teams: [team('council')] } as const

/** Whatever a server may claim: names as they are, and names that try to be more. */
const outside = fc.oneof(
  fc.stringMatching(/^[a-z][a-z0-9-]{0,12}[a-z0-9]$/),
  fc.constantFrom(
    '"]\nversion: 2',
    '@everyone',
    "a: b'",
    '# x',
    'a\r\nb',
    '{{x}}',
    '&anchor',
    '*alias',
    '\u0000',
    '"',
    '\\',
    '}',
  ),
  fc.string({ maxLength: 20, unit: 'binary' }),
)
const permission = fc.constantFrom(...permissions)
const anyTraits: fc.Arbitrary<RepositoryTraits> = fc.record({
  ownerLogin: outside,
  owner: fc.constantFrom('user', 'organization'),
  people: fc.array(fc.record({ login: outside, permission }), { maxLength: 14 }),
  teams: fc.array(
    fc.record({
      slug: fc.oneof(outside, fc.constantFrom('security', 'sre', 'council', 'core', 'backend')),
      permission,
    }),
    { maxLength: 6 },
  ),
  mergers: fc.nat({ max: 100 }),
  isPublic: fc.boolean(),
  allCalled: fc.boolean(),
  hasDependabot: fc.boolean(),
  environments: fc.array(fc.oneof(outside, fc.constant('production')), { maxLength: 3 }),
  releaseBranches: fc.array(fc.oneof(outside, fc.constantFrom(...releasePatterns)), { maxLength: 4 }),
})

/** A committee, whose presets have people by turns: rarely met by chance. */
const byTurns = anyTraits.map((traits) => ({ ...traits, ...committee }))

/** What is said where nobody could be named. */
const nobody = /^\d+:\d+ warning .* ha(s|ve) no members yet: /

describe('the file', () => {
  it('is valid for every repository, and has no problem where anybody can be named', async () => {
    await fc.assert(
      fc.asyncProperty(anyTraits, fc.boolean(), async (traits, comments) => {
        const text = starterFile(suggestPreset(traits).preset, traits, { comments })
        const told = await shown(text)
        expect(told.filter((line) => !nobody.test(line))).toEqual([])
        if (text.includes('\nroles:')) expect(told).toEqual([])
        expect((await policyOf(text)).policy).toEqual(loadedAtOnce(text))
      }),
      { numRuns: 150 },
    )
  })

  it('says nothing but what we write and names that GitHub could give', () => {
    fc.assert(
      fc.property(fc.oneof(anyTraits, byTurns), (traits) => {
        const { preset } = suggestPreset(traits)
        const without = [nothing, { ...nothing, people: [admin('ana')], mergers: 2 }]
        const known = new Set(without.flatMap((each) => starterFile(preset, each).split('\n')))
        const own = starterFile(preset, traits)
          .split('\n')
          .filter((line) => !known.has(line))
        const names =
          /^(?: {2}[a-z-]+: \[(?:"@[A-Za-z0-9/._-]+"(?:, )?)+\]| {4}rotation: \{ every: 1w, starts: 2025-01-13T09:00, timezone: UTC, members: \[(?:"@[A-Za-z0-9/._-]+"(?:, )?)+\](?:, offset: 1)? \}| {2}[a-z-]+:|roles:| {2}branches: \["~DEFAULT_BRANCH"(?:, "(?:releases?|stable)[/-]\*")*\])$/
        expect(own.filter((line) => !names.test(line))).toEqual([])
      }),
    )
  })

  it('takes effect when the # of its examples is taken away', async () => {
    const text = starterFile('maintainer-team', { ...nothing, people })
    expect(await shown(text.replace(/^# (detection:| {2})/gm, '$1'))).toEqual([])
  })

  it.each(presetNames)('fills every role of %s, for a team of three', async (preset) => {
    const known = Object.keys((await policyOf(`extends: firebreak:${preset}`)).policy.roles)
    expect(Object.keys((await policyOf(starterFile(preset, { ...nothing, people }))).policy.roles).toSorted()).toEqual(
      known.toSorted(),
    )
    expect(await shown(starterFile(preset, { ...nothing, people }))).toEqual([])
    const { policy } = await policyOf(starterFile(preset, { ...nothing, people }))
    const empty = Object.entries(policy.roles).filter(
      ([, role]) => role.type === 'members' && role.members.length === 0,
    )
    expect(empty).toEqual([])
    expect(presetIsFor(preset)).not.toBe('')
  })

  it('is short', () => {
    expect(starterFile('maintainer-team', { ...nothing, people }).split('\n').length).toBeLessThan(30)
  })
})

function loadedAtOnce(text: string): unknown {
  const loaded = loadOverPresets(text)
  return loaded.ok ? loaded.value.policy : loaded.error
}

const form = z.object({
  name: z.string(),
  description: z.string(),
  title: z.string(),
  labels: z.array(z.string()),
  body: z.array(
    z.object({
      type: z.enum(['markdown', 'dropdown', 'textarea']),
      id: z.string().optional(),
      attributes: z.object({ label: z.string().optional(), options: z.array(z.string()).optional() }),
    }),
  ),
})

describe.each(presetNames)('the issue form of %s', (preset) => {
  const read = async () => {
    const { policy } = await policyOf(starterFile(preset, { ...nothing, people }))
    return { policy, filled: form.parse(load(starterForm(policy))) }
  }

  it('begins an emergency by its title and by its label', async () => {
    const { policy, filled } = await read()
    expect(detectMark(policy.detection, { title: `${filled.title}It is down`, labels: [] })?.by).toBe('title')
    expect(detectMark(policy.detection, { title: 'It is down', labels: filled.labels })?.by).toBe('label')
  })

  it('offers the severities and kinds that there are, as they are read', async () => {
    const { policy, filled } = await read()
    const answers = (id: string) => {
      const asked = filled.body.find((each) => each.id === id)
      return (asked?.attributes.options ?? []).map((option) =>
        sectionText(`### ${asked?.attributes.label}\n\n${option}\n\n### Impact\n\nAll.`, id),
      )
    }
    const thread = { title: '', body: '', labels: [] }
    const severities = answers('severity').map((answer) => detectSeverity(policy, thread, answer)?.severity)
    expect(severities).toEqual(policy.severities.length > 1 ? policy.severities.map(({ id }) => id) : [])
    const kinds = answers('kind').map((answer) => detectKind(policy, thread, answer)?.kind)
    const all = Object.keys(policy.kinds)
    expect(kinds).toEqual(all.length > 0 ? [...all, undefined] : [])
  })
})
