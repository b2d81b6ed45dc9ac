import { inlineText } from '../lib/markdown-inline.ts'

const segmenter = new Intl.Segmenter('en', { granularity: 'word' })

/** How many words a text says, in any script; names of people, addresses and markup say nothing. */
export function wordsIn(text: string): number {
  const said = inlineText(text)
    .replace(/https?:\/\/\S+/giu, ' ')
    .replace(/(?<![\p{L}\p{N}])@[\w/.-]+/gu, ' ')
  return [...segmenter.segment(said)].filter(({ isWordLike }) => isWordLike).length
}
