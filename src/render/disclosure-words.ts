import { isSecret } from '../incident/disclosure.ts'
import type { Incident } from '../incident/incident.ts'
import { neutralCode } from '../lib/markdown-neutral.ts'
import { timeWords } from './time-words.ts'
import { mixed } from './words.ts'

/** A link to where a secret's details are kept; only those with access can follow it. */
export function detailsLink({ disclosure: { details } }: Incident): string {
  if (!details) return 'nowhere yet'
  const name =
    details.place === 'advisory' ? 'the private security advisory' : `${details.repository}#${details.number}`
  const isPlain = /^https?:\/\/[\w.:/~%-]{1,500}$/.test(details.url)
  return isPlain ? `[${name}](${details.url})` : neutralCode(details.url)
}

/** How to make a private place where there is none. */
export const privatePlaceAdvice = [
  'One of these makes one:',
  '',
  '- an administrator opens a draft by hand: *Security → Advisories → New draft security advisory*',
  '- an owner grants the App the permission *Repository security advisories: write*',
  '- the configuration names a private repository of the same owner, on which the App is installed: `confidential: { repository: OWNER/REPO }` in `.github/incident.yml`',
].join('\n')

/** What the card says of a secret, or of one that was disclosed. */
export function confidentialityWords(incident: Incident): string {
  const { tracking, details, disclosedAt } = incident.disclosure
  if (tracking === undefined) return ''
  if (!isSecret(incident)) return `🔓 ${mixed(tracking)} was confidential until ${timeWords(disclosedAt ?? 0)}.`
  return [
    '> [!IMPORTANT]',
    `> 🔒 **This incident is confidential and this page is public.** It is called **${mixed(tracking)}** here: write nothing about what is`,
    `> vulnerable, how, or how it is repaired. ${details ? `Details: ${detailsLink(incident)}.` : 'Details belong in a private place.'}`,
    '> `/incident disclose` ends the confidentiality.',
  ].join('\n')
}
