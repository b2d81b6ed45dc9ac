import { failure, success } from '../../lib/result.ts'
import type { Template } from '../policy.ts'
import { wrongPath } from './pattern.ts'
import { text } from './value.ts'

const longest = 20_000

/** A Liquid template: one line is the path of a file of the repository, several lines are the text itself. */
export function template() {
  const expects = 'the path of a file, or a text of several lines (written after `|`)'
  const form = { least: 1, most: longest }
  return text<Template>({ expects, short: 'path, or text of several lines', form }, (written) => {
    if (written.length > longest) return failure({ expected: `a text of at most ${longest} characters` })
    if (/[\r\n]/.test(written)) return success({ type: 'text', text: written })
    const remedy = isMeantAsText(written) ? 'A text stands on lines of its own, after `|`.' : wrongPath(written)
    return remedy === undefined ? success({ type: 'file', path: written }) : failure({ remedy })
  })
}

/** Liquid, or a sentence: no path has such parts. */
const isMeantAsText = (written: string): boolean => /\{[{%]|\S\s+\S+\s+\S/.test(written)

/** Text for people to adapt. */
export function longText() {
  const expects = `a text of at most ${longest} characters`
  return text({ expects, short: 'text', form: { pattern: String.raw`\S`, most: longest } }, (written) =>
    written.trim() === '' || written.length > longest ? failure({}) : success(written),
  )
}
