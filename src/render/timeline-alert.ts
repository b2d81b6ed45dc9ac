import type { AlertEntry } from '../incident/alert.ts'
import { alertSummary, endWords, securityLink } from './alert-words.ts'
import type { Sentences } from './timeline-sentences.ts'
import { person } from './words.ts'

/** Lines about the alert that an incident came from. A secret's are left out where anybody can read them (`public-entry.ts`). */
export const alertSentences: Sentences<AlertEntry['type']> = {
  AlertRaised: ({ alert }) => {
    const name = alert.source === 'advisory' ? 'A private report' : `Dependabot alert ${alert.number ?? ''}`.trim()
    return `${securityLink(name, alert.url)} told of ${alertSummary(alert)}.`
  },
  AlertDoubted: ({ number }) =>
    number === undefined
      ? "GitHub's list of open alerts was looked at again."
      : `GitHub does not list alert ${number} as open; its list is looked at again in ten minutes.`,
  AlertClosed: ({ number, end, by }) => {
    const alert = number === undefined ? 'The alert' : `Dependabot alert ${number}`
    return `${alert} was ${endWords(end)}${by === undefined ? '' : ` (${person(by)})`}.`
  },
  AdvisoryPublished: ({ url, by }) => `${person(by)} published ${securityLink('the advisory', url)}.`,
}
