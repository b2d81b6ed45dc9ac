import { describe, expect, it } from 'vitest'
import { plant, projectRoot } from './planted-tree.ts'
import { wordingBreaches } from './wording.ts'

// Joined here, so that this file does not hold what it looks for.
const joined = (...parts: readonly string[]) => parts.join('')

describe('the wording', () => {
  it('leaves nothing unfinished, skipped, or tied to a machine', () => {
    expect(wordingBreaches(projectRoot)).toEqual([])
  })

  it.each([
    ['src/lib/x.ts', joined('// TO', 'DO: later'), 'unfinished work'],
    ['docs/x.md', joined('FIX', 'ME'), 'unfinished work'],
    ['test/lib/x.test.ts', joined('it.sk', "ip('waits', () => {})"), 'a test that does not run'],
    ['test/lib/x.test.ts', joined('describe.on', "ly('x', () => {})"), 'a test that does not run'],
    ['test/lib/x.test.ts', joined('it.to', "do('x')"), 'a test that does not run'],
    ['docs/x.md', joined('see /ho', 'me/alice/firebreak'), 'a path of one machine'],
    ['src/lib/x.ts', joined("const path = '/Us", "ers/alice/x'"), 'a path of one machine'],
    ['.npmrc', joined('registry=https://regis', 'try.example.org/'), 'a package registry'],
    ['package-lock.json', joined('"resolved": "https://regis', 'try.np', 'mjs.org/x.tgz"'), 'a package registry'],
  ])('in %s, %s is %s', (path, line, name) => {
    using tree = plant({ [path]: `first\n${line}\n` })
    expect(wordingBreaches(tree.root)).toEqual([`${path}:2: ${name}`])
  })

  it('lets routes and ordinary words be', () => {
    using tree = plant({
      'src/lib/x.ts':
        "const route = '/repos/home/work/root'\nconst registry = roles.todo\nconst url = 'https://x.org/home/a'\n",
    })
    expect(wordingBreaches(tree.root)).toEqual([])
  })
})
