import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { presetNames } from '../../src/policy/presets/presets.ts'
import { simulateBench } from './simulate-bench.ts'

const bench = simulateBench()
const { file, simulate } = bench

const team = `version: 1
roles:
  on-call: ["@ana"]
  backup: ["@acme/backup"]
channels:
  pager: { type: pagerduty, secret: PAGER }
severities:
  P0: { name: Critical, description: Everything is down, respond-within: 15m, freeze: hotfix-only, responders: [on-call], escalation: default }
  P1: { name: High, description: Something is down, respond-within: 1h, freeze: false, responders: [on-call] }
default-severity: P1
escalation:
  policies:
    default: { steps: [{ notify: [on-call] }, { after: 15m, notify: [backup], channels: [pager] }] }
`

describe('the scenarios that come with Firebreak', () => {
  it('are one for each preset', async () => {
    const { code, text } = await simulate('--list')
    expect(code).toBe(0)
    expect(text.split('\n').map((line) => line.split(' ')[0])).toEqual(presetNames.map((name) => `preset:${name}`))
  })

  it.each(presetNames)('%s comes out as it is written down', async (name) => {
    const { code, text, errors } = await simulate(`preset:${name}`)
    expect({ code, errors }).toEqual({ code: 0, errors: '' })
    await expect(`${text}\n`).toMatchFileSnapshot(`simulate/${name}.txt`)
  })

  it('have no transcript left over', () => {
    const kept = readdirSync(new URL('simulate/', import.meta.url))
      .filter((name) => name.endsWith('.txt'))
      .sort()
    expect(kept).toEqual([...presetNames].sort().map((name) => `${name}.txt`))
  })
})

describe('a simulation', () => {
  it('is the same to the letter each time', async () => {
    const alone = await simulate('preset:single-maintainer', '--format', 'json')
    // Beside others it waits at other places for its turn.
    const beside = await Promise.all(
      ['single-maintainer', 'production', 'single-maintainer', 'committee'].map((name) =>
        simulate(`preset:${name}`, '--format', 'json'),
      ),
    )
    expect(alone.text.length).toBeGreaterThan(1000)
    expect(beside[0]?.text).toBe(alone.text)
    expect(beside[2]?.text).toBe(alone.text)
  })

  it('needs no scenario: somebody reports, and nobody answers', async () => {
    const config = file('incident.yml', team)
    const { code, text } = await simulate(
      '--config',
      config,
      '--severity',
      'P0',
      '--at',
      'Sunday 03:00',
      '--timezone',
      'Europe/Berlin',
      '--until',
      '1h',
    )
    expect(code).toBe(0)
    expect(text).toContain('acme/shop, from Sun 11 Jan 2026 03:00 (Europe/Berlin) for 1h')
    expect(text).toContain('main is frozen by the ruleset')
    expect(text).toMatch(/T\+15m {2}Sun 03:15\n {2}missed {3}Nobody responded within the promised 15 min/u)
    expect(text.split('channel pager (pagerduty): escalation')).toHaveLength(2)
    const [, told = ''] = text.split('Who was told first when\n')
    expect(
      told
        .split('\n')
        .slice(0, 3)
        .map((line) => line.trim().split(/\s+/u).slice(0, 2)),
    ).toEqual([
      ['@ana', 'T+0'],
      ['@acme/backup', 'T+15m'],
      ['pager', 'T+15m'],
    ])
  })

  it('plays a drill as it stands, and tells its injects', async () => {
    const drill = file('leak.yml', 'title: A leak\nseverity: P1\ninjects: [{ after: 10m, say: It grows }]\n')
    const { code, text } = await simulate(drill, '--config', file('incident.yml', team), '--until', '30m')
    expect(code).toBe(0)
    expect(text).toContain('reporter comments on #2: “It grows”')
    expect(text).not.toContain('is frozen')
  })

  it('shows that nothing can be enforced where the plan has no rules', async () => {
    const scenario = file(
      'free.yml',
      'title: Down\nseverity: P0\nrepository: { private: true, plan: free }\nuntil: 5m\nsteps: [{ expect: { frozen: [] } }]\n',
    )
    const { code, text } = await simulate(scenario, '--config', file('incident.yml', team))
    expect(code).toBe(0)
    expect(text).toMatch(/missed {3}The freeze is not enforced/u)
  })

  it('ends with 1 and says what did not come true', async () => {
    const scenario = file(
      'wrong.yml',
      'title: Down\nseverity: P0\nuntil: 1h\nsteps:\n  - { at: 5m, expect: { told: [on-call, backup], frozen: [main] } }\n',
    )
    const { code, text } = await simulate(scenario, '--config', file('incident.yml', team))
    expect(code).toBe(1)
    expect(text).toContain('Expectations: 2 of 4 came true.\n  ✗ @backup-1 is told\n  ✗ @backup-2 is told')
  })

  it('shows what GitHub refuses, and that an administrator can delete the freeze', async () => {
    const steps = [
      '{ at: 1m, by: contributor, push: { branch: main } }',
      '{ at: 2m, by: contributor, delete-freeze: true }',
      '{ at: 3m, by: administrator, delete-freeze: true, expect: { frozen: [] } }',
    ]
    const scenario = file(
      'past.yml',
      `title: Down\nseverity: P0\nuntil: 5m\nsteps:\n${steps.map((step) => `  - ${step}\n`).join('')}`,
    )
    const { code, text } = await simulate(scenario, '--config', file('incident.yml', team))
    expect(code).toBe(0)
    expect(text).toContain('contributor tries to push to main\n  refused  GitHub refuses: Required status check')
    expect(text).toContain('contributor: delete-freeze\n  refused  GitHub refuses: contributor has write on acme/shop')
  })

  it('does everything that a scenario may ask for', async () => {
    const steps = [
      '{ by: ana, comment: /incident ack }',
      '{ by: ana, tick: Issue is truly critical }',
      '{ by: ana, label: [extra], expect: { labels: [extra, incident/acknowledged] } }',
      '{ by: ana, unlabel: [extra] }',
      '{ by: carl, issue: { title: Something else, as: other } }',
      '{ by: carl, edit: { title: Something new }, on: other }',
      '{ by: carl, close: other }',
      '{ by: carl, reopen: something new }',
      '{ by: carl, pull-request: { title: A fix, branch: fix, as: fix } }',
      '{ by: ana, request-changes: fix }',
      '{ by: ana, approve: fix }',
      '{ by: carl, push: { branch: fix, files: { a.txt: b }, force: true } }',
      '{ by: carl, merge: fix }',
      '{ by: carl, deploy: { environment: production } }',
      '{ by: carl, private-report: { summary: A leak, severity: low } }',
      '{ alert: { summary: A hole, severity: high, cvss: 7.5 } }',
      '{ by: administrator, delete-freeze: true, expect: { frozen: [], opened: [Something new], says: [Issue is truly] } }',
    ]
    const scenario = file(
      'all.yml',
      `title: Down\nseverity: P0\nuntil: 1m\nsteps:\n  - { by: reporter, issue: { title: "[EMERGENCY] Down", labels: [severity/P0] } }\n${steps.map((step) => `  - ${step}\n`).join('')}`,
    )
    const { code, text, errors } = await simulate(scenario, '--config', file('incident.yml', team))
    expect({ code, errors }).toEqual({ code: 0, errors: '' })
    const done = text.split('\n').filter((line) => line.startsWith('  does'))
    expect(done.map((line) => line.slice(11))).toEqual([
      'reporter opens issue #2 “[EMERGENCY] Down”, labelled severity/P0',
      'ana comments on #2: “/incident ack”',
      'ana ticks “Issue is truly critical” on #2',
      'ana puts extra on #2',
      'ana takes extra off #2',
      'carl opens issue #3 “Something else”',
      'carl edits title of #3',
      'carl closes #3',
      'carl reopens #3',
      'carl opens pull request #4 “A fix” from fix',
      'ana requests changes of #4',
      'ana approves #4',
      'carl force-pushes to fix',
      'carl tries to merge #4',
      'carl deploys to production: success',
      'carl reports a vulnerability privately: “A leak”',
      'Dependabot finds a vulnerability: “A hole” (high, CVSS 7.5)',
      'administrator deletes the rulesets of the freeze',
    ])
  })

  it('sees a freeze that is branch protection, on every branch that it is about', async () => {
    const config = file(
      'incident.yml',
      `${team}freeze: { branches: ["~DEFAULT_BRANCH", "release/*"], mechanism: branch-protection }\n`,
    )
    const scenario = file(
      'classic.yml',
      'title: Down\nseverity: P0\nuntil: 5m\nrepository: { branches: [release/1, next] }\nsteps: [{ expect: { frozen: [main, release/1] } }]\n',
    )
    const { code, text } = await simulate(scenario, '--config', config)
    expect(code).toBe(0)
    expect(text).toContain('frozen   branch protection changed: main, release/1')
  })

  it('shows a draft advisory, and a conversation while it is locked', async () => {
    const kinds = 'kinds: { security: { label: kind/security, confidential: true } }\n'
    const scenario = file(
      'secret.yml',
      'title: A leak\nseverity: P1\nkind: security\nuntil: 3h\nsteps: [{ at: 5m, by: ana, comment: /incident cooldown 1h }]\n',
    )
    const { code, text } = await simulate(scenario, '--config', file('incident.yml', `${team}${kinds}`))
    expect(code).toBe(0)
    expect(text).toMatch(/T\+0 {2}[\s\S]*opens {4}a draft security advisory “/u)
    expect(text).toMatch(
      /T\+5m {2}[^\n]*\n {2}does[^\n]*\n[\s\S]*status {3}#2 is locked\n[\s\S]*T\+1h5m[^\n]*\n[\s\S]*no longer: #2 is locked/u,
    )
  })

  it('gives people the permissions that it is told', async () => {
    const scenario = file(
      'people.yml',
      'title: Down\nseverity: P0\nuntil: 5m\nsteps: [{ by: guest, comment: /incident thaw }]\n',
    )
    const { text } = await simulate(scenario, '--config', file('incident.yml', team), '--people', 'guest=read')
    expect(text).not.toContain('given back')
    const { text: other } = await simulate(scenario, '--config', file('incident.yml', team), '--people', 'guest=admin')
    expect(other).toContain('main is given back')
  })

  it('leaves out what would come after the end that the command line sets', async () => {
    const scenario = file('late.yml', 'title: Down\nsteps: [{ at: 2h, by: ana, comment: /incident ack }]\n')
    const { code, text } = await simulate(scenario, '--config', file('incident.yml', team), '--until', '1h')
    expect(code).toBe(0)
    expect(text).not.toContain('/incident ack”')
  })

  it('sees a drill of the configuration begin, with its scenario', async () => {
    const drills = 'drills: [{ name: Monthly, cron: "0 10 1 * *", scenarios: ["drills/*.yml"], assign: [on-call] }]\n'
    mkdirSync(join(bench.folder, 'drills'))
    file('drills/leak.yml', 'title: A leak is suspected\n')
    const config = file('incident.yml', `${team}${drills}`)
    const { text } = await simulate('--config', config, '--at', '2026-03-01T09:55', '--until', '10m')
    expect(text).toMatch(/T\+5m {2}Sun 10:00\n[\s\S]*opens {4}Firebreak opens #3 “.*A leak is suspected/u)
  })

  it('reads the files that the configuration names', async () => {
    const checklists = 'checklists: { mine: { title: Mine, on: declared, file: mine.md } }\n'
    file('mine.md', '- [ ] Look under the sofa\n')
    const { text } = await simulate('--config', file('incident.yml', `${team}${checklists}`), '--until', '5m')
    expect(text).toContain('Look under the sofa')
  })

  it('of a repository that has no configuration is played when it is asked for', async () => {
    const { code, text } = await simulate('--without-file', '--until', '5m')
    expect(code).toBe(0)
    expect(text).toContain('Nobody was told.')
  })

  it('can be put on a page without mentioning anybody, and drawn', async () => {
    const config = file('incident.yml', team)
    const { text: page } = await simulate('--config', config, '--until', '1h', '--format', 'markdown')
    expect(page).toContain('`@ana`')
    expect(page).not.toMatch(/(^|[^`\w])@\w/u)
    const { text: diagram } = await simulate('--config', config, '--until', '1h', '--format', 'mermaid')
    expect(diagram).toMatch(/^sequenceDiagram\n/u)
    expect(diagram).toContain('as @ana\n')
  })
})

it('the transcripts hold nothing of this machine', () => {
  for (const name of presetNames) {
    const text = readFileSync(new URL(`simulate/${name}.txt`, import.meta.url), 'utf8')
    expect(text).not.toMatch(/undefined|\[object|localhost|127\.0\.0\.1/u)
  }
})
