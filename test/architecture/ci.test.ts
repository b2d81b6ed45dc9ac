import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { projectRoot } from './planted-tree.ts'

const step = z.object({ uses: z.string().optional(), run: z.string().optional() })
const workflow = z.object({
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(z.string(), z.object({ steps: z.array(step), 'timeout-minutes': z.number() })),
})

const folder = join(projectRoot, '.github/workflows')
const workflows = readdirSync(folder).map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }))

describe.each(workflows)('the workflow $file', ({ text }) => {
  const { permissions, jobs } = workflow.parse(load(text))

  it('may only read', () => {
    expect(permissions).toEqual({ contents: 'read' })
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

  it('has a script that a shell can read', () => {
    expect(() => execFileSync('bash', ['-n', join(projectRoot, '.ci/run')])).not.toThrow()
  })
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
