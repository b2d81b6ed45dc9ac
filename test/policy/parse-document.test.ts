import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nodeAt, toValue } from '../../src/policy/document.ts'
import { parseDocument } from '../../src/policy/parse-document.ts'

function problemsIn(text: string): string[] {
  const parsed = parseDocument(text, 'f')
  return parsed.ok ? [] : parsed.error.map((one) => `${one.line}:${one.column} ${one.message}`)
}

function plainValue(text: string): unknown {
  const parsed = parseDocument(text, 'f')
  return parsed.ok ? JSON.parse(JSON.stringify(toValue(parsed.value))) : parsed.error
}

describe('parseDocument', () => {
  it('reads the YAML 1.2 core schema', () => {
    const text = 'a: 1\nb: 1.5\nc: true\nd: ~\non: on\nt: 09:00\nn: !!str 12\nl: [x, "y", \'z\']\nm: |\n  one\n  two\n'
    const expected = {
      a: 1,
      b: 1.5,
      c: true,
      d: null,
      on: 'on',
      t: '09:00',
      n: '12',
      l: ['x', 'y', 'z'],
      m: 'one\ntwo\n',
    }
    expect(plainValue(text)).toEqual(expected)
  })

  it('reads an empty file, comments and a byte order mark', () => {
    expect(plainValue('')).toEqual({})
    expect(plainValue('# nothing\n')).toEqual({})
    expect(plainValue('---\n')).toEqual({})
    expect(plainValue('\uFEFFa: 1')).toEqual({ a: 1 })
  })

  it('resolves aliases', () => {
    expect(plainValue('a: &x [1, 2]\nb: *x\n')).toEqual({ a: [1, 2], b: [1, 2] })
  })

  it('knows where everything stands, whatever ends the lines', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const parsed = parseDocument(['a:', '  b: "x y"', '  c: [1, two]'].join(end), 'f')
      if (!parsed.ok) throw new Error('expected it to be valid')
      expect(nodeAt(parsed.value, ['a', 'b'])?.at).toEqual({ file: 'f', line: 2, column: 6, endLine: 2, endColumn: 10 })
      expect(nodeAt(parsed.value, ['a', 'c', 1])?.at).toEqual({
        file: 'f',
        line: 3,
        column: 10,
        endLine: 3,
        endColumn: 12,
      })
    }
  })

  it.each([
    ['- a', 'expected a map'],
    ['just text', 'expected a map'],
    ['a: 1\n---\nb: 2', 'one YAML document'],
    ['a: 1\nb: 2\na: 3', '3:1 `a` stands here a second time; the first is on line 1'],
    ['x:\n  a: {b: 1, b: 2}', '2:13 `b` stands here a second time'],
    ['a: !!js/function "x"', 'the tag `!!js/function`'],
    ['a: !!binary aGk=', 'the tag `!!binary`'],
    ['%TAG ! tag:x,2000:\n---\na: 1', '%TAG'],
    ['a: *nowhere', 'an alias without an anchor'],
    ['a: &a [*a]', 'an alias without an anchor'],
    ['? [a, b]\n: c', 'a key that is plain text'],
    ['a: {{ x }}', 'between quotes'],
    ['a: @x', 'Put text that starts with @ between quotes.'],
    ['roles:\n\tx: 1', 'Indent with spaces, not with tabs.'],
    ['a: b: c', 'contains a colon'],
    ['a: [1', 'not valid YAML'],
    ['a: "x', 'not valid YAML'],
    ['a: \u0000', 'not valid YAML'],
  ])('refuses %j', (text, message) => {
    expect(problemsIn(text).join('\n')).toContain(message)
  })

  it('lists every duplicate key at once', () => {
    expect(problemsIn('a: 1\na: 2\nb: 1\nb: 2')).toHaveLength(2)
  })

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('lets no key reach a prototype: %s', (key) => {
    expect(problemsIn(`${key}: { polluted: true }`)[0]).toContain('expected another name')
    expect(problemsIn(`roles: { ${key}: ["@x"] }`)[0]).toContain('expected another name')
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })

  it('refuses a file that is too large before it reads it', () => {
    expect(problemsIn(`a: ${'x'.repeat(64 * 1024)}`)[0]).toContain('at most 64 KiB')
    expect(problemsIn(`a: ${'é'.repeat(40 * 1024)}`)[0]).toContain('at most 64 KiB')
    expect(problemsIn(`a: ${'x'.repeat(60 * 1024)}`)).toEqual([])
  })

  it('refuses nesting without end', () => {
    expect(problemsIn(`a: ${'['.repeat(30_000)}`)[0]).toContain('nesting')
    expect(problemsIn(`a: ${'{a: '.repeat(1000)}`)[0]).toContain('nesting')
  })

  it('refuses aliases that multiply', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
    for (let level = 1; level < 9; level++) {
      lines.push(
        `a${level}: &a${level} [*a${level - 1}, *a${level - 1}, *a${level - 1}, *a${level - 1}, *a${level - 1}]`,
      )
    }
    expect(problemsIn(lines.join('\n'))[0]).toContain('aliases')
  })

  it('refuses one large value that is repeated', () => {
    const text = `a: &a [${'x, '.repeat(3000)}]\nb: [*a, *a, *a, *a]`
    expect(problemsIn(text)[0]).toContain('values after its aliases are written out')
  })

  it('refuses more aliases than anybody writes', () => {
    expect(problemsIn(`a: &a 1\nb: [${'*a, '.repeat(60)}]`)).toHaveLength(1)
  })
})

describe('any text', () => {
  const yamlish = fc
    .array(
      fc.constantFrom(
        'a',
        ': ',
        '- ',
        '\n',
        '  ',
        '[',
        ']',
        '{',
        '}',
        '"',
        "'",
        '&a ',
        '*a',
        '!x ',
        '|',
        '>',
        '#',
        '---\n',
        '\t',
        '? ',
        '%',
        ',',
        '\r',
        '~',
        '<<: ',
      ),
      { maxLength: 40 },
    )
    .map((parts) => parts.join(''))

  it.each([
    ['YAML-like', yamlish],
    ['any', fc.string({ unit: 'binary', maxLength: 200 })],
  ])('ends in a map or in problems with a position (%s)', (_, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = parseDocument(text, 'f')
        if (parsed.ok) {
          expect(parsed.value.type).toBe('map')
        } else {
          expect(parsed.error.length).toBeGreaterThan(0)
          for (const one of parsed.error) {
            expect(one.line).toBeGreaterThanOrEqual(1)
            expect(one.column).toBeGreaterThanOrEqual(1)
            expect(one.message).toMatch(/\.$/)
          }
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('comes back as it was written', () => {
    const keys = fc.stringMatching(/^[a-z]{1,6}$/)
    const values = fc.oneof(fc.integer(), fc.boolean(), fc.string(), fc.array(fc.string(), { maxLength: 3 }))
    fc.assert(
      fc.property(fc.dictionary(keys, fc.oneof(values, fc.dictionary(keys, values))), (value) => {
        expect(plainValue(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})
