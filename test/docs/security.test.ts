import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { toString as textOf } from 'mdast-util-to-string'
import { describe, expect, it } from 'vitest'
import { projectRoot } from '../architecture/planted-tree.ts'
import { allowedAdministration } from '../harness/administration.ts'
import { nodesOf, readPage } from './pages.ts'

const page = readPage('docs/security.md')

const asText = (node: Parameters<typeof textOf>[0]): string => textOf(node)

/** The cells of the page that name proofs: files in code, titles of tests in emphasis after the file that has them. */
const proofs = nodesOf(page.tree, 'tableRow')
  .map(({ children }) => children[2])
  .filter((cell) => cell !== undefined && asText(cell) !== 'Proved by')
  .flatMap((cell) => (cell ? [cell] : []))

const readProof = (path: string): string => {
  const file = join(projectRoot, path)
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

/** Titles that are in no test of the file they are said to be in; and files that hold no test. */
function missingIn(cell: (typeof proofs)[number]): readonly string[] {
  let path = ''
  let text = ''
  return cell.children.flatMap((node) => {
    if (node.type === 'inlineCode') {
      path = node.value
      text = readProof(path)
      return /\b(?:it|test)(?:\.each)?[(<]/.test(text) ? [] : [`${path} holds no test`]
    }
    const title = node.type === 'emphasis' ? asText(node) : undefined
    return title === undefined || text.includes(title) ? [] : [`${path} has no test "${title}"`]
  })
}

describe('docs/security.md', () => {
  it('names a proof for every attempt', () => {
    expect(proofs.length).toBeGreaterThan(40)
    const empty = proofs.filter(
      (cell) => nodesOf(cell, 'inlineCode').length === 0 && nodesOf(cell, 'link').length === 0,
    )
    expect(empty.map(asText)).toEqual([])
  })

  it('names tests that there are', () => {
    expect(proofs.flatMap(missingIn)).toEqual([])
  })

  it('counts the routes that are called with administration rights', () => {
    const words = ['ten', 'eleven', 'twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen']
    expect(page.text).toContain(`a list of ${words[allowedAdministration.size - 10]} routes`)
  })
})
