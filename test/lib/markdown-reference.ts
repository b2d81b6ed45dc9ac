import type { Nodes, Paragraph, Root } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'

/** A complete GitHub-flavoured parser: exact, and too slow for hostile input, so it serves as the yardstick. */
export function parseGfm(markdown: string): Root {
  return fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] })
}

/** Every node below and including this one. */
export function everyNode(node: Nodes): Nodes[] {
  return 'children' in node ? [node, ...node.children.flatMap(everyNode)] : [node]
}

/** The lines of top-level paragraphs that begin outside of code and HTML. */
export function paragraphLines(markdown: string): string[] {
  return parseGfm(markdown).children.flatMap((node) => (node.type === 'paragraph' ? linesOf(node, markdown) : []))
}

function linesOf(paragraph: Paragraph, markdown: string): string[] {
  const start = paragraph.position?.start.offset ?? 0
  const source = markdown.slice(start, paragraph.position?.end.offset)
  const hidden = paragraph.children.filter(({ type }) => type === 'html' || type === 'inlineCode')
  let at = start
  return source.split('\n').filter((line) => {
    const lineStart = at
    at += line.length + 1
    return !hidden.some(
      ({ position }) => (position?.start.offset ?? 0) < lineStart && lineStart < (position?.end.offset ?? 0),
    )
  })
}
