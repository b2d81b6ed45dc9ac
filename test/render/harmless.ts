import fc from 'fast-check'
import type { Nodes } from 'mdast'
import { everyNode, parseGfm } from '../lib/markdown-reference.ts'

/** Text with which an outsider tries to get out of where it stands. */
export const attack = fc
  .array(
    fc.constantFrom(
      ...[
        '@everyone',
        '@org/team',
        '@\u200beveryone',
        '&#64;everyone',
        '#1',
        'GH-1',
        'acme/shop#12',
        'https://evil.example/x',
      ],
      ...[
        '<!-- firebreak:x -->',
        '<!--',
        '-->',
        '<img src=x onerror=y>',
        '</details>',
        '</sub>',
        '```',
        '`',
        '# ',
        '## ',
        '- ',
      ],
      ...[
        '- [x] ',
        '> ',
        '|',
        '|-|',
        '---',
        '[x](javascript:alert)',
        '![i](https://evil.example/i)',
        '**',
        '_',
        '$x$',
        '{{ x }}',
      ],
      ...['{% raw %}', '\n', '\n\n', '\r\n', ' ', '    ', '\u2028', '\u202e', '\0', 'a', 'word', '\\', '\ud800', '🔥'],
    ),
    { minLength: 1, maxLength: 10 },
  )
  .map((pieces) => `x${pieces.join('')}x`)

/** What stands in code does nothing either. */
const ownTags = /<code>[^<]*<\/code>|<\/?(?:details|summary|sub)>/g
const ownMentions = /@(?:dana|acme\/oncall|erin)\b/g
const ownNumbers = /#(?:12|20|40)\b/g

export interface Reading {
  /** What GitHub would act on, besides what the App writes itself: empty for harmless Markdown. */
  readonly harms: readonly string[]
  /** The tree without its words: what stands where, whatever is said there. */
  readonly shape: string
}

/** Reads Markdown as GitHub would. */
export function reading(markdown: string): Reading {
  const tree = parseGfm(markdown)
  return { harms: everyNode(tree).flatMap(harm), shape: shapeOf(tree) }
}

function harm(node: Nodes): string[] {
  if (node.type === 'html') return /[<@]|#\d|:\/\//.test(node.value.replace(ownTags, '')) ? [node.value] : []
  if (node.type === 'link') return node.url.startsWith('https://github.test/acme/shop/') ? [] : [`link to ${node.url}`]
  if (node.type === 'image') return [`image ${node.url}`]
  if (node.type !== 'text') return []
  const rest = node.value.replace(ownMentions, '').replace(ownNumbers, '')
  return /@|#\d|gh-\d|:\/\/|www\.|\$/i.test(rest) ? [rest] : []
}

function shapeOf(node: Nodes): string {
  if (node.type === 'text' || node.type === 'inlineCode' || node.type === 'break') return ''
  const inside = 'children' in node ? node.children.map(shapeOf).join('') : ''
  // A text of several lines is quoted with its paragraphs, as many as it has.
  const isQuotedText = node.type === 'blockquote' && /^(?:paragraph\(\))+$/.test(inside)
  return `${node.type}(${isQuotedText ? 'paragraph()' : inside})`
}
