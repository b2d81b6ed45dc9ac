export type Cell = string | number

/** Prints rows as a Markdown table, as `docs/performance.md` keeps them. */
export function printTable(title: string, head: readonly string[], rows: readonly (readonly Cell[])[]): void {
  console.log(`\n### ${title}\n`)
  const line = (cells: readonly Cell[]): string => `| ${cells.join(' | ')} |`
  console.log(line(head))
  console.log(`|${head.map(() => '---').join('|')}|`)
  for (const row of rows) console.log(line(row))
}

/** The value below which a share of the sorted values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0
}

export const rounded = (value: number): string =>
  value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 2 : 0 })
