import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runCommand } from '../../../src/cli/run-command.ts'
import { asMermaid } from '../../../src/cli/simulate/as-mermaid.ts'
import type { Line, Transcript } from '../../../src/cli/simulate/transcript.ts'
import { presetNames } from '../../../src/policy/presets/presets.ts'
import { parseSequenceDiagram } from './sequence-diagram.ts'

const transcriptOf = (...lines: readonly Line[]): Transcript => ({
  ...{ title: 'Down', from: 0, until: 1, timezone: 'UTC', repository: 'acme/shop', people: [], freezes: [], unmet: [] },
  moments: [{ at: 0, lines }],
})

const texts = (transcript: Transcript): readonly string[] =>
  parseSequenceDiagram(asMermaid(transcript)).flatMap((one) => (one.type === 'participant' ? [] : [one.text]))

describe('a transcript as a diagram', () => {
  it.each(presetNames)('can be drawn: %s', async (name) => {
    const printed: string[] = []
    const print = (line: string): void => void printed.push(line)
    await runCommand(['simulate', `preset:${name}`, '--format', 'mermaid'], {
      print,
      printError: print,
      isTerminal: false,
    })
    const statements = parseSequenceDiagram(printed.join('\n'))
    const types = new Set(statements.map(({ type }) => type))
    expect(types).toEqual(new Set(['participant', 'message', 'note']))
    expect(statements.length).toBeGreaterThan(10)
  })

  const signs = [
    ';',
    '#',
    '#35;',
    '"',
    "'",
    'end',
    '<b>',
    '</b>',
    '<br/>',
    '&amp;',
    '%%',
    '%%{init: {"securityLevel": "loose"}}%%',
  ]
  const more = [
    '\n',
    '\r\n',
    '\t',
    '\u2028',
    '->>',
    '-->>',
    ': ',
    'participant X as Y',
    'Note over G: x',
    '$$x^2$$',
    'style a:#fff;',
    '\\',
    '{',
    '}',
    '\u0000',
    '\u202e',
  ]
  const hostile = fc.array(fc.oneof(fc.constantFrom(...signs, ...more), fc.string({ unit: 'binary', maxLength: 8 })), {
    maxLength: 8,
  })

  it('stays one whatever is said in it, and shows it', () => {
    fc.assert(
      fc.property(hostile, (parts) => {
        const said = parts.join('')
        const shown = `x${said}x`.replace(/[`*]/gu, '').replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
        const short = shown.length > 100 ? `${shown.slice(0, 99)}…` : shown
        const told: Line = { kind: 'told', text: `@ana: x${said}x`, who: ['@ana'] }
        const act: Line = { kind: 'act', text: `x${said}x`, who: ['ben'] }
        const opened: Line = { kind: 'opened', text: `x${said}x` }
        const found = texts(transcriptOf(told, act, opened))
        expect(found.slice(1)).toEqual([short, short, short])
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['A->>B: x; y', 'more than a text'],
    ['  P0->>F: x', 'nobody introduced P0'],
    ['  F->>G: 50 %', 'more than a text'],
    ['  F->>G: see #12', 'more than a text'],
    ['  F->>G: <b>', 'more than a text'],
    ['  F->>G:', 'not understood'],
    ['  end', 'not understood'],
    ['  participant G as Again', 'G is introduced twice'],
  ])('with a slip is found out: %s', (line, why) => {
    const diagram = [
      'sequenceDiagram',
      '  participant G as GitHub',
      '  participant F as Firebreak',
      line.replace(/^A->>B/u, '  F->>G'),
    ]
    expect(() => parseSequenceDiagram(diagram.join('\n'))).toThrow(why)
  })
})
