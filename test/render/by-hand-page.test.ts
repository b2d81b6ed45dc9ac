import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MergeMethod, ReadinessFacts } from '../../src/incident/readiness/facts.ts'
import { pathPart, shellWord } from '../../src/lib/gh-api.ts'
import { renderByHandPage } from '../../src/render/by-hand-page.ts'
import { healthy, known, quietBranch } from '../incident/readiness/facts.ts'
import { now, policy } from '../incident/readiness/troubles.ts'
import { blocksBelow } from '../support/gh.ts'

const repository = { owner: 'acme', name: 'shop' }
const page = (branches: readonly string[], patterns: readonly string[] = ['~DEFAULT_BRANCH']) =>
  renderByHandPage({
    ...{ repository, now },
    policy: { ...policy, freeze: { ...policy.freeze, branches: patterns } },
    facts: { ...healthy(now), branches: known(branches.map((branch) => ({ ...quietBranch, branch }))) },
  })

/** What git lets a branch be called, with everything that a shell or Markdown could act on. */
const branchName = fc
  .array(fc.constantFrom(...'abz019-_./\'"`$(){}!;&|<>#@%=+,é'), { minLength: 1, maxLength: 20 })
  .map((characters) => characters.join(''))

describe('the page for doing it by hand', () => {
  it('has blocks that no name ends, and commands that no name changes', () => {
    fc.assert(
      fc.property(
        fc.array(branchName, { maxLength: 3 }),
        fc.array(branchName, { minLength: 1, maxLength: 3 }),
        (names, patterns) => {
          const text = page(names, patterns)
          expect(text.match(/^```/gm)).toHaveLength(page(names.map(() => 'main')).match(/^```/gm)?.length ?? 0)
          for (const line of blocksBelow(text, '1.').join('\n').split('\n').filter(Boolean))
            expect(line).toMatch(
              /^test -e ([\w.-]+\.json) \|\| \{ gh api --paginate [\w./%~-]+ > \1\.part && mv \1\.part \1; \}$/,
            )
          const [made = ''] = blocksBelow(text, '2.')
          const [, json = ''] = /<<'JSON'\n([\s\S]+)\nJSON$/.exec(made) ?? []
          expect(JSON.parse(json)).toMatchObject({
            conditions: { ref_name: { include: patterns.map((pattern) => `refs/heads/${pattern}`) } },
          })
        },
      ),
    )
  })

  it('gives each branch a file of its own', () => {
    const files = [...page(['a/b', 'a-b', 'a?b']).matchAll(/test -e (\S+\.json)/g)].map(([, file]) => file)
    expect(new Set(files).size).toBe(3)
  })
})

describe('words of a shell', () => {
  it('are what they were, whatever stands in them', () => {
    const words = fc.sample(
      fc.string({ unit: fc.constantFrom(...'aZ0/.-_ \'"`$(){}!;&|<>#*?~\\\n'), minLength: 1 }),
      300,
    )
    const printed = execFileSync('sh', ['-euc', `printf '%s\\0' ${words.map(shellWord).join(' ')}`], {
      encoding: 'utf8',
    })
    expect(printed.split('\0').slice(0, -1)).toEqual(words)
  })

  it('as parts of an address need no quotation', () => {
    expect(pathPart("release/it's (1)!*")).toBe('release%2Fit%27s%20%281%29%21%2A')
  })
})

describe('how the hotfix is merged', () => {
  const made = (...left: (readonly MergeMethod[] | undefined)[]) => {
    const branches = known(left.map((mergeMethods) => ({ ...quietBranch, mergeMethods })))
    const text = renderByHandPage({ repository, now, policy, facts: { ...healthy(now), branches } })
    const [block = ''] = blocksBelow(text, '4.')
    return (/merge_method=(\w+)/.exec(block) ?? /for WAY in ([\w ]+);/.exec(block))?.[1]
  }
  it.each<[string, (readonly MergeMethod[] | undefined)[], string]>([
    ['nothing was seen', [undefined], 'merge squash rebase'],
    ['the rules leave one way', [['rebase']], 'rebase'],
    ['the rules leave two', [['squash', 'rebase']], 'squash rebase'],
    ['each branch has its own', [['merge'], ['rebase']], 'merge rebase'],
    ['nothing would be left, which GitHub knows better', [[]], 'merge squash rebase'],
    ['no branch was read', [], 'merge squash rebase'],
  ])('%s', (_, left, expected) => {
    expect(made(...left)).toBe(expected)
  })
})

describe('what is not there is said', () => {
  const classic = { ...policy, freeze: { ...policy.freeze, mechanism: 'branch-protection' as const } }
  const rendered = (chosen: typeof policy, change: Partial<ReadinessFacts>) =>
    renderByHandPage({ repository, now, policy: chosen, facts: { ...healthy(now), ...change } })
  const unread = { branches: { known: false, why: 'GitHub had no time' } } as const

  it.each([
    ['rulesets', policy],
    ['branch protection', classic],
  ])('where the branches could not be read, with %s', (_, chosen) => {
    const text = rendered(chosen, unread)
    expect(text).toMatch(/^> .*he branches could not be read when this was made \(GitHub had no time\)/m)
    expect(text).not.toMatch(/^## [^\n]+\n+(?=## )/m)
  })

  it.each([
    ['rulesets', policy],
    ['branch protection', classic],
  ])('which branches were not looked at, with %s', (_, chosen) => {
    const text = rendered(chosen, { unreadBranches: { named: ['release/11', 'x`|`y'], unnamed: 3 } })
    expect(text).toMatch(/^> .*`release\/11`, .* and 3 others/m)
  })

  it('that it is not known whether rulesets can be had', () => {
    expect(rendered(policy, { rulesets: { known: false, why: 'the App may not look' } })).toContain(
      'Whether rulesets can be had here could not be seen: the App may not look.',
    )
  })

  it('that only some of the administrators are named', () => {
    const administrators = known(Array.from({ length: 300 }, (_unused, index) => `a${index}`))
    expect(rendered(policy, { administrators })).toContain('a10, a11 and 288 others.')
  })
})

describe('which server', () => {
  const on = (host: string | undefined) => {
    const itself = { owner: 'user' as const, private: false, archived: false, hasIssues: true, host }
    const text = renderByHandPage({ repository, now, policy, facts: { ...healthy(now), repository: known(itself) } })
    return /export GH_HOST=.*/.exec(text)?.[0]
  }

  it('is said where it is not github.com', () => {
    expect(on('github.com')).toBeUndefined()
    expect(on('ghe.acme.test')).toBe('export GH_HOST=ghe.acme.test')
    expect(on(undefined)).toContain('and its name come first')
  })
})
