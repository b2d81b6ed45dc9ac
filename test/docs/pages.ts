import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Nodes, Root } from 'mdast'
import { toString as textOf } from 'mdast-util-to-string'
import { projectRoot } from '../architecture/planted-tree.ts'
import { everyNode, parseGfm } from '../lib/markdown-reference.ts'

/** One of the project's pages, as a reader of the repository gets it. */
export interface Page {
  /** From the project's root. */
  readonly path: string
  readonly text: string
  readonly tree: Root
}

/** Every Markdown page of the project. */
export function allPages(root: string = projectRoot): Page[] {
  const folders = ['.', 'docs', '.github'].filter((folder) => existsSync(join(root, folder)))
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: folder !== '.', encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => readPage(join(folder, name), root)),
  )
}

/** @param path from the project's root */
export function readPage(path: string, root: string = projectRoot): Page {
  const text = readFileSync(join(root, path), 'utf8')
  return { path, text, tree: parseGfm(text) }
}

/** All nodes of one type, in the order in which they are read. */
export const nodesOf = <Type extends Nodes['type']>(tree: Nodes, type: Type): Extract<Nodes, { type: Type }>[] =>
  everyNode(tree).filter((node) => isOf(node, type))

const isOf = <Type extends Nodes['type']>(node: Nodes, type: Type): node is Extract<Nodes, { type: Type }> =>
  node.type === type

/** What can stand after `#` in a link to this page: GitHub's way to make an anchor of a heading. */
export function anchorsOf({ tree }: Pick<Page, 'tree'>): Set<string> {
  const anchors = new Set<string>()
  for (const heading of nodesOf(tree, 'heading')) {
    const slug = slugOf(textOf(heading))
    let anchor = slug
    for (let again = 1; anchors.has(anchor); again++) anchor = `${slug}-${again}`
    anchors.add(anchor)
  }
  return anchors
}

/** Lower case; letters, digits, hyphens and underscores stay, spaces become hyphens, the rest goes. */
export const slugOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-')

/** The rows of the first table below a heading, each as the texts of its cells; the head is left out. */
export function tableBelow({ tree }: Pick<Page, 'tree'>, title: string): string[][] {
  const from = tree.children.findIndex((node) => node.type === 'heading' && textOf(node) === title)
  const table = tree.children.slice(from + 1).find((node) => node.type === 'table')
  if (from < 0 || table?.type !== 'table') throw new Error(`There is no table below "${title}".`)
  return table.children.slice(1).map((row) => row.children.map((cell) => textOf(cell)))
}
