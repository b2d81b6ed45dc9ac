import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadPolicy } from '../../src/policy/load-policy.ts'
import { withoutFile } from '../../src/policy/resolve-policy.ts'
import { policyOf, problemsOf, shown } from './read.ts'

const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8')

describe('without a file', () => {
  const policy = withoutFile()

  it('nobody is mentioned and nothing is frozen', () => {
    expect(policy.roles).toEqual({})
    expect(policy.escalation.policies).toEqual({})
    expect(policy.severities).toHaveLength(1)
    expect(policy.severities[0]).toMatchObject({ id: 'emergency', freeze: false, escalation: false, responders: [] })
    expect(policy.defaultSeverity).toBe('emergency')
    expect(policy.severities[0]?.approvals.from).toEqual([])
  })

  it('emergencies are noticed and the three checklists are posted', () => {
    expect(policy.detection).toMatchObject({ titlePrefixes: ['[EMERGENCY]'], labels: ['emergency'], trust: 'triage' })
    expect(policy.checklists.map(({ id, on, items }) => [id, on, items.length])).toEqual([
      ['before', 'declared', 5],
      ['during', 'hotfix-opened', 5],
      ['after', 'hotfix-merged', 5],
    ])
  })

  it('an empty file says the same, and is one', async () => {
    expect((await policyOf('')).policy).toEqual({ ...policy, origin: 'file' })
    expect((await policyOf('version: 1\n')).policy).toEqual({ ...policy, origin: 'file' })
  })

  it('it survives being stored', () => {
    expect(JSON.parse(JSON.stringify(policy))).toMatchObject({ defaultSeverity: 'emergency' })
  })
})

describe('a file', () => {
  it('that shows every key takes effect', async () => {
    const { policy, warnings } = await policyOf(fixture('complete.yml'))
    expect(warnings).toEqual([])
    expect(policy.defaultSeverity).toBe('P1')
    expect(policy.severities.map((severity) => severity.id)).toEqual(['P0', 'P1'])
    expect(policy.severities[0]).toMatchObject({
      respondWithin: 900_000,
      updateEvery: 1_800_000,
      when: { cvss: { operator: '>=', score: 9 }, exploited: true },
      freeze: 'hotfix-only',
      escalation: 'default',
      approvals: { required: 2, from: ['maintainers', 'security'], each: false },
    })
    expect(policy.escalation.policies.default).toEqual({
      steps: [
        { notify: ['maintainers'], after: 0, channels: [] },
        { notify: ['security'], after: 14_400_000, channels: ['slack', 'pager'] },
      ],
      repeat: { every: 3_600_000, times: 3 },
      hours: { timezone: 'Europe/Berlin', days: [1, 2, 3, 4, 5], from: 540, to: 1080 },
    })
    expect(policy.roles.secondary).toMatchObject({ type: 'rotation', rotation: { every: 604_800_000, offset: 1 } })
    expect(policy.freeze).toMatchObject({ maxDuration: 86_400_000, exempt: { authors: ['dependabot[bot]'] } })
    expect(policy.commands).toEqual({ freeze: 'maintain', thaw: 'maintain', severity: 'triage' })
  })

  it('that abridges the scale and the checklists is told each name that is not defined', async () => {
    const messages = await shown(fixture('contract.yml'))
    expect(messages.filter((one) => one.includes(' error ')).map((one) => one.split('`')[1])).toEqual([
      'P1',
      'containment',
      'remediation',
      'P1',
      'first-24-hours',
      'first-week',
    ])
  })

  it('hears of every problem at once, from top to bottom, with its place', async () => {
    const text = [
      'rols: { maintainers: ["@a"] }',
      'freeze: true',
      'severities: [P0, P1]',
      'hotfix:',
      '  branches: hotfix/*',
      '  require: [titel]',
      'escalation:',
      '  policies:',
      '    night:',
      '      steps: [{ notify: [maintaners], after: 15 minutes }]',
      'roles: { maintainers: [someone] }',
    ].join('\n')
    expect(await shown(text)).toEqual([
      '1:1 error Unknown key `rols` at the top of the file. Did you mean `roles`?',
      '2:9 error `freeze` is `true`, expected a map with keys such as `branches:`.',
      '3:13 error `severities` is a list, expected a map from ids to severities, most severe first.',
      '5:13 error `hotfix.branches` is the text `hotfix/*`, expected a list of at most 20 patterns. Write a list: `[…]`.',
      '6:13 error `hotfix.require[0]` is the text `titel`, expected `title`, `branch`, `base`, `incident`, `impact`, `bypass-reason`, `approvals` or `checklist`. Did you mean `title`?',
      '10:26 error `maintaners` is not defined: there is no such role. Did you mean `maintainers`?',
      '10:46 error `escalation.policies.night.steps[0].after` is the text `15 minutes`, expected a duration such as `30s`, `15m`, `4h`, `2d`, `1w` or `1h30m`. Write `15m`.',
      '11:24 error `roles.maintainers[0]` is the text `someone`, expected `"@user"` or `"@org/team"`. Write `"@someone"`.',
    ])
  })

  it('with an error hears of what it extends only when that is mended: it often comes of the error', async () => {
    const text = (key: string) => `version: 1\nextends: firebreak:single-maintainer\n${key}: { maintainers: [] }\n`
    expect(await shown(text('rolls'))).toEqual([expect.stringContaining('3:1 error Unknown key `rolls`')])
    expect(await shown(text('roles'))).toEqual([
      expect.stringMatching(/^2:10 warning In `firebreak:single-maintainer`: .* no members yet/u),
    ])
  })

  it('never repeats what may be a secret', async () => {
    const address = 'https://hooks.example.com/T000/B000/XXXX'
    const problems = await problemsOf(`channels:\n  slack: { type: slack, secret: "${address}" }`)
    expect(problems).toHaveLength(1)
    expect(JSON.stringify(problems)).not.toContain('hooks.example.com')
    expect(problems[0]?.message).toContain('An address never stands in a file')
  })

  it('shortens what an outsider wrote to one plain line', async () => {
    const [one] = await problemsOf(`freeze: { lift: "a\\nb\\u202e\\u0000${'x'.repeat(5000)}" }`)
    expect(one?.found.length).toBeLessThan(90)
    expect(one?.found).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  })

  it('hears of the first hundred of thousands', async () => {
    const problems = await problemsOf(Array.from({ length: 3000 }, (_, index) => `key${index}: 1`).join('\n'))
    expect(problems).toHaveLength(101)
    expect(problems.at(-1)).toMatchObject({ line: 101, message: 'There are 2900 more problems from here on.' })
  })

  it('treats a key without a value as not given, and says so', async () => {
    const { policy, warnings } = await policyOf('roles:\nfreeze:\n  branches:\n')
    expect(policy.freeze.branches).toEqual(['~DEFAULT_BRANCH'])
    expect(warnings.map((one) => `${one.line} ${one.keyPath}`)).toEqual(['1 roles', '3 freeze.branches'])
  })
})

describe('any structure', () => {
  const keys = fc.constantFrom(
    'roles',
    'severities',
    'P0',
    'freeze',
    'branches',
    'kinds',
    'checklists',
    'items',
    'on',
    'escalation',
    'policies',
    'steps',
    'notify',
    'rotation',
    'extends',
    'hotfix',
    'when',
    'cvss',
    'x',
  )
  const leaves = fc.oneof(
    fc.constantFrom('1w', '@a', '~ALL', 'hotfix/*', '/(/', '>=9', 'P0', ''),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.string(),
  )
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      leaves,
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(keys, tie('tree'), { maxKeys: 5 }),
    ),
  }))

  it('ends in a policy or in problems', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(keys, tree, { maxKeys: 6 }), async (value) => {
        const loaded = await loadPolicy(JSON.stringify(value), async () => undefined)
        if (loaded.ok) expect(loaded.value.policy.severities.length).toBeGreaterThan(0)
        else expect(loaded.error.some((one) => one.severity === 'error')).toBe(true)
      }),
      { numRuns: 400 },
    )
  })
})
