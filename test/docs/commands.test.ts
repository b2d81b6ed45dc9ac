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

  it('has three cells in every row', () => {
    const rows = renderCommandsReference()
      .split('\n')
      .filter((line) => line.startsWith('| `/incident'))
    expect(rows).toHaveLength(commands.length)
    for (const row of rows) expect(row.split(/(?<!\\)\|/)).toHaveLength(5)
  })
})
