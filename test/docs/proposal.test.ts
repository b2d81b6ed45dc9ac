import { expect, it } from 'vitest'
import { playedHere } from '../harness/forecasts.ts'
import { scenes } from '../scenario/stage.ts'
import { nodesOf, readPage } from './pages.ts'

const page = readPage('docs/rehearsal.md')
const blocks = nodesOf(page.tree, 'code')
const raise = scenes()

function blockOf(lang: string): string {
  const block = blocks.find((each) => each.lang === lang)
  if (!block) throw new Error(`The page has no block of ${lang}.`)
  return block.value
}

/** The page's first configuration, and the same with the change that the page shows. */
function versions(): { readonly before: string; readonly after: string } {
  const before = blockOf('yaml')
  const lines = blockOf('diff').split('\n')
  const of = (sign: string) => lines.filter((line) => line.startsWith(sign)).map((line) => line.slice(1))
  const [removed, added] = [of('-').join('\n'), of('+').join('\n')]
  expect(before).toContain(removed)
  return { before, after: before.replace(removed, added) }
}

it('shows what the check of a changed configuration says, to the letter', async () => {
  const { before, after } = versions()
  const scene = await raise({ config: before, files: { CODEOWNERS: '* @alice\n' }, forecasts: playedHere() })
  const files = { '.github/incident.yml': after }
  const { number } = scene.carol.openPull({ title: 'Free weekends', head: 'weekends', files })
  await scene.settle()
  const check = scene.seen.check(number, 'firebreak/config')
  expect(check?.summary).toBe(blockOf('md'))
  expect(page.text).toContain(`The check says "${check?.title}"`)
})
