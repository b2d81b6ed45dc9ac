import { existsSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { plant, projectRoot } from '../architecture/planted-tree.ts'
import { allPages, anchorsOf, nodesOf, type Page, readPage, slugOf } from './pages.ts'

const pages = new Map(allPages().map((page) => [page.path, page]))

/** Links of a page that lead nowhere, as they are written there. */
function deadLinks(page: Page, root: string): string[] {
  const targets = [...nodesOf(page.tree, 'link'), ...nodesOf(page.tree, 'definition'), ...nodesOf(page.tree, 'image')]
  return targets
    .map(({ url }) => url)
    .filter((url) => !/^(?:https?|mailto):/.test(url) && !leadsSomewhere(url, page, root))
}

function leadsSomewhere(url: string, page: Page, root: string): boolean {
  const [file = '', anchor] = decodeURIComponent(url).split('#')
  const path = file === '' ? page.path : normalize(join(dirname(page.path), file))
  if (path.startsWith('..') || !existsSync(join(root, path))) return false
  if (anchor === undefined) return true
  const target = path === page.path ? page : root === projectRoot ? pages.get(path) : readPage(path, root)
  return target !== undefined && anchorsOf(target).has(anchor)
}

describe('the pages', () => {
  it.each([...pages.values()])('have no dead link: $path', (page) => {
    expect(deadLinks(page, projectRoot)).toEqual([])
  })

  it('are reached from the README, all of docs/', () => {
    const readme = nodesOf(readPage('README.md').tree, 'link').map(({ url }) => url.split('#')[0])
    const docs = [...pages.keys()].filter((path) => path.startsWith('docs/'))
    expect(docs.filter((path) => !readme.includes(path))).toEqual([])
  })
})

describe('the search for dead links', () => {
  it.each([
    ['[x](missing.md)', ['missing.md']],
    ['[x](b.md#nothing)', ['b.md#nothing']],
    ['[x](#nothing)', ['#nothing']],
    ['[x]: missing.md', ['missing.md']],
    ['[x](../../outside.md)', ['../../outside.md']],
    ['[x](b.md#two-words) [y](#here) [z](https://example.org/#a) [w](../LICENSE)', []],
  ])('finds in %s: %s', (link, dead) => {
    using tree = plant({ 'docs/a.md': `# Here\n\n${link}\n`, 'docs/b.md': '# Two words\n', LICENSE: '' })
    expect(deadLinks(readPage('docs/a.md', tree.root), tree.root)).toEqual(dead)
  })

  it.each([
    ['What happens if …', 'what-happens-if-'],
    ['What `administration: write` implies', 'what-administration-write-implies'],
    ['One process, and why', 'one-process-and-why'],
  ])('makes anchors as GitHub does: %s', (heading, anchor) => {
    expect(slugOf(heading.replaceAll('`', ''))).toBe(anchor)
  })
})
