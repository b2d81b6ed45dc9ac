import { describe, expect, it } from 'vitest'
import { simulateBench } from './simulate-bench.ts'

const { file, simulate } = simulateBench()

describe('what cannot be played', () => {
  it.each([
    [[], 'There is no .github/incident.yml here. Run this in the top folder of the repository'],
    [['--config', 'preset:production', '--without-file'], '--config and --without-file contradict each other.'],
    [['no-such.yml'], 'There is no file no-such.yml.'],
    [['preset:nothing'], 'There is no preset nothing'],
    [['--format', 'pdf'], '--format is `pdf`, expected one of text, json, markdown, mermaid.'],
    [['--at', 'soon'], '--at is `soon`, expected a moment such as'],
    [['--until', 'late'], '--until is `late`, expected a duration'],
    [['--people', 'alice=king'], '--people has `alice=king`, expected'],
    [
      ['--config', 'preset:production', '--severity', 'P9'],
      'The configuration has no severity P9. It has P0, P1, P2, P3.',
    ],
    [['--nothing'], 'there is no option --nothing.'],
    [['src/cli'], 'src/cli is a directory, and no file.'],
    [['--config', 'src/cli'], 'src/cli is a directory, and no file.'],
  ])('%j is told in one sentence', async (args, sentence) => {
    const { code, text, errors } = await simulate(...args)
    expect({ code, text }).toEqual({ code: 2, text: '' })
    expect(errors).toContain(sentence)
  })

  it.each([
    ['titel: x\n', 'scenario.yml:1:1: error: Unknown key `titel`'],
    [
      'title: x\nsteps:\n  - { by: a, merge: b, close: c }\n',
      'scenario.yml:3:5: error: `steps[0]` is several things at once',
    ],
    ['title: x\nsteps:\n  - { at: 5m }\n', 'scenario.yml:3:5: error: `steps[0]` is without anything to do'],
    ['title: x\nsteps:\n  - { at: 5m, comment: hi }\n', '`steps[0].by` is missing, expected who does it'],
    [
      'title: x\nsteps:\n  - { at: 5m, by: a, comment: hi }\n  - { at: 1m, by: a, comment: hi }\n',
      '4:11: error: `steps[1].at` is earlier',
    ],
    [
      'title: x\nsteps:\n  - { at: soon, by: a, comment: hi }\n',
      '3:11: error: `steps[0].at` is the text `soon`, expected the time since',
    ],
    [
      'title: x\nuntil: 1h\nsteps:\n  - { at: 2h, by: a, comment: hi }\n',
      '4:11: error: `steps[0].at` is later than the end',
    ],
    ['title: x\nsteps:\n  - { by: ana, merge: hotfix }\n', 'nothing is called “hotfix” then'],
  ])('the mistake in %j is shown at its place', async (text, message) => {
    const { code, errors } = await simulate(file('scenario.yml', text), '--config', 'preset:production')
    expect(code).toBe(2)
    expect(errors).toContain(message)
  })

  it('a broken configuration is reported as it is everywhere', async () => {
    const { code, errors } = await simulate('--config', file('incident.yml', 'version: 1\nroels: {}\n'))
    expect(code).toBe(2)
    expect(errors).toContain('incident.yml:2:1: error: Unknown key `roels` at the top of the file.')
    expect(errors).toContain('  2 | roels: {}\n    | ^^^^^\n')
  })

  it('what stands in another repository is not guessed', async () => {
    const { code, errors } = await simulate('--config', file('incident.yml', 'version: 1\nextends: acme/shared\n'))
    expect(code).toBe(2)
    expect(errors).toContain('incident.yml:2:10: error: `extends` is `acme/shared`, which stands in another repository')
  })
})
