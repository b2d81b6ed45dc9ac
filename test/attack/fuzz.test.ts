import fc from 'fast-check'
import { load } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { readCommands, readLogin, readNumber, textFrom } from '../../src/incident/command.ts'
import { commands } from '../../src/incident/commands-table.ts'
import { compilePattern, compileRefPattern } from '../../src/lib/glob.ts'
import { commandLines, sectionText, taskItems } from '../../src/lib/markdown.ts'
import { clean, neutral, neutralBlock, neutralCode, neutralHtml } from '../../src/lib/markdown-neutral.ts'
import { tablesUnder } from '../../src/lib/markdown-table.ts'
import { fullExample } from '../../src/policy/full-example.ts'
import { loadPolicy } from '../../src/policy/load-policy.ts'
import { renderCard } from '../../src/render/card.ts'
import { mutilated, wound } from '../github/normalize/mutilate.ts'
import { Story } from '../incident/story.ts'
import { attack } from '../render/harmless.ts'
import { harmsOf } from './harms.ts'

const wounds = fc.array(wound, { minLength: 1, maxLength: 6 })
const nobodyElse = async () => undefined

async function judged(text: string): Promise<void> {
  const loaded = await loadPolicy(text, nobodyElse)
  if (loaded.ok) {
    const story = new Story(loaded.value.policy)
    story.opens({ title: '[EMERGENCY] Down', labels: ['emergency'] }, 'alice')
    for (const incident of story.incidents) expect(renderCard(incident)).toContain('Severity')
    return
  }
  expect(loaded.error.length).toBeGreaterThan(0)
  for (const { line, message } of loaded.error) expect([line > 0, message.length < 2000]).toEqual([true, true])
}

describe('a configuration, whatever is done to it', () => {
  const whole: unknown = load(fullExample)

  it('is a policy by which an emergency can be led, or problems with a place: its structure mutilated', {
    timeout: 60_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(wounds, (hurt) => judged(JSON.stringify(mutilated(whole, hurt) ?? null))),
      { numRuns: 300 },
    )
  })

  it('the same, with its text cut, doubled and mixed up', { timeout: 60_000 }, async () => {
    const cut = fc.tuple(
      fc.nat({ max: fullExample.length }),
      fc.nat({ max: 60 }),
      fc.oneof(attack, fc.string({ unit: 'binary' })),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(cut, { minLength: 1, maxLength: 4 }), (cuts) =>
        judged(
          cuts.reduce((text, [at, length, put]) => text.slice(0, at) + put + text.slice(at + length), fullExample),
        ),
      ),
      { numRuns: 200 },
    )
  })
})

describe('a command, whatever follows it', () => {
  const argument = fc.oneof(
    attack,
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom(
      '',
      '#12',
      '#99999999999',
      '-1',
      '1e999h',
      '999999999999d',
      '@',
      'me',
      '"',
      '“',
      '\\',
      '__proto__',
      'constructor',
    ),
  )
  const names = [...commands.map(({ name }) => name), 'constructor', '__proto__', 'toString', '']
  const line = fc
    .tuple(fc.constantFrom(...names), fc.array(argument, { maxLength: 4 }))
    .map(([name, args]) => `/incident ${name} ${args.join(' ')}`)

  it('is decided upon without an error, and says nothing that does anything', () => {
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 3 }),
        fc.constantFrom('alice', 'trudy', 'mallory'),
        (lines, by) => {
          const story = new Story()
          story.opens({ title: '[EMERGENCY] Down' }, 'alice')
          story.comments(lines.join('\n'), by)
          for (const incident of story.incidents) expect(harmsOf(renderCard(incident))).toEqual([])
        },
      ),
      { numRuns: 1500 },
    )
  })
})

describe('Markdown of a megabyte that is made to be slow', () => {
  const size = 1_000_000
  const shapes = [
    '*',
    '_',
    '`',
    '``` ',
    '[',
    '](',
    '![',
    '<',
    '<!--',
    '-->',
    '<a ',
    '&',
    '\\',
    '|',
    '|-',
    '> ',
    '- ',
    '- [ ] ',
    '1. ',
    '# ',
    '\n\n',
    '\n- ',
    '\t',
    ' ',
    '\u0000',
    '@a ',
    '#1 ',
    'http://',
    'www.',
    '~',
    ':',
    'a\n===\n',
    '[a]: b\n',
    '**a* ',
    '<details>',
    '/incident ',
  ]
  const readers: readonly ((text: string) => unknown)[] = [
    commandLines,
    taskItems,
    readCommands,
    readNumber,
    readLogin,
    (text) => sectionText(text, 'Impact'),
    (text) => tablesUnder(text, () => true),
    (text) => textFrom(text, 'update'),
    (text) => neutral(text, { max: 4000 }),
    (text) => neutralBlock(text, { max: 4000 }),
    (text) => neutralCode(text),
    (text) => neutralHtml(text),
    (text) => clean(text, 1000),
  ]

  // A reader that is worse than linear takes minutes for this and runs into the limit of the test.
  it.each(shapes)('is read to its end: %j', { timeout: 30_000 }, (shape) => {
    const text = shape.repeat(size / shape.length)
    for (const read of readers) expect(() => read(text)).not.toThrow()
  })
})

describe('a pattern of a configuration', () => {
  it('of any text is refused or matched, without an error and without delay', () => {
    const source = fc.array(
      fc.constantFrom('a', '*', '**', '?', '(', ')', '+', '{1,9}', '[', ']', '|', '\\', '/', '.', '^', '$', '(?=', '!'),
      {
        maxLength: 40,
      },
    )
    const texts = ['', 'main', 'a'.repeat(4096), `${'a'.repeat(4000)}!`, '/'.repeat(4096)]
    fc.assert(
      fc.property(source, fc.constantFrom(compilePattern, compileRefPattern), (parts, compile) => {
        const compiled = [compile(parts.join('')), compile(`/${parts.join('')}/`)]
        const matchers = compiled.flatMap((one) => (one.ok ? [one.value] : []))
        for (const text of texts) expect(matchers.every((matches) => typeof matches(text) === 'boolean')).toBe(true)
      }),
      { numRuns: 400 },
    )
  })
})
