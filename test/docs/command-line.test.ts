import { describe, expect, it } from 'vitest'
import { commands } from '../../src/cli/commands.ts'
import { renderCommandLinePage } from './command-line-page.ts'
import { allPages, nodesOf } from './pages.ts'

describe('docs/command-line.md', () => {
  // `npx vitest run test/docs/command-line.test.ts -u` writes the page anew.
  it('is what the table of commands says', async () => {
    await expect(renderCommandLinePage()).toMatchFileSnapshot('../../docs/command-line.md')
  })
})

/** What a page has people type: every `firebreak …` in its code, up to where another command begins. */
function calls(text: string): string[] {
  const found = [
    ...text.matchAll(/(?:^|\| |\$ |&& |npx |=\S+ )(?:firebreak|node \S+firebreak\.js) ([a-z-][^\n|>&;#]*)/gmu),
  ]
  return found.map(([, call = '']) => call.trim())
}

/** What is wrong with a call, as far as its words tell; undefined: nothing. */
function misspelt(call: string): string | undefined {
  const words = call.split(/\s+/u)
  if (['help', 'COMMAND'].includes(words[0] ?? '') || call.startsWith('--')) return undefined
  const command = commands.find(({ name }) => call === name || call.startsWith(`${name} `))
  if (!command) {
    // The name of a group, such as `firebreak db`, is fine in a sentence.
    return commands.some(({ name }) => name.startsWith(`${call} `)) ? undefined : `there is no command in "${call}"`
  }
  const known = ['help', ...Object.keys(command.options)]
  const flags = words.filter((word) => word.startsWith('--')).map((word) => word.slice(2).replace(/[^\w-].*$/u, ''))
  const wrong = flags.find((flag) => !known.includes(flag))
  return wrong === undefined ? undefined : `"${call}" has an option --${wrong} that there is not`
}

describe('the command lines in the pages', () => {
  const pages = allPages().map((page) => ({
    path: page.path,
    lines: [...nodesOf(page.tree, 'code'), ...nodesOf(page.tree, 'inlineCode')].flatMap(({ value }) => calls(value)),
  }))

  it.each(pages.filter(({ lines }) => lines.length > 0))('can be typed as they stand in $path', ({ lines }) => {
    expect(lines.map(misspelt).filter((wrong) => wrong !== undefined)).toEqual([])
  })

  it('are found', () => {
    expect(pages.flatMap(({ lines }) => lines).length).toBeGreaterThan(50)
    expect(calls('DATA=x npx firebreak db copy --from data   # moves\n$ firebreak validate | firebreak dmeo')).toEqual([
      'db copy --from data',
      'validate',
      'dmeo',
    ])
    expect(misspelt('validate --strcit')).toContain('--strcit')
    expect(misspelt('dmeo')).toContain('dmeo')
  })
})
