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
import { policyOf, shown } from './read.ts'

const nothing: RepositoryTraits = {
  ...{ ownerLogin: 'acme', owner: 'organization', people: [], teams: [], hasDependabot: false },
  ...{ environments: [], releaseBranches: [] },
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

  it('leaves readers alone, and writers where three people lead', () => {
    const reader = { login: 'mallory', permission: 'read' } as const
    const writer = { login: 'dan', permission: 'write' } as const
    const few = starterFile('single-maintainer', { ...nothing, people: [admin('alice'), writer, reader] })
    expect(few).toContain('maintainers: ["@alice", "@dan"]')
    expect(starterFile('maintainer-team', { ...nothing, people: [...people, writer] })).not.toContain('dan')
  })
})

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
  hasDependabot: fc.boolean(),
  environments: fc.array(fc.oneof(outside, fc.constant('production')), { maxLength: 3 }),
  releaseBranches: fc.array(fc.oneof(outside, fc.constantFrom(...releasePatterns)), { maxLength: 4 }),
})

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
      fc.property(anyTraits, (traits) => {
        const { preset } = suggestPreset(traits)
        const known = new Set(starterFile(preset, nothing).split('\n'))
        const own = starterFile(preset, traits)
          .split('\n')
          .filter((line) => !known.has(line))
        const names =
          /^(?: {2}[a-z-]+: \[(?:"@[A-Za-z0-9/._-]+"(?:, )?)+\]| {4}rotation: \{ every: 1w, starts: 2025-01-13T09:00, timezone: UTC, members: \[(?:"@[A-Za-z0-9/._-]+"(?:, )?)+\](?:, offset: 1)? \}| {2}[a-z-]+: |roles:| {2}branches: \["~DEFAULT_BRANCH"(?:, "(?:releases?|stable)[/-]\*")*\])$/
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
