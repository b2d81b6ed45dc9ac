import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Code, RootContent } from 'mdast'
import { toString as textOf } from 'mdast-util-to-string'
import { describe, expect, it } from 'vitest'
import { projectRoot } from '../architecture/planted-tree.ts'
import { run } from '../cli/tree.ts'
import { nodesOf, readPage, slugOf } from './pages.ts'

const page = readPage('docs/cookbook.md')
const scenarios = join(projectRoot, 'test/docs/cookbook')
const shared = 'acme/.github'

interface Recipe {
  readonly title: string
  readonly slug: string
  /** Where it belongs → text; the configuration first. */
  readonly files: ReadonlyMap<string, string>
  /** Lines of the play, as far as they are shown. */
  readonly shown: readonly string[]
}

/** A heading of the second level and what stands below it, for each of them. */
function sections(): RootContent[][] {
  const found: RootContent[][] = []
  for (const node of page.tree.children) {
    if (node.type === 'heading' && node.depth === 2) found.push([node])
    else found.at(-1)?.push(node)
  }
  return found
}

/** A file belongs where the line before it says; the first one is the configuration. */
function recipe([heading, ...nodes]: RootContent[]): Recipe {
  const title = heading ? textOf(heading) : ''
  const isFile = (node: RootContent): node is Code => node.type === 'code' && node.lang !== 'text'
  const placed = nodes.flatMap((node, index) => (isFile(node) ? [[node, nodes[index - 1]] as const] : []))
  const files = placed.map(([{ value }, before], index) => {
    const [place] = before && index > 0 ? nodesOf(before, 'inlineCode') : []
    return [index === 0 ? '.github/incident.yml' : (place?.value ?? ''), `${value}\n`] as const
  })
  const shown = nodes.flatMap((node) => (node.type === 'code' && node.lang === 'text' ? node.value.split('\n') : []))
  return { title, slug: slugOf(title), files: new Map(files), shown }
}

const recipes = sections().map(recipe)

/** The recipe's files in a repository's working tree. */
function plantRecipe({ files }: Recipe) {
  const root = mkdtempSync(join(tmpdir(), 'firebreak-cookbook-'))
  mkdirSync(join(root, '.git'))
  for (const [name, text] of files) {
    const path = join(root, name === shared ? 'shared.yml' : name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  return { root, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) }
}

const withoutEllipsis = (line: string): string => line.trim().replace(/ ?…$/u, '')

describe.each(recipes)('the recipe “$title”', (one) => {
  it('is valid, without a warning', async () => {
    using tree = plantRecipe(one)
    const extended = one.files.has(shared) ? ['shared.yml'] : []
    for (const file of ['.github/incident.yml', ...extended]) {
      const { code, out } = await run(['validate', '--strict', join(tree.root, file)])
      expect({ code, out }).toMatchObject({ code: 0, out: expect.not.stringContaining('warning') })
    }
  })

  it('does in its scenario what its scenario expects, and what the page shows', async () => {
    using tree = plantRecipe(one)
    const args = ['simulate', join(scenarios, `${one.slug}.yml`), '--config', join(tree.root, '.github/incident.yml')]
    const extended = one.files.has(shared) ? ['--shared', `${shared}=${join(tree.root, 'shared.yml')}`] : []
    const { code, out, err } = await run([...args, ...extended])
    expect({ code, err }, out).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/^Expectations: ([1-9]\d*) of \1 came true\.$/mu)
    expect(one.shown.length).toBeGreaterThan(2)
    let place = 0
    for (const line of one.shown) {
      const next = out.indexOf(withoutEllipsis(line), place)
      expect(next, `“${line}” in its place in\n${out}`).toBeGreaterThanOrEqual(0)
      place = next + 1
    }
  })
})

describe('the cookbook', () => {
  it('has a scenario for each recipe, and no other', () => {
    const kept = readdirSync(scenarios).map((name) => name.replace(/\.yml$/u, ''))
    expect(kept.sort()).toEqual(recipes.map(({ slug }) => slug).sort())
    expect(recipes.length).toBeGreaterThan(14)
  })

  it('lists its recipes in their order', () => {
    const [list] = nodesOf(page.tree, 'list')
    expect(list?.children.map((item) => textOf(item))).toEqual(recipes.map(({ title }) => title))
  })

  it('expects something of each scenario before its end', () => {
    for (const { slug } of recipes)
      expect.soft(readFileSync(join(scenarios, `${slug}.yml`), 'utf8'), slug).toContain('expect:')
  })
})
