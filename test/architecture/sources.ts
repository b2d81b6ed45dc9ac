import { join, relative } from 'node:path'
import { type Node, type SourceFile, SyntaxKind } from 'typescript/unstable/ast'
import { API, type Checker } from 'typescript/unstable/sync'

/** The parsed and checked files under `src` of a tree, JavaScript entries included. */
export interface Sources extends Disposable {
  /** Paths are relative to the root, as in `src/lib/result.ts`. */
  readonly files: readonly { readonly path: string; readonly source: SourceFile }[]
  readonly checker: Checker
}

/** Enough to see what files say without knowing what it means: no libraries, no packages; twenty times as fast. */
export const syntaxOnly = { noResolve: true, noLib: true, types: [] } as const

/**
 * Opens the tree with the compiler that also checks the types. TypeScript 7 calls this interface unstable; its version is
 * pinned, and these tests are the only users.
 */
export function openSources(root: string, options: Readonly<Record<string, unknown>> = {}): Sources {
  const config = join(root, 'tsconfig.architecture.json')
  const text = JSON.stringify({
    extends: './tsconfig.json',
    compilerOptions: { allowJs: true, checkJs: false, ...options },
    include: ['src'],
  })
  const api = new API({
    cwd: root,
    fs: {
      readFile: (path) => (path === config ? text : undefined),
      fileExists: (path) => (path === config ? true : undefined),
    },
  })
  const [project] = api.updateSnapshot({ openProjects: [config] }).getProjects()
  if (project === undefined) throw new Error(`no TypeScript project at ${root}`)
  const files = project.rootFiles.flatMap((file) => {
    const source = project.program.getSourceFile(file)
    return source ? [{ path: relative(root, file), source }] : []
  })
  return { files, checker: project.checker, [Symbol.dispose]: () => api.close() }
}

/** The node and everything below it, outermost first. */
export function* descendants(node: Node): Generator<Node> {
  yield node
  const children: Node[] = []
  node.forEachChild((child) => {
    children.push(child)
  })
  for (const child of children) yield* descendants(child)
}

/** What a file imports, statically, dynamically or for types alone, as written. */
export function importsOf(source: SourceFile): string[] {
  return source.imports.flatMap((node) => (node.kind === SyntaxKind.StringLiteral ? [node.getText().slice(1, -1)] : []))
}

/** 1-based line at which the text of a node starts, comments before it left out. */
export function startLine(source: SourceFile, node: Node): number {
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1
}

export function endLine(source: SourceFile, node: Node): number {
  return source.getLineAndCharacterOfPosition(node.end).line + 1
}
