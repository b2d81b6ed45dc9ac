import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCommand } from '../../src/cli/run-command.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'firebreak-shared-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, text: string): string {
  const path = join(folder, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, text)
  return path
}

async function firebreak(...args: string[]) {
  const [printed, errors]: [string[], string[]] = [[], []]
  const terminal = {
    print: (line: string) => void printed.push(line.replaceAll(`${folder}/`, '')),
    printError: (line: string) => void errors.push(line.replaceAll(`${folder}/`, '')),
    isTerminal: false,
  }
  const code = await runCommand(args, terminal)
  return { code, text: printed.join('\n'), errors: errors.join('\n') }
}

const rules = `version: 1
roles: { on-call: [], backup: ["@ben"] }
severities:
  P0: { name: Critical, respond-within: 15m, freeze: hotfix-only, responders: [on-call], escalation: default }
escalation: { policies: { default: { steps: [{ notify: [on-call] }, { after: 15m, notify: [backup] }] } } }
`
const own = (reference: string) => `version: 1\nextends: ${reference}\nroles: { on-call: ["@ana"] }\n`

describe('firebreak simulate with what a configuration extends', () => {
  const simulate = (...args: string[]) => firebreak('simulate', '--until', '20m', ...args)

  it('plays it, and reads it on the stand-in as the server would', async () => {
    const config = file('incident.yml', own('wonder/rules'))
    const { code, text, errors } = await simulate(
      '--config',
      config,
      '--shared',
      `Wonder/rules=${file('r.yml', rules)}`,
    )
    expect({ code, errors }).toEqual({ code: 0, errors: '' })
    expect(text).toContain('@ana: mentioned')
    expect(text).toContain('@ben: mentioned')
    expect(text).toContain('main is frozen')
    expect(text).not.toContain('cannot be found')
  })

  it('takes several, by their paths, one of which extends the other', async () => {
    const config = file('incident.yml', own('wonder/rules:teams/shop.yml'))
    const { code, text, errors } = await simulate(
      ...[
        '--config',
        config,
        '--shared',
        `wonder/rules:teams/shop.yml=${file('a.yml', 'version: 1\nextends: wonder/shop\n')}`,
      ],
      ...['--shared', `wonder/shop:.github/incident.yml=${file('b.yml', rules)}`],
    )
    expect({ code, errors }).toEqual({ code: 0, errors: '' })
    expect(text).toContain('@ben: mentioned')
  })

  it('says which flag to give for what is not there', async () => {
    const config = file('incident.yml', own('wonder/rules'))
    const { code, errors } = await simulate('--config', config)
    expect(code).toBe(2)
    expect(errors).toContain('incident.yml:2:10: error')
    expect(errors).toContain('--shared wonder/rules=FILE')
  })

  it('says so of a file that a shared one extends, where the repository’s own names it', async () => {
    const config = file('incident.yml', own('wonder/rules'))
    const shared = file('r.yml', 'version: 1\nextends: wonder/deeper:a/b.yml\n')
    const { code, errors } = await simulate('--config', config, '--shared', `wonder/rules=${shared}`)
    expect(code).toBe(2)
    expect(errors).toContain('incident.yml:2:10: error')
    expect(errors).toContain('--shared wonder/deeper:a/b.yml=FILE')
  })

  it('takes files of one owner, as the server does', async () => {
    const config = file('incident.yml', own('[wonder/rules, other/rules]'))
    const text = file('r.yml', 'version: 1\n')
    const { code, errors } = await simulate(
      ...['--config', config, '--shared', `wonder/rules=${text}`, '--shared', `other/rules=${text}`],
    )
    expect(code).toBe(2)
    expect(errors).toContain("which is another owner's")
  })

  it.each([
    ['no file', 'wonder/rules=absent.yml', 'cannot be read'],
    ['no repository', 'rules=r.yml', 'expected `OWNER/REPO=FILE`'],
    ['nothing behind it', 'wonder/rules=', 'expected `OWNER/REPO=FILE`'],
  ])('refuses %s', async (_what, flag, told) => {
    const { code, errors } = await simulate('--config', file('incident.yml', own('wonder/rules')), '--shared', flag)
    expect(code).toBe(2)
    expect(errors).toContain(told)
  })
})

describe('firebreak validate with what a configuration extends', () => {
  it('checks the whole, and says nothing of what could not be seen', async () => {
    const config = file('incident.yml', `${own('wonder/rules')}default-severity: P9\n`)
    const shared = `wonder/rules=${file('r.yml', rules)}`
    const { code, text } = await firebreak('validate', config, '--shared', shared)
    expect(code).toBe(1)
    expect(text).toContain('P9')
    expect(text).not.toContain('was not read')
    const sound = await firebreak('validate', file('incident.yml', own('wonder/rules')), '--shared', shared)
    expect({ code: sound.code, text: sound.text }).toEqual({ code: 0, text: 'incident.yml is valid.' })
  })

  it('names the flag for what is missing', async () => {
    const { code, text } = await firebreak('validate', file('incident.yml', own('wonder/rules')))
    expect(code).toBe(0)
    expect(text).toContain('--shared wonder/rules=FILE')
  })

  it.each([
    ['rules=r.yml', 'expected `OWNER/REPO=FILE`'],
    ['wonder/rules=absent.yml', 'cannot be read'],
  ])('refuses %s', async (flag, told) => {
    const { code, errors } = await firebreak('validate', file('incident.yml', own('wonder/rules')), '--shared', flag)
    expect(code).toBe(2)
    expect(errors).toContain(told)
  })
})
