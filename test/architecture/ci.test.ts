import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { plant, projectRoot } from './planted-tree.ts'

const step = z.object({
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
})
const workflow = z.object({
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(
    z.string(),
    z.object({
      steps: z.array(step),
      'timeout-minutes': z.number(),
      permissions: z.record(z.string(), z.string()).optional(),
      needs: z.array(z.string()).optional(),
    }),
  ),
})

const folder = join(projectRoot, '.github/workflows')
const workflows = readdirSync(folder).map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }))

describe.each(workflows)('the workflow $file', ({ text }) => {
  const { permissions, jobs } = workflow.parse(load(text))

  const steps = Object.values(jobs).flatMap((job) => job.steps)

  it('may only read, in every job', () => {
    expect(permissions).toEqual({ contents: 'read' })
    for (const { permissions: own = {} } of Object.values(jobs)) expect(Object.values(own)).not.toContain('write')
  })

  it('is given no secret, and runs nothing of a fork with rights of its own', () => {
    expect(text).not.toMatch(/secrets\.|\bGITHUB_TOKEN\b|github\.token/)
    expect(text).not.toMatch(/pull_request_target|workflow_run/)
    for (const { uses, with: input } of steps)
      if (uses?.startsWith('actions/checkout@')) expect(input).toMatchObject({ 'persist-credentials': false })
  })

  it('puts nothing that somebody chose, such as a branch name, into a script', () => {
    for (const { run = '' } of steps) expect(run).not.toMatch(/\$\{\{(?!\s*needs\.\w+\.result\s*\}\})/)
  })

  it('names each action by a full commit, with the version beside it', () => {
    const uses = text.split('\n').filter((line) => line.includes('uses:'))
    expect(uses.length).toBeGreaterThan(0)
    for (const line of uses) expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  })

  it('ends every job in time', () => {
    for (const job of Object.values(jobs)) expect(job['timeout-minutes']).toBeLessThanOrEqual(15)
  })
})

describe('CI', () => {
  it('runs .ci/run, which runs the commands that people are told to run', () => {
    const { jobs } = workflow.parse(load(readFileSync(join(folder, 'ci.yml'), 'utf8')))
    expect(Object.values(jobs).flatMap(({ steps }) => steps.map(({ run }) => run))).toContain('.ci/run')
    const script = readFileSync(join(projectRoot, '.ci/run'), 'utf8')
    for (const command of ['npm ci', 'npm test', 'npm run demo']) {
      expect(script).toContain(`run '${command}'`)
      expect(readFileSync(join(projectRoot, '.github/CONTRIBUTING.md'), 'utf8')).toContain(command)
    }
  })

  it('asks for a success of every other job in the one check that is required', () => {
    const { jobs } = workflow.parse(load(readFileSync(join(folder, 'ci.yml'), 'utf8')))
    const others = Object.keys(jobs).filter((name) => name !== 'done')
    expect(jobs.done?.needs).toEqual(others)
    for (const name of others) expect(jobs.done?.steps[0]?.run).toContain(`needs.${name}.result`)
  })

  it('has a script that a shell can read', () => {
    expect(() => execFileSync('bash', ['-n', join(projectRoot, '.ci/run')])).not.toThrow()
  })
})

describe('the audit of the dependencies', () => {
  /** Runs it with an npm that answers so. */
  function audit(answer: object | string, ...options: readonly string[]) {
    using tree = plant({})
    const npm = join(tree.root, 'npm')
    writeFileSync(
      npm,
      `#!/bin/sh\ncat <<'ANSWER'\n${typeof answer === 'string' ? answer : JSON.stringify(answer)}\nANSWER\nexit 1\n`,
    )
    chmodSync(npm, 0o755)
    const env = { PATH: `${tree.root}:${process.env.PATH}` }
    const { status, stdout } = spawnSync(join(projectRoot, '.ci/audit'), options, { env, encoding: 'utf8' })
    return { status, stdout }
  }
  const answerWith = (severity: string) => ({
    vulnerabilities: { pad: { name: 'pad', severity, range: '<1.2' } },
    metadata: { vulnerabilities: { total: 1 }, dependencies: { prod: 120 } },
  })

  it('passes when nothing severe is known, and says how much it looked at', () => {
    expect(audit(answerWith('moderate'))).toEqual({
      status: 0,
      stdout: '120 dependencies audited: 0 with a severe vulnerability\n',
    })
  })

  it.each(['high', 'critical'])('fails on a vulnerability that is %s, and names it', (severity) => {
    const { status, stdout } = audit(answerWith(severity))
    expect([status, stdout]).toEqual([1, expect.stringContaining(`pad <1.2: ${severity}`)])
  })

  it.each([[{ message: '405 Method Not Allowed' }], ['']])(
    'says that it could not ask, and fails only when it must know: %j',
    (answer) => {
      expect(audit(answer)).toMatchObject({ status: 0, stdout: expect.stringContaining('were not audited') })
      expect(audit(answer, '--strict').status).toBe(1)
    },
  )
})

describe('the issue form', () => {
  const form = z
    .object({
      title: z.literal('[EMERGENCY] '),
      labels: z.tuple([z.literal('emergency')]),
      body: z.array(
        z.object({
          type: z.string(),
          id: z.string().optional(),
          validations: z.object({ required: z.boolean() }).optional(),
        }),
      ),
    })
    .parse(load(readFileSync(join(projectRoot, '.github/ISSUE_TEMPLATE/emergency.yml'), 'utf8')))

  it('is detected as an emergency and asks for severity, impact and what happens', () => {
    const required = form.body.filter(({ validations }) => validations?.required).map(({ id }) => id)
    expect(required).toEqual(['severity', 'impact', 'what-happens'])
  })
})

describe('the pull request template', () => {
  it('has the sections that the hotfix check reads', () => {
    const template = readFileSync(join(projectRoot, '.github/PULL_REQUEST_TEMPLATE.md'), 'utf8')
    expect(template).toMatch(/^## Impact$/m)
    expect(template).toMatch(/^## Reason for bypass$/m)
    expect(template).toMatch(/^Incident: #$/m)
  })
})
