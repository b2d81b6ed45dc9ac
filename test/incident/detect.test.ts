import { describe, expect, it } from 'vitest'
import { detectKind, detectMark, detectSeverity } from '../../src/incident/detect.ts'
import { policy } from './policies.ts'
import { issue } from './procedure.ts'

const markOf = (title: string, labels: readonly string[] = []) => detectMark(policy.detection, { title, labels })

describe('an emergency is recognised by the start of its title', () => {
  it.each([
    ['as it is documented', '[EMERGENCY] Shop is down'],
    ['in any case', '[Emergency] Shop is down'],
    ['with space around and inside', '  [ EMERGENCY ]Shop is down'],
    ['in fullwidth letters and brackets', '［ＥＭＥＲＧＥＮＣＹ］ Shop is down'],
    ['in lenticular brackets', '【EMERGENCY】Shop is down'],
    ['with zero-width characters inside', '[EMER\u200BGEN\u200DCY] Shop is down'],
    ['with bidirectional controls inside', '\u202E[EMERGENCY\u202C] Shop is down'],
    ['with an Arabic letter mark and a variation selector', '[\u061CEMERGENCY\uFE0F] Shop is down'],
    ['with a soft hyphen', '[EMER\u00ADGENCY] Shop is down'],
  ])('%s', (_, title) => {
    expect(markOf(title)).toEqual({ by: 'title', mark: '[EMERGENCY]' })
  })

  it.each([
    ['in the middle', 'Shop is down [EMERGENCY]'],
    ['after another tag', '[shop] [EMERGENCY] down'],
    ['without brackets', 'EMERGENCY Shop is down'],
    ['with a Cyrillic М', '[EМERGENCY] Shop is down'],
    ['with a Greek Ε', '[ΕMERGENCY] Shop is down'],
    ['never closed', '[EMERGENCY Shop is down'],
    ['empty', ''],
  ])('and not when it stands %s', (_, title) => {
    expect(markOf(title)).toBeUndefined()
  })

  it('and an empty prefix marks nothing', () => {
    const detection = { ...policy.detection, titlePrefixes: ['', ' \u200B '] }
    expect(detectMark(detection, { title: 'Anything', labels: [] })).toBeUndefined()
  })
})

describe('an emergency is recognised by its label', () => {
  it.each(['emergency', 'EMERGENCY', 'Emergency'])('in any case: %s', (label) => {
    expect(markOf('Shop is down', ['bug', label])).toEqual({ by: 'label', mark: 'emergency' })
  })

  it.each(['not-emergency', 'emergency-drill', ' emergency'])('and not by one like it: %s', (label) => {
    expect(markOf('Shop is down', [label])).toBeUndefined()
  })
})

describe('severity', () => {
  it('is the one whose label it carries, the most severe first', () => {
    const thread = issue({ labels: ['SEVERITY/p2', 'severity/P0'] })
    expect(detectSeverity(policy, thread, undefined)).toEqual({ severity: 'P0', how: 'label' })
  })

  it.each(['P0', 'p0', 'Critical', 'P0 (Critical)', 'P0 - Critical', 'P0: Critical'])(
    'is the answer of an issue form: %s',
    (answer) => {
      expect(detectSeverity(policy, issue(), answer)).toEqual({ severity: 'P0', how: 'issue form' })
    },
  )

  it.each(['P01', 'not P0', '', 'Critically low'])('is not read into another answer: %s', (answer) => {
    expect(detectSeverity(policy, issue(), answer)).toBeUndefined()
  })

  it('by label goes before the form', () => {
    expect(detectSeverity(policy, issue({ labels: ['severity/P2'] }), 'P0')?.severity).toBe('P2')
  })
})

describe('kind', () => {
  it('is found by label, by the answer of an issue form, and by keyword, in this order', () => {
    expect(detectKind(policy, issue({ labels: ['kind/security'] }), undefined)?.how).toBe('label')
    expect(detectKind(policy, issue(), 'Security')?.how).toBe('issue form')
    expect(detectKind(policy, issue({ body: 'A VULNERABILITY in the cart' }), undefined)?.how).toBe('keyword')
  })

  it('stays open when nothing names it', () => {
    expect(detectKind(policy, issue({ body: 'Nobody can pay' }), 'Other')).toBeUndefined()
  })
})
