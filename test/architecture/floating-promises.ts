import type { BinaryExpression, Expression } from 'typescript/unstable/ast'
import {
  isAwaitExpression,
  isBinaryExpression,
  isCallExpression,
  isConditionalExpression,
  isExpressionStatement,
  isParenthesizedExpression,
  isPropertyAccessExpression,
  isVoidExpression,
} from 'typescript/unstable/ast/is'
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
    .flatMap(({ expression }) => lastValues(expression))
    .filter((expression) => !isHandled(expression))
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

/** What an expression can end in: `a && b` and `a ? b : c` drop more than one value. */
function lastValues(expression: Expression): Expression[] {
  if (isConditionalExpression(expression)) return [expression.whenTrue, expression.whenFalse].flatMap(lastValues)
  if (isParenthesizedExpression(expression)) return lastValues(expression.expression)
  if (!isBinaryExpression(expression) || isAssignment(expression)) return [expression]
  return [expression.left, expression.right].flatMap(lastValues)
}

/** Awaited, kept in a variable, given a handler for its failure, or dropped on purpose. */
function isHandled(expression: Expression): boolean {
  if (isVoidExpression(expression) || isAwaitExpression(expression)) return true
  if (isBinaryExpression(expression)) return isAssignment(expression)
  if (!isCallExpression(expression) || !isPropertyAccessExpression(expression.expression)) return false
  const method = expression.expression.name.text
  return (
    (method === 'catch' && expression.arguments.length === 1) ||
    (method === 'then' && expression.arguments.length === 2)
  )
}

function isAssignment({ operatorToken }: BinaryExpression): boolean {
  return /^(\?\?|\|\||&&)?=$/.test(operatorToken.getText())
}
