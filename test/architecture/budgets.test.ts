import { describe, expect, it } from 'vitest'
import { longerThan, type Measured, measure, percentile } from './measure.ts'
import { plant, projectRoot } from './planted-tree.ts'

const fileLimit = 300
const functionLimit = 60

describe('the budgets', () => {
  const { files, functions } = measure(projectRoot)

  it('keep files short', () => {
    console.info(`files: ${figures(files)}`)
    expect(longerThan(fileLimit, files)).toEqual([])
    expect(percentile(files, 0.5)).toBeLessThanOrEqual(90)
    expect(percentile(files, 0.9)).toBeLessThanOrEqual(220)
  })

  it('keep functions short', () => {
    console.info(`functions: ${figures(functions)}`)
    expect(longerThan(functionLimit, functions)).toEqual([])
    expect(percentile(functions, 0.9)).toBeLessThanOrEqual(40)
  })

  it('notice a file of 301 lines and a function of 61, whatever its form', () => {
    const body = (lines: number) => 'run()\n'.repeat(lines - 2)
    using tree = plant({
      'src/lib/long.ts': 'export const x = 1\n'.repeat(301),
      'src/lib/fits.ts': 'export const x = 1\n'.repeat(300),
      'src/lib/function.ts': `/** What it does.\n * In two lines. */\nexport function long() {\n${body(61)}}\n`,
      'src/lib/arrow.ts': `\nexport const long = () => {\n${body(61)}}\n`,
      'src/lib/method.ts': `export class Long {\nrun() {\n${body(61)}}\n}\n`,
      'src/lib/limit.ts': `export async function fits() {\n${body(60)}}\n`,
      'src/entry.js': `export function long() {\n${body(61)}}\n`,
    })
    const planted = measure(tree.root)
    expect(longerThan(fileLimit, planted.files)).toEqual(['src/lib/long.ts: 301 lines'])
    expect(longerThan(functionLimit, planted.functions).sort()).toEqual([
      'src/entry.js:1: 61 lines',
      'src/lib/arrow.ts:2: 61 lines',
      'src/lib/function.ts:3: 61 lines',
      'src/lib/method.ts:2: 61 lines',
    ])
  })

  it('count a percentile as the length that so many do not exceed', () => {
    const lengths = [9, 1, 5, 3, 7, 2, 8, 4, 6, 10].map((lines) => ({ at: 'x', lines }))
    expect([0.5, 0.9, 1].map((share) => percentile(lengths, share))).toEqual([5, 9, 10])
    expect(percentile([], 0.5)).toBe(0)
  })
})

function figures(measured: readonly Measured[]): string {
  const [median, p90, max] = [0.5, 0.9, 1].map((share) => percentile(measured, share))
  return `${measured.length}, median ${median}, p90 ${p90}, max ${max} lines`
}
