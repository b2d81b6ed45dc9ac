import { describe, expect, it } from 'vitest'
import { commands } from '../../src/incident/commands-table.ts'
import { renderCommandsReference } from '../../src/render/commands-reference.ts'

describe('docs/commands.md', () => {
  // `npx vitest run test/docs/commands.test.ts -u` writes the page anew.
  it('is what the table of commands says', async () => {
    await expect(renderCommandsReference()).toMatchFileSnapshot('../../docs/commands.md')
  })

  it.each(commands)('shows $name with its permission', ({ usage, permission }) => {
    const row = `| \`/incident ${usage.replaceAll('|', '\\|')}\` |`
    const shown = renderCommandsReference()
      .split('\n')
      .find((line) => line.startsWith(row))
    expect(shown).toMatch(new RegExp(`\\| \`${permission}\` \\|$`))
  })

  it('explains every word in capitals that a command takes', () => {
    const [, explained = ''] = renderCommandsReference().split('## Words in capitals')
    const words = commands.flatMap(({ usage }) => usage.match(/#?[A-Z]+(?::[A-Z]+)?…?|@user/g) ?? [])
    expect(words.length).toBeGreaterThan(10)
    expect(words.filter((word) => !explained.includes(`\`${word}\``))).toEqual([])
  })

  it('has three cells in every row', () => {
    const rows = renderCommandsReference()
      .split('\n')
      .filter((line) => line.startsWith('| `/incident'))
    expect(rows).toHaveLength(commands.length)
    for (const row of rows) expect(row.split(/(?<!\\)\|/)).toHaveLength(5)
  })
})
