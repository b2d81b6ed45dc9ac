import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commandLines, sectionText, taskItems } from '../../src/lib/markdown.ts'
import { paragraphLines } from './markdown-reference.ts'

describe('commandLines', () => {
  it('reads every command of a comment, between other text', () => {
    const comment =
      'On it.\r\n/incident ack\r\n  /incident note [14:30] pool *exhausted* on db/*\r\n\r\nThanks!\n\n/incident status'
    expect(commandLines(comment)).toEqual([
      '/incident ack',
      '/incident note [14:30] pool *exhausted* on db/*',
      '/incident status',
    ])
  })

  it.each([
    ['a quote', '> /incident thaw'],
    ['a line that Markdown counts to the quote above', '> Somebody wrote\n/incident thaw'],
    ['a fenced code block', '```\n/incident thaw\n```'],
    ['a fence that is not closed', '~~~ text\n/incident thaw'],
    ['indented code', 'Example:\n\n    /incident thaw'],
    ['inline code over two lines', 'Type `now\n/incident thaw` to lift it'],
    ['an HTML comment', '<!--\n/incident thaw\n-->'],
    ['an HTML comment inside a paragraph', 'Text <!-- and\n/incident thaw --> more'],
    ['an HTML block', '<details>\n/incident thaw\n</details>'],
    ['a list', '- first\n- /incident thaw'],
    ['a line that Markdown counts to the list item above', '- [x] done\n/incident thaw'],
    ['a table', '| a |\n|---|\n/incident thaw'],
    ['a heading', '# /incident thaw'],
    ['an underlined heading', '/incident thaw\n---'],
    ['a footnote', '[^1]: see\n/incident thaw'],
    ['another word', '/incidents thaw\n/incident-thaw\nplease /incident thaw\n\\/incident thaw'],
  ])('finds no command in %s', (_, comment) => {
    expect(commandLines(comment)).toEqual([])
  })

  it.each([
    ['a quote and a blank line', '> Somebody wrote\n\n/incident ack'],
    ['a quote that ends with an empty line', '> Somebody wrote\n>\n/incident ack'],
    ['a closed fence', '```\ncode\n```\n/incident ack'],
    ['a list and a blank line', '- one\n- two\n\n/incident ack'],
    ['a closed comment', '<!-- template -->\n/incident ack'],
    ['a heading', '## Now\n/incident ack'],
    ['a rule', '***\n/incident ack'],
  ])('finds the command after %s', (_, comment) => {
    expect(commandLines(comment)).toEqual(['/incident ack'])
  })

  it('leaves HTML out of a command', () => {
    expect(commandLines('/incident resolve <!-- not this --> it was <b>DNS</b>')).toEqual([
      '/incident resolve  it was DNS',
    ])
  })

  it('never reads as a command what GitHub does not show as text of its own', () => {
    const piece = fc.constantFrom(
      ...[
        '/incident ack',
        '> ',
        '- ',
        '1. ',
        '2) ',
        '    ',
        '  ',
        '\t',
        '```',
        '~~~',
        '`',
        '<!--',
        '-->',
        '<div>',
        '</div>',
      ],
      ...[
        '<b',
        '>',
        '# ',
        '---',
        '===',
        '|',
        '|-|',
        '\n',
        '\n',
        '\n\n',
        'a',
        '\\',
        '<?',
        '?>',
        '<pre>',
        '</pre>',
        '[^1]: ',
      ],
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const comment = pieces.join('')
        const shown = paragraphLines(comment).filter((line) => line.trim().startsWith('/incident'))
        expect(shown.length).toBeGreaterThanOrEqual(commandLines(comment).length)
      }),
      { numRuns: 3_000 },
    )
  })
})

describe('sectionText', () => {
  const body = [
    '## Summary',
    'Login is **down**.',
    '### Impact: ',
    '<!-- Who is affected? -->',
    'All users of `eu-1`,',
    '- including trials',
    '#### Numbers',
    '~500 requests',
    '### Reason for bypass',
    '<!-- required -->',
    '',
    'Rollback',
    '========',
    '_No response_',
  ].join('\n')

  it('returns what stands under the heading and its sub-headings, without comments', () => {
    const text = sectionText(body, 'impact')
    expect(text).toBe('All users of eu-1,\n\n- including trials\n\nNumbers\n\n~500 requests')
  })

  it('tells an empty section from a missing one', () => {
    expect(sectionText(body, 'Reason for bypass')).toBe('')
    expect(sectionText(body, 'rollback')).toBe('')
    expect(sectionText(body, 'Root cause')).toBeUndefined()
  })

  it('finds no heading in code, comments and quotes', () => {
    expect(sectionText('```\n# Impact\nnone\n```\n<!--\n# Impact\nx\n-->\n> # Impact\n> y', 'Impact')).toBeUndefined()
  })

  it('reads an emboldened heading and keeps the text of HTML blocks', () => {
    expect(sectionText('## **Impact**\n<p>Everybody <!-- or so --></p>', 'Impact')).toBe('Everybody')
  })
})

describe('taskItems', () => {
  it('reads ticked and open items, nested ones too', () => {
    const list =
      '1. intro\n\n- [ ] Page `@dana`\n  * [x] *Freeze* applied\n- [X]   Told \\#ops\n- [] none\n- [ ]\n- plain'
    expect(taskItems(list)).toEqual([
      { text: 'Page @dana', ticked: false },
      { text: '*Freeze* applied', ticked: true },
      { text: 'Told #ops', ticked: true },
    ])
  })

  it('finds none in code, comments and quotes', () => {
    const text =
      '```\n- [x] a\n```\n<!--\n- [x] b\n-->\n> - [x] c\n\n- d\n  ```\n  - [x] e\n  ```\n  <!--\n  - [x] f\n  -->\n  - [ ] g'
    expect(taskItems(text)).toEqual([{ text: 'g', ticked: false }])
  })
})

describe('hostile input', () => {
  it.each([
    ['quotes', '>a\n\n'],
    ['deep quotes', '>'],
    ['emphasis', '*a_ '],
    ['brackets', '['],
    ['unclosed comments', 'a <!-- '],
    ['unclosed CDATA', 'a <![CDATA['],
    ['backticks', '``a`'],
    ['headings', '# a\n'],
    ['list items', '- a\n\n'],
  ])('is read to its end: %s', (_, piece) => {
    // A parser that takes quadratic time needs half a minute for these and trips over the test's time limit.
    const text = `${piece.repeat(65_000 / piece.length)}\n\n/incident ack`
    expect(commandLines(text).length).toBeLessThanOrEqual(1)
    expect(sectionText(text, 'Impact')).toBeUndefined()
    expect(taskItems(text)).toEqual([])
  })

  it('reads no more than GitHub keeps', () => {
    expect(commandLines(`${'a\n\n'.repeat(30_000)}/incident ack`)).toEqual([])
  })
})
