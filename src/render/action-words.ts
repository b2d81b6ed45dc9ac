import type { Action, DueDate } from '../incident/aftermath.ts'
import { neutral } from '../lib/markdown-neutral.ts'
import { timeWords } from './time-words.ts'

/** `#50: Add an alert`; without the number where its issue is not open yet. */
export function actionName({ number, text }: Pick<Action, 'number' | 'text'>): string {
  const words = neutral(text, { max: 200 })
  return number === undefined ? words : `#${number}: ${words}`
}

/** As it is written, with the moment where the words are a length of time. */
export function dueWords({ written, at }: DueDate): string {
  const words = neutral(written, { max: 100 })
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(written)
  if (at === undefined) return `"${words}" (not a date that Firebreak can wait for; write it as YYYY-MM-DD)`
  return isDay ? words : `${words} (${timeWords(at)})`
}
