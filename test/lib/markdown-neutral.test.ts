import fc from 'fast-check'
import { toString as textOf } from 'mdast-util-to-string'
import { describe, expect, it } from 'vitest'
import { clean, neutral, neutralBlock, neutralCode, neutralHtml } from '../../src/lib/markdown-neutral.ts'
import { everyNode, parseGfm } from './markdown-reference.ts'

const attack = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...['@everyone', '@org/team', '@\u200beveryone', '&#64;everyone', '\\@everyone', '#1', 'GH-1', 'acme/shop#12'],
        ...[
          'https://github.com/acme/shop/issues/1',
          'www.example.com',
          'a@example.com',
          '<!-- firebreak:x -->',
          '<!--',
          '-->',
        ],
        ...[
          '<img src=x onerror=y>',
          '</details>',
          '```',
          '`',
          '``',
          '~~~',
          '# ',
          '## ',
          '- ',
          '+ ',
          '* ',
          '1. ',
          '1) ',
          '> ',
        ],
        ...[
          '|',
          '|-|',
          '---',
          '===',
          '[x](javascript:1)',
          '![',
          '](',
          '[^1]:',
          '**',
          '__',
          '~~',
          '$',
          '$$',
          '&amp;',
          '&#x40;',
        ],
        ...[
          '\n',
          '\r\n',
          '\n\n',
          ' ',
          '    ',
          '\t',
          '\u2028',
          '\u202e',
          '\ufeff',
          '\0',
          'a',
          'word',
          '\\',
          '\ud800',
          '🔥',
        ],
      ),
      fc.string({ unit: 'grapheme', maxLength: 5 }),
    ),
    { maxLength: 14 },
  )
  .map((pieces) => pieces.join(''))

/** What GitHub still acts on in rendered text that is not code. */
function activeText(markdown: string): string[] {
  return everyNode(parseGfm(markdown)).flatMap((node) =>
    node.type === 'text' && /@|#\d|gh-\d|:\/\/|www\.|\$/i.test(node.value) ? [node.value] : [],
  )
}

describe('neutral', () => {
  it('leaves ordinary text as it is', () => {
    expect(neutral('[EMERGENCY] Login is down: 50% of users, see run-book (v1.2).')).toBe(
      '\\[EMERGENCY\\] Login is down: 50% of users, see run-book (v1.2).',
    )
  })

  it('shows what GitHub would act on as code', () => {
    expect(neutral('ask @dana about #12 or https://x.io/a|b')).toBe('ask `@dana` about `#12` or `https://x.io/a`\\|b')
  })

  it('cuts long text and says so', () => {
    expect(neutral('abcdefghij', { max: 5 })).toBe('abcd…')
    expect(neutral('🔥🔥🔥🔥', { max: 3 })).toBe('🔥🔥…')
    expect(neutral('x'.repeat(1_000_000), { max: 5 })).toBe('xxxx…')
  })

  it('is one paragraph that shows the text itself and holds nothing but text and code', () => {
    fc.assert(
      fc.property(attack, (text) => {
        const tree = parseGfm(neutral(text))
        expect(
          everyNode(tree)
            .map(({ type }) => type)
            .filter((type) => !['root', 'text', 'inlineCode'].includes(type)),
        ).toEqual(clean(text, 256) === '' ? [] : ['paragraph'])
        expect(textOf(tree)).toBe(clean(text, 256))
        expect(activeText(neutral(text))).toEqual([])
      }),
      { numRuns: 5_000 },
    )
  })

  it.each([
    ['heading', '## ', ''],
    ['listItem', '- ', ''],
    ['blockquote', '> ', ''],
    ['strong', '**', '**'],
    ['tableCell', '| a |\n|---|\n| ', ' |'],
  ])('does not get out of a %s', (type, before, after) => {
    fc.assert(
      fc.property(attack, (text) => {
        const found = everyNode(parseGfm(`${before}x ${neutral(text)} x${after}`)).filter((node) => node.type === type)
        expect(textOf(found.at(-1))).toBe(`x ${clean(text, 256)} x`)
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('neutralBlock', () => {
  it('quotes line by line and stops at the limit', () => {
    expect(neutralBlock('# One\n\n<b>two</b> @dana\n', { max: 100 })).toBe('> \\# One\n>\n> \\<b\\>two\\</b\\> `@dana`')
    expect(neutralBlock('one\ntwo\nthree', { max: 7 })).toBe('> one\n> two\n> …')
  })

  it('stays one quotation of paragraphs', () => {
    fc.assert(
      fc.property(attack, (text) => {
        const tree = parseGfm(`Before\n\n${neutralBlock(text)}\n\nafter`)
        expect(tree.children.map(({ type }) => type)).toEqual(['paragraph', 'blockquote', 'paragraph'])
        const types = new Set(everyNode(tree).map(({ type }) => type))
        expect(
          [...types].filter((type) => !['root', 'text', 'inlineCode', 'paragraph', 'blockquote'].includes(type)),
        ).toEqual([])
        expect(activeText(neutralBlock(text))).toEqual([])
      }),
      { numRuns: 3_000 },
    )
  })
})

describe('neutralCode', () => {
  it('shows any name as code', () => {
    fc.assert(
      fc.property(attack, (text) => {
        const [paragraph] = parseGfm(`Branch ${neutralCode(text)} is frozen`).children
        const types = paragraph && 'children' in paragraph ? paragraph.children.map(({ type }) => type) : []
        expect(types).toEqual(['text', 'inlineCode', 'text'])
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('text inside HTML of ours', () => {
  it('is shown as it was written, on one line, and does nothing', () => {
    expect(neutralHtml('To "users" & partners <b>\n\n*now*')).toBe(
      'To &quot;users&quot; &amp; partners &lt;b&gt; *now*',
    )
    expect(neutralHtml('to @everyone, see #12 and https://evil.example')).toBe(
      'to <code>@everyone,</code> see <code>#12</code> and <code>https://evil.example</code>',
    )
    expect(neutralHtml('&#64;all </code><!-- x -->')).toBe('<code>&amp;#64;all</code> &lt;/code&gt;&lt;!-- x --&gt;')
  })

  it('is no longer than asked for', () => {
    expect(neutralHtml('x'.repeat(300), { max: 200 })).toHaveLength(200)
  })
})
