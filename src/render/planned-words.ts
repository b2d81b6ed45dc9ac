import type { WindowTold } from '../incident/planned-freeze.ts'
import { neutral } from '../lib/markdown-neutral.ts'
import type { FreezeWindow } from '../policy/policy.ts'
import { modeWords } from './freeze-words.ts'
import { andList, branchList, paragraphs } from './words.ts'

/** `the planned freeze "Year end"` */
export const windowName = ({ name }: Pick<FreezeWindow, 'name'>): string =>
  `the planned freeze "${neutral(name, { max: 80 })}"`

/** When a window ends, as the configuration says it: local time with its zone. */
export const untilWords = ({ to, timezone }: Pick<FreezeWindow, 'to' | 'timezone'>): string =>
  `${localWords(to)} (${timezone})`

const localWords = (local: string): string => local.slice(0, 16).replace('T', ' ')

/** Which window it is, until when, and what may be merged meanwhile. */
export function windowParagraph(window: WindowTold): string {
  const { mode, checkName, freeze } = window
  const asked = modeWords(mode, { policy: { freeze }, freeze: { checkName } })
  return paragraphs(
    `${capital(windowName(window))} holds ${branchList(freeze.branches)} from ${localWords(window.from)} until ${untilWords(window)}: ${asked}.`,
    mode === 'hotfix-only' && exemptWords(window),
  )
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

function exemptWords({ freeze: { exempt } }: WindowTold): string {
  const ways = [
    exempt.labels.length > 0 && `those with the label ${branchList(exempt.labels)}`,
    exempt.authors.length > 0 && `those of ${branchList(exempt.authors)}`,
    exempt.paths.length > 0 && `those that change nothing but ${branchList(exempt.paths)}`,
  ].filter((way) => way !== false)
  return ways.length === 0 ? '' : `Exempt pull requests are ${andList(ways)}.`
}

/** How a window ends before its time; for whoever may decide that. */
export const windowEndsEarlier =
  'To end it earlier, change `freeze.windows` in `.github/incident.yml` on the default branch.'
