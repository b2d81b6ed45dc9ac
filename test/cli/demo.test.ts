import { tmpdir } from 'node:os'
import { afterEach, describe, expect, it } from 'vitest'
import { ServerProcess } from '../process/server-process.ts'

let started: ServerProcess | undefined
afterEach(() => started?.kill())

/** The command line as a process of its own, in a directory that is not the project's, and without a variable set. */
function command(...args: readonly string[]): ServerProcess {
  started = new ServerProcess({ cwd: tmpdir(), env: {}, command: ['src/cli/firebreak.js', ...args] })
  return started
}

describe('the demo', () => {
  it('plays a whole emergency, and ends with 0 when everything came true', async () => {
    const demo = command('demo')
    expect(await demo.exited, demo.output).toBe(0)
    const milestones = [
      'opens issue #2 "[EMERGENCY]',
      '+ ruleset "Firebreak freeze #2',
      'incident/declared',
      'GitHub refuses to merge #1',
      'nobody has responded to this incident',
      '/incident ack',
      'incident/acknowledged',
      'firebreak/hotfix on',
      'GitHub refuses to merge #3',
      'A valid hotfix of incident #2',
      'GitHub merges #3',
      '- ruleset "Firebreak freeze #2',
      'opened #4 "Post-mortem:',
      'incident/mitigated',
      'GitHub merges #1',
      'incident/resolved',
      '### Final record',
      'incident/closed',
      'Over. GitHub sent',
    ]
    let at = 0
    for (const milestone of milestones) {
      const next = demo.output.indexOf(milestone, at)
      expect(
        next,
        `"${milestone}" after ${JSON.stringify(demo.output.slice(Math.max(at - 80, 0), at))}`,
      ).toBeGreaterThan(-1)
      at = next + milestone.length
    }
    // No colours where nobody looks on a terminal, and no hidden markers anywhere.
    expect(demo.output).not.toContain('\u001B[')
    expect(demo.output).not.toContain('<!--')
  })

  it('goes on serving where that is asked for', async () => {
    const demo = command('demo', '--serve')
    const [, ready] = await demo.wrote(/(http:\/\/127\.0\.0\.1:\d+\/readyz)/)
    expect((await fetch(ready ?? '')).status).toBe(200)
    const [, issues] = await demo.wrote(/(http:\/\/127\.0\.0\.1:\d+\/repos\/acme\/shop\/issues)/)
    expect((await fetch(issues ?? '')).status).toBe(200)
  })
})
