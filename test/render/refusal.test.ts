import { describe, expect, it } from 'vitest'
import { commands } from '../../src/incident/commands-table.ts'
import type { Refusal } from '../../src/incident/refusal.ts'
import { renderMessage } from '../../src/render/comment.ts'
import { everyRefusal } from './every-message.ts'
import { contextOf } from './samples.ts'

const refuse = (refusal: Refusal, command = 'thaw'): string =>
  renderMessage({ type: 'CommandRefused', to: 'eve', command, refusal }, contextOf())

describe('a refused command', () => {
  it('mentions the one who asked, and says what to do, whatever the reason', () => {
    for (const refusal of everyRefusal('word')) {
      const words = refuse(refusal)
      expect(words).toMatch(/^@eve `\/incident thaw` was not carried out: .*\.$|\?$/)
      expect(words).not.toMatch(/undefined|\n/)
    }
  })

  it.each([
    [
      { type: 'permission', needed: 'maintain', has: 'read' },
      'this needs maintain permission in this repository, and you have read',
    ],
    [{ type: 'unknown-command', nearest: 'thaw' }, 'Did you mean `/incident thaw`?'],
    [{ type: 'usage', usage: '/incident note [HH:MM] TEXT' }, 'Write it as `/incident note [HH:MM] TEXT`'],
    [
      { type: 'unknown-name', what: 'severity', found: 'P9', allowed: ['P0', 'P1'] },
      '"P9" is not a severity that I know here. Expected: `P0` or `P1`.',
    ],
    [
      { type: 'unknown-name', what: 'incident', found: '', allowed: ['12'] },
      'it does not say which incident. Expected: `12`.',
    ],
    [
      { type: 'unknown-name', what: 'person', found: '@nobody', allowed: [] },
      'Name somebody with access to this repository',
    ],
    [
      { type: 'unknown-name', what: 'pull request', found: '#99', allowed: ['the number of an open pull request'] },
      'is not a pull request that I know here. Expected: the number of an open pull request.',
    ],
    [
      { type: 'unknown-name', what: 'time', found: '25:00', allowed: ['00:00 to 23:59, UTC'] },
      'Expected: 00:00 to 23:59, UTC.',
    ],
    [{ type: 'no-incident', open: [] }, 'None is open in this repository.'],
    [{ type: 'no-incident', open: [12, 14] }, 'Open in this repository: #12 and #14.'],
    [
      { type: 'wrong-status', status: 'reported', needs: ['declared', 'acknowledged', 'mitigated'] },
      'needs it to be declared, acknowledged or mitigated. Somebody trusted has to `/incident confirm` it first.',
    ],
    [{ type: 'wrong-status', status: 'closed', needs: ['declared'] }, '`/incident reopen REASON` opens it again.'],
  ] satisfies [Refusal, string][])('%j says so', (refusal, words) => {
    expect(refuse(refusal)).toContain(words)
  })
})

describe('help', () => {
  const help = renderMessage({ type: 'Help', to: 'eve' }, contextOf())

  it('lists every command with its permission', () => {
    expect(help).toMatch(/\| `\/incident thaw` \| .* \| maintain \|/)
    for (const { name } of commands) expect(help).toContain(`| \`/incident ${name}`)
  })
})
