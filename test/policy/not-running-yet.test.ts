import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { policyOf } from './read.ts'

describe('keys that are not carried out yet', () => {
  it('are named one by one, at their place', async () => {
    const text = readFileSync(new URL('fixtures/complete.yml', import.meta.url), 'utf8')
    const { notRunningYet } = await policyOf(text)
    expect(new Set(notRunningYet.map((one) => one.severity))).toEqual(new Set(['notice']))
    expect(notRunningYet.map((one) => one.keyPath)).toEqual([
      'channels',
      'severities.P0.when',
      'severities.P0.update-every',
      'kinds.security.confidential',
      'freeze.windows',
      'escalation.policies.default.steps[1].channels',
      'updates.template',
      'updates.minimum-words',
      'updates.deadlines',
      'post-mortem.repository',
      'post-mortem.due',
      'post-mortem.actions',
      'post-mortem.publish',
      'post-mortem.follow-ups',
      'drills',
    ])
    expect(notRunningYet[0]).toMatchObject({ file: '.github/incident.yml', column: 1 })
    expect(notRunningYet[0]?.message).toBe(
      '`channels` is valid and has no effect yet: this version does not reach anybody outside GitHub.',
    )
  })

  it('are silent where they are switched off', async () => {
    const text =
      'detection: { alerts: { dependabot: false } }\nchannels: {}\ndrills: []\nupdates: { minimum-words: 0 }\npost-mortem: { actions: false }'
    expect((await policyOf(text)).notRunningYet).toEqual([])
  })
})
