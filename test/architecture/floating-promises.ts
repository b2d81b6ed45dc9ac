import { isAwaitExpression, isExpressionStatement, isVoidExpression } from 'typescript/unstable/ast/is'
import { TypeFlags } from 'typescript/unstable/sync'
import { descendants, openSources, type Sources, startLine } from './sources.ts'

/**
 * Statements of `src` that drop a promise: its failure would be nobody's, and what follows would run before it is done.
 * The linter sees most of them but does not know the types of packages; the compiler does. `void` says "on purpose".
 */
export function floatingPromises(root: string): string[] {
  using sources = openSources(root)
  return sources.files.flatMap((file) => floatingIn(file, sources.checker))
}

function floatingIn({ path, source }: Sources['files'][number], checker: Sources['checker']): string[] {
  const dropped = [...descendants(source)]
    .filter(isExpressionStatement)
    .map(({ expression }) => expression)
    .filter((expression) => !isVoidExpression(expression) && !isAwaitExpression(expression))
  const types = dropped.length > 0 ? checker.getTypeAtLocation(dropped) : []
  return dropped.flatMap((expression, i) => {
    const type = types[i]
    // `any` has every property; what a type leaves open is for the type check.
    if (type === undefined || (type.flags & TypeFlags.Any) !== 0) return []
    const floats =
      checker.getPropertyOfType(type, 'then') ?? /^(readonly )?Promise<.*>\[\]$/.test(checker.typeToString(type))
    return floats ? [`${path}:${startLine(source, expression)}`] : []
  })
}
