import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pathPart, shellWord } from '../../src/lib/gh-api.ts'
import { renderByHandPage } from '../../src/render/by-hand-page.ts'
import { healthy, known, quietBranch } from '../incident/readiness/facts.ts'
import { now, policy } from '../incident/readiness/troubles.ts'
import { blocksBelow, Gh } from '../support/gh.ts'

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
            expect(line).toMatch(/^(?:gh api --paginate [\w./%~-]+ > [\w.-]+\.json|# nothing)$/)
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
    const files = [...page(['a/b', 'a-b', 'a?b']).matchAll(/> (\S+\.json)/g)].map(([, file]) => file)
    expect(new Set(files).size).toBe(3)
  })
})

it('quotes a word of a shell', async () => {
  const sent = new Gh('data:text/plain,', '')
  await expect(sent.run('gh api `x`')).rejects.toThrow('a shell would act on')
  expect([shellWord('repos/a/b'), shellWord("it's $x")]).toEqual(['repos/a/b', "'it'\\''s $x'"])
  expect(pathPart("release/it's (1)!*")).toBe('release%2Fit%27s%20%281%29%21%2A')
})
