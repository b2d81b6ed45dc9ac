import { describe, expect, it } from 'vitest'
import { renderCommandLinePage } from './command-line-page.ts'

describe('docs/command-line.md', () => {
  // `npx vitest run test/docs/command-line.test.ts -u` writes the page anew.
  it('is what the table of commands says', async () => {
    await expect(renderCommandLinePage()).toMatchFileSnapshot('../../docs/command-line.md')
  })
})
