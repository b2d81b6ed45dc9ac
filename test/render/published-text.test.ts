import fc from 'fast-check'
import { expect, it } from 'vitest'
import { confidentialityNote, publishedText } from '../../src/render/published-text.ts'
import { everyNode, parseGfm } from '../lib/markdown-reference.ts'

it('a published post-mortem is what people wrote, without our markers', () => {
  const text =
    '# Review\n\n[A link](https://example.com) and `code`.\n\n| a | b |\n|---|---|\n| 1 | mail a@example.com |'
  expect(publishedText(`${text}\n\n<!-- firebreak:0123456789abcdef -->`)).toBe(text)
  expect(publishedText('a <!-- ours is not theirs --> b')).toBe('a <!-- ours is not theirs --> b')
})

it('nobody whom it names is notified again', () => {
  const piece = fc.constantFrom(
    ...['@', '@dana', '&#64;dana', '&#x40;dana', '&commat;dana', '\\@dana', '_@dana_', '[@dana](x)', '`', '```\n'],
    ...['<!-- firebreak:x -->', '<b>', ' ', '\n\n', '- ', '> ', 'a', '|', '**', '(', '@acme/team'],
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      for (const node of everyNode(parseGfm(publishedText(pieces.join('')))))
        if (node.type === 'text' || node.type === 'html') expect(node.value).not.toMatch(/(?<![a-z0-9])@[a-z]/i)
    }),
    { numRuns: 2_000 },
  )
})

it('a text of nothing but at-signs and openings is read in no time', () => {
  publishedText('@'.repeat(65_000))
  publishedText('<!-- firebreak'.repeat(5_000))
  publishedText('&#0'.repeat(20_000))
})

it('does not go on saying that it is confidential', () => {
  const text = `${confidentialityNote}\n\n## Summary\n\nOver.`
  expect(publishedText(text)).toBe('## Summary\n\nOver.')
  expect(publishedText(text.replaceAll('\n', '\r\n'))).toBe('## Summary\r\n\r\nOver.')
})
