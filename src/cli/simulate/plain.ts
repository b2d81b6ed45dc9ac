/** What somebody wrote that looks like one is escaped, or code. */
const markers = /(?<!\\)<!--[\s\S]*?-->/gu
const folded = /<details>[\s\S]*?<\/details>/gu
const tags = /<\/?[a-z][^>]*>/giu
const code = /```[\s\S]*?```|(?<![\\`])(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/gu
const mention = /(?<![\w@/.-])@([a-z0-9](?:[a-z0-9-]{0,38})(?:\/[\w.-]*\w)?)/giu

const longestLine = 140

/** The people and teams whom GitHub would notify of a text, with the at-sign, each once. */
export function mentionsIn(markdown: string): readonly string[] {
  const text = markdown.replace(code, '').replace(markers, '')
  return [...new Set([...text.matchAll(mention)].map(([, name]) => `@${name}`))]
}

/**
 * The first lines of a text as a person would read it: no markers, no folded details, no tags,
 * no tables, no signs of a quotation, no empty lines.
 */
export function firstLines(markdown: string, most: number): readonly string[] {
  return markdown
    .replace(markers, '')
    .replace(folded, '')
    .replace(tags, '')
    .split('\n')
    .map((line) => line.replace(/^>\s?(\[!\w+\])?/u, '').trim())
    .filter((line) => line !== '' && !line.startsWith('|'))
    .slice(0, most)
    .map((line) => (line.length > longestLine ? `${line.slice(0, longestLine - 1)}…` : line))
}
