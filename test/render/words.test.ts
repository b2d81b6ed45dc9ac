import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { durationInFull, durationWords, lateWords } from '../../src/render/duration-words.ts'
import { timeWords } from '../../src/render/time-words.ts'
import { andList, branchList, codeBlock, mention, mentions, mixed, person, tableRow } from '../../src/render/words.ts'
import { everyNode, parseGfm } from '../lib/markdown-reference.ts'
import { attack, reading } from './harmless.ts'

describe('durations', () => {
  it.each([
    [7_800_000, '2 h 10 min'],
    [86_400_000, '1 day'],
    [3 * 86_400_000 + 4 * 3_600_000 + 59_000, '3 days 4 h'],
    [3_599_999, '59 min 59 s'],
    [900_000, '15 min'],
    [45_500, '45 s'],
    [0, 'less than a second'],
  ])('says %i ms as "%s"', (milliseconds, words) => {
    expect(durationWords(milliseconds)).toBe(words)
  })

  it.each([
    [7_860_000, '2 hours 11 minutes'],
    [3_660_000, '1 hour 1 minute'],
    [1_000, '1 second'],
    [0, 'less than a second'],
  ])('spells %i ms out as "%s"', (milliseconds, words) => {
    expect(durationInFull(milliseconds)).toBe(words)
  })

  it('explains a delay, and says nothing about punctuality', () => {
    expect(lateWords(7_800_000)).toBe(' (2 h 10 min late: Firebreak was not running)')
    expect(lateWords(0)).toBe('')
  })
})

describe('times', () => {
  it('are in UTC, and say so', () => {
    expect(timeWords(Date.parse('2026-11-20T21:30:59+01:00'))).toBe('2026-11-20 20:30 UTC')
  })

  it('survive a number that is no moment', () => {
    expect(timeWords(Number.NaN)).toBe('an unknown time')
  })
})

describe('people', () => {
  it('are mentioned only by names that the configuration can hold', () => {
    expect(mentions(['@dana', '@acme/on-call.eu', '@dana'])).toBe('@dana @acme/on-call.eu')
    expect(mention('@dana <!-- x --> @everyone')).toBe('`@dana` \\<!-- x \\--\\> `@everyone`')
  })

  it('are named without notifying them', () => {
    expect(person('@dana')).toBe('dana')
    expect(person('renovate[bot]')).toBe('renovate\\[bot\\]')
    expect(person(undefined)).toBe('Firebreak')
  })
})

describe('mixed text', () => {
  it('keeps code and the numbers in our own words', () => {
    expect(mixed('Comment `/incident link #12` there, see pull request #20.')).toBe(
      'Comment `/incident link #12` there, see pull request #20.',
    )
  })

  it("shows numbers and names in others' words as code", () => {
    expect(mixed('label fixes-#12 by @dana')).toBe('label `fixes-#12` by `@dana`')
    expect(mixed('label #1')).toBe('label `#1`')
  })

  it('is harmless whatever it is made of', () => {
    fc.assert(
      fc.property(attack, (text) => {
        expect(reading(mixed(`found \`${text}\` and ${text}`)).harms).toEqual([])
      }),
    )
  })
})

describe('lists, tables and code', () => {
  it('reads like a sentence', () => {
    expect([andList([]), andList(['a']), andList(['a', 'b', 'c'])]).toEqual(['nobody', 'a', 'a, b and c'])
  })

  it('names a dozen branches and counts the others', () => {
    const branches = Array.from({ length: 15 }, (_, index) => `release/${index}`)
    expect(branchList(branches)).toMatch(/^`release\/0`, .*`release\/11` and 3 more$/)
  })

  it('keeps a cell a cell, whatever bars and backslashes are in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('|', '\\', 'a', '\n') }), (text) => {
        const table = parseGfm(`| a | b |\n|---|---|\n${tableRow(`x${text}x`, 'y')}`)
        expect(everyNode(table).filter(({ type }) => type === 'tableCell')).toHaveLength(4)
      }),
    )
  })

  it('fences code with more backticks than it holds', () => {
    expect(codeBlock('a\n````\nb', 'sh')).toBe('`````sh\na\n````\nb\n`````')
  })
})
