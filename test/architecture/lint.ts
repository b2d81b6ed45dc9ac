import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { z } from 'zod'
import { projectRoot } from './planted-tree.ts'

const report = z.object({
  diagnostics: z.array(z.object({ category: z.string(), location: z.object({ path: z.string() }) })),
})

/** What the project's linter says about a tree: `path: rule`, without the rule's group. */
export function lint(root: string): string[] {
  const biome = join(projectRoot, 'node_modules/@biomejs/biome/bin/biome')
  const options = ['lint', '--reporter=json', '--max-diagnostics=none', '--vcs-enabled=false', '.']
  const { stdout, stderr } = spawnSync(process.execPath, [biome, ...options], { cwd: root, encoding: 'utf8' })
  if (!stdout.startsWith('{')) throw new Error(`the linter did not run: ${stderr}`)
  return report
    .parse(JSON.parse(stdout))
    .diagnostics.map(({ category, location }) => `${location.path}: ${category.slice(category.lastIndexOf('/') + 1)}`)
}
