import { commandLines } from '../lib/markdown.ts'

/** One `/incident …` line of a comment. */
export interface Command {
  /** Lower case; empty when the line was `/incident` alone. */
  readonly name: string
  readonly args: string
}

/** More than anybody types, and a bound on what one comment can make us do. */
const mostPerComment = 10

/**
 * The commands of a new comment, in order: lines that start with `/incident`, outside quotes, code and HTML comments.
 * `/incidental` is no command.
 */
export const readCommands = (body: string): readonly Command[] =>
  commandLines(body)
    .flatMap((line) => {
      const match = /^\/incident(?:\s+(\S+)(?:\s+([\s\S]*))?)?\s*$/iu.exec(line)
      return match ? [{ name: (match[1] ?? '').toLowerCase(), args: (match[2] ?? '').trim() }] : []
    })
    .slice(0, mostPerComment)

/**
 * What a comment says after one of its commands: the rest of that line, and the lines that follow up to the next command.
 * For commands that take a text of several lines, such as an update that follows a form.
 * @returns the text as written; '' when nothing follows
 */
export function textFrom(body: string, name: string): string {
  const commands = commandLines(body)
  const lines = body.split(/\r\n?|\n/u)
  const isCommand = (line: string): boolean => commands.includes(line.trim())
  const start = lines.findIndex((line) => isCommand(line) && readCommands(line)[0]?.name === name)
  if (start === -1) return ''
  const end = lines.findIndex((line, index) => index > start && isCommand(line))
  const first = (lines[start] ?? '').trim().replace(/^\/incident\s+\S+/iu, '')
  return [first, ...lines.slice(start + 1, end === -1 ? undefined : end)].join('\n').trim()
}

/** `#12`, `12`, or the address of an issue or pull request; undefined for anything else. */
export function readNumber(text: string): number | undefined {
  const match = /^(?:#|GH-|https?:\/\/\S+\/(?:issues|pull)\/)?([1-9][0-9]{0,9})$/u.exec(text.trim())
  return match?.[1] === undefined ? undefined : Number(match[1])
}

/** A login as people type it, with or without the at-sign. */
export function readLogin(text: string): string | undefined {
  return /^@?([a-z0-9](?:[a-z0-9-]{0,38})(?:\[bot\])?)$/iu.exec(text.trim())?.[1]
}
