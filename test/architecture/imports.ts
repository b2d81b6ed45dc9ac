import { join } from 'node:path'
import { cruise } from 'dependency-cruiser'
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options'
import { plant, projectRoot } from './planted-tree.ts'
import { importsOf, openSources, syntaxOnly } from './sources.ts'

export interface Breach {
  readonly rule: string
  readonly from: string
  readonly to: string
}

/** Breaches of the import rules in the `src` of a tree, imports for types alone included. */
export async function importBreaches(root: string): Promise<Breach[]> {
  using sources = openSources(root, syntaxOnly)
  const skeletons = sources.files.map(({ path, source }) => [path, importLines(importsOf(source))])
  using tree = plant(Object.fromEntries(skeletons))
  const options = await extractDepcruiseOptions(join(projectRoot, '.dependency-cruiser.cjs'))
  const { output } = await cruise(
    sources.files.map(({ path }) => path),
    { ...options, baseDir: tree.root, validate: true },
  )
  if (typeof output === 'string') throw new Error(`expected a cruise result, got: ${output}`)
  return output.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }))
}

function importLines(specifiers: readonly string[]): string {
  return specifiers.map((specifier) => `import ${JSON.stringify(specifier)}\n`).join('')
}
