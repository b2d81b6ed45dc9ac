/** A row as a database driver gives it. */
export type Row = Readonly<Record<string, unknown>>

/** A column that must hold text; anything else means that the data was changed by another program. */
export function textIn(row: Row, column: string): string {
  const value = row[column]
  if (typeof value === 'string') return value
  throw new Error(`The database holds ${typeof value} in column "${column}" where text was expected.`)
}

/** A column that must hold a number. */
export function numberIn(row: Row, column: string): number {
  const value = row[column]
  if (typeof value === 'number') return value
  throw new Error(`The database holds ${typeof value} in column "${column}" where a number was expected.`)
}

/** A column that may be empty. */
export const numberOrNone = (row: Row | undefined, column: string): number | undefined =>
  row?.[column] == null ? undefined : numberIn(row, column)

/** A column of JSON. The type is taken on trust: nothing but a store writes it. */
export function jsonIn<Value>(row: Row, column: string): Value {
  return JSON.parse(textIn(row, column))
}
