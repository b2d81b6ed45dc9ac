import { closesFence, lineStart } from '../lib/markdown-line.ts'

/** GitHub takes 65,536 characters of a comment or an issue. */
export const longestBody = 60_000

/** What is longer than GitHub takes is cut at the end of a line, and says so. */
export function fitted(body: string): string {
  if (body.length <= longestBody) return body
  const end = body.lastIndexOf('\n', longestBody)
  return `${closed(body.slice(0, end === -1 ? longestBody : end))}\n\n… the rest is too long for GitHub.`
}

/** Code and folds that a cut leaves open would swallow what comes behind it. */
function closed(text: string): string {
  let fence: string | undefined
  let folds = 0
  for (const line of text.split('\n')) {
    const start = lineStart(line)
    if (fence !== undefined) fence = closesFence(line, fence) ? undefined : fence
    else if (start.type === 'fence') fence = start.mark
    else folds += occurrences(line, '<details') - occurrences(line, '</details')
  }
  const ends = [...(fence === undefined ? [] : [fence]), ...Array.from({ length: Math.max(0, folds) }, () => foldEnd)]
  return [text, ...ends].join('\n')
}

const foldEnd = '\n</details>'

const occurrences = (line: string, word: string): number => line.split(word).length - 1
