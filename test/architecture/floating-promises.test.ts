import { describe, expect, it } from 'vitest'
import { floatingPromises } from './floating-promises.ts'
import { plant, projectRoot } from './planted-tree.ts'

describe('promises', () => {
  it('are never dropped', () => {
    expect(floatingPromises(projectRoot)).toEqual([])
  })

  it('are seen where they are: ours, of a package, of Node, of a port, in a list', () => {
    using tree = plant({
      'src/engine/port.ts': 'export interface Port {\n  save(): Promise<void>\n  list(): readonly string[]\n}\n',
      'src/engine/run.ts': `import { readFile } from 'node:fs/promises'
import { Octokit } from '@octokit/rest'
import type { Port } from './port.ts'
export async function run(port: Port, octokit: Octokit) {
  port.save()
  readFile('x')
  octokit.rest.repos.get({ owner: 'acme', repo: 'site' })
  port.list().map(() => port.save())
  if (port.list().length > 0) port.save()
  port.list().length > 0 && port.save()
  port.save().then(() => 1)
  port.list() ? port.save() : port.list()
  await port.save()
  void port.save()
  port.list().map(() => 1)
  let kept = port.save()
  kept = port.save()
  port.save().catch(() => 1)
  port.save().then(() => 1, () => 2)
  return kept
}
`,
    })
    expect(floatingPromises(tree.root)).toEqual([5, 6, 7, 8, 9, 10, 11, 12].map((line) => `src/engine/run.ts:${line}`))
  })
})
