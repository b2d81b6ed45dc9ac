import { expect, it } from 'vitest'
import { asText } from '../../../src/cli/doctor/as-text.ts'
import type { Finding } from '../../../src/incident/finding.ts'

const finding = (level: Finding['level'], topic: Finding['topic'], seen: string): Finding => ({ level, topic, seen })
const shown = (findings: readonly Finding[], coloured = false) =>
  asText({ repository: 'acme/shop', findings, leftOut: ['3 more were not looked at.'] }, coloured)

it('has what would fail first, and at the end how it stands', () => {
  const text = shown([
    finding('good', 'freeze', 'A freeze would hold.'),
    finding('weak', 'labels', 'A label is missing.'),
    finding('broken', 'people', 'Nobody is there.'),
    finding('unknown', 'clock', 'The time could not be seen: no.'),
  ])
  expect(text.split('\n').filter((line) => line !== '')).toEqual([
    ...['People and teams', '  FAILS   Nobody is there.', 'Labels', '  weak    A label is missing.'],
    ...['Clock', '  unseen  The time could not be seen: no.', 'Freeze', '  good    A freeze would hold.'],
    ...['Not looked at: 3 more were not looked at.'],
    'acme/shop: 1 would fail in an emergency, 1 is weak. 1 could not be seen.',
  ])
})

it('stays within eighty columns, and leaves whole what is to be copied', () => {
  const address = `https://github.com/${'x'.repeat(90)}`
  const lines = shown([finding('weak', 'rivals', `${'word '.repeat(40)}${address} ${'more '.repeat(20)}`)]).split('\n')
  expect(lines.filter((line) => line.length > 80).map((line) => line.trim())).toEqual([address])
})

it('has colours only when told so, and lets nothing from outside move the cursor', () => {
  const hostile = [finding('broken', 'rivals', 'a\u001B[2Jb\u0007 c\u202Ed')]
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  expect(shown(hostile)).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u202E]/)
  expect(shown(hostile, true)).toContain('\u001B[1;31mFAILS')
})
