import { describe, expect, it } from 'vitest'
import { policyOf, shown } from './read.ts'

/** Roles and delays of the steps that a P0 goes through, of a file with these lines besides. */
async function steps(severity: string, escalation = ''): Promise<unknown> {
  const { policy } = await policyOf(`
version: 1
roles: { maintainers: ["@ana"], security: ["@ben"] }
severities: { P0: { ${severity} } }
${escalation}`)
  const name = policy.severities[0]?.escalation
  return name ? policy.escalation.policies[name]?.steps.map(({ notify, after }) => [notify, after]) : name
}

const later = 'escalation: { policies: { default: { steps: [{ after: 4h, notify: [security] }] } } }'
const fourHours = 4 * 3_600_000

describe('responders', () => {
  it.each([
    ['without an escalation, are mentioned at once', '', [[['maintainers'], 0]]],
    [
      'whom a later step does not name, are mentioned before it',
      later,
      [
        [['maintainers'], 0],
        [['security'], fourHours],
      ],
    ],
    [
      'are mentioned together with those who are told at once',
      'escalation: { policies: { default: { steps: [{ notify: [security] }] } } }',
      [[['maintainers', 'security'], 0]],
    ],
    [
      'whom a step names, have their turn then',
      'escalation: { policies: { default: { steps: [{ after: 4h, notify: [security, maintainers] }] } } }',
      [[['security', 'maintainers'], fourHours]],
    ],
  ])('%s', async (_name, escalation, expected) => {
    expect(await steps('responders: [maintainers]', escalation)).toEqual(expected)
  })

  it('are called by nobody where the escalation is switched off', async () => {
    expect(await steps('responders: [maintainers], escalation: false', later)).toBe(false)
  })

  it('of one severity change nothing for another', async () => {
    expect(await steps('freeze: false', later)).toEqual([[['security'], fourHours]])
  })
})

describe('somebody where a role belongs', () => {
  it('would be called by nobody, so the file is not valid', async () => {
    const text = `
version: 1
severities: { P0: { responders: ["@ana"], approvals: { from: ["@ana"] } } }
escalation: { policies: { default: { steps: [{ notify: ["@acme/web"] }] } } }
`
    expect(await shown(text)).toEqual([
      expect.stringContaining('3:34 error `@ana` is somebody, and here stands the name of a role.'),
      expect.stringContaining('3:63 error `@ana` is somebody'),
      expect.stringMatching(/4:57 error `@acme\/web` is somebody.* `roles: \{ on-call: \["@acme\/web"\] \}`/u),
    ])
  })

  it('is assigned an issue', async () => {
    expect(await shown('version: 1\npost-mortem: { assign: ["@ana"] }\n')).toEqual([])
  })
})
