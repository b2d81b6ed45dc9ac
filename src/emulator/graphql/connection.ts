import { isObject, type Json } from '../json.ts'

/** What a list is cut to. Cursors are positions. */
export type Cut = { args: Json; maxPageSize: number }

/** @returns one page of a list in GraphQL's form. */
export function connection(items: Json[], { args, maxPageSize }: Cut): Json {
  const start = Number(args.after ?? 0)
  const end = start + Math.min(typeof args.first === 'number' ? args.first : 100, maxPageSize, 100)
  const nodes = items.slice(start, end)
  const pageInfo = {
    hasNextPage: end < items.length,
    endCursor: nodes.length === 0 ? null : String(start + nodes.length),
  }
  return { totalCount: items.length, nodes, pageInfo }
}

/** @returns the items as `orderBy: {field, direction}` asks for, oldest first without it; they come in that order. */
export function ordered<T>(items: T[], orderBy: unknown): T[] {
  return isObject(orderBy) && orderBy.direction === 'DESC' ? items.toReversed() : items
}
