import { EVENT_ID, type Event, parseEvents, YAMLException } from 'js-yaml'
import { failure, type Result, success } from '../lib/result.ts'
import { buildDocument } from './build-document.ts'
import type { MapNode } from './document.ts'
import { type Problem, problem, type Span } from './problem.ts'
import { type SourceText, sourceText, startOf } from './source-text.ts'

/** A configuration that people review has a few hundred lines; GitHub would serve files of many megabytes. */
const largestFile = 64 * 1024

/** The language itself nests seven deep. */
const deepestNesting = 16

/**
 * Reads one YAML 1.2 document whose top is a map. Tags outside the core schema, aliases beyond a small number, duplicate
 * keys and a second document are errors.
 * @param file the name that positions carry
 */
export function parseDocument(text: string, file: string): Result<MapNode, Problem[]> {
  if (text.length > largestFile || new TextEncoder().encode(text).length > largestFile) {
    return failure([tooLarge(text, file)])
  }
  const source = sourceText(file, text.replace(/^\uFEFF/, ''))
  const events = readEvents(source)
  if (!events.ok) return failure([events.error])
  const documents = events.value.filter((event) => event.type === EVENT_ID.DOCUMENT)
  if (documents.length > 1) return failure([severalDocuments(source, events.value)])
  const built = buildDocument(events.value, source)
  if (!built.ok) return built
  const root = built.value
  if (root === undefined) return success({ type: 'map', entries: new Map(), at: startOf(file) })
  return root.type === 'map' ? success(root) : failure([notAMap(root.at)])
}

function readEvents(source: SourceText): Result<Event[], Problem> {
  try {
    return success(parseEvents(source.text, { maxDepth: deepestNesting }))
  } catch (error) {
    // The parser must never stop the app, whatever it throws: the text is an outsider's.
    const exception = error instanceof YAMLException ? error : undefined
    return failure(syntaxProblem(source, exception?.mark?.position ?? 0, exception?.reason ?? 'it cannot be read'))
  }
}

function syntaxProblem(source: SourceText, position: number, reason: string): Problem {
  const at = source.span(position, position + 1)
  const sentence = `This is not valid YAML: ${reason} (line ${at.line}, column ${at.column}).`
  const remedy = syntaxRemedy(source.text, position)
  return problem({ at, path: [], found: `invalid YAML: ${reason}`, expected: 'valid YAML', remedy, sentence })
}

/** The slips that maintainers make, recognized by what stands where the parser gave up. */
function syntaxRemedy(text: string, position: number): string {
  const line = text.slice(text.lastIndexOf('\n', position - 1) + 1).split('\n', 1)[0] ?? ''
  if (/^ *\t/.test(line)) return 'Indent with spaces, not with tabs.'
  const character = text[position] ?? ''
  if ('@`%'.includes(character) && character !== '') return `Put text that starts with ${character} between quotes.`
  if (character === ':') return 'Put text that contains a colon and a space between quotes.'
  return 'Look for a missing quote, bracket or indentation on this line or the one before.'
}

function severalDocuments(source: SourceText, events: readonly Event[]): Problem {
  const second = events.findLastIndex((event) => event.type === EVENT_ID.DOCUMENT)
  const separator = source.text.search(/\n---|\n\.\.\./) + 1
  return problem({
    at: source.span(separator, separator + 3),
    path: [],
    found: second > 0 ? 'several YAML documents' : 'a separator',
    expected: 'one YAML document',
    remedy: 'Remove the line `---` and what belongs to the other document.',
  })
}

function notAMap(at: Span): Problem {
  return problem({ at, path: [], found: 'a list or a single value', expected: 'a map of keys such as `roles:`' })
}

function tooLarge(text: string, file: string): Problem {
  const found = `larger than ${largestFile / 1024} KiB (${Math.ceil(text.length / 1024)} thousand characters)`
  const remedy = 'Move checklists into files of their own, and shared parts into a file named in `extends`.'
  return problem({ at: startOf(file), path: [], found, expected: `at most ${largestFile / 1024} KiB`, remedy })
}
