import type { Detection, Kind, Policy } from '../policy/policy.ts'
import type { Thread } from './repository.ts'

/** What marked an issue or pull request as an emergency. */
export interface Mark {
  readonly by: 'title' | 'label'
  readonly mark: string
}

/**
 * Characters that nobody sees (Unicode's Default_Ignorable_Code_Point: zero-width ones, bidirectional controls, fillers,
 * variation selectors), which make two titles look alike that are not.
 */
const invisible = /\p{Default_Ignorable_Code_Point}/gu

/**
 * A title or label in the form it is compared in: compatibility characters folded (NFKC turns fullwidth brackets and
 * letters into ASCII), lenticular brackets read as square ones, invisible characters gone, white space and case ignored.
 * Homoglyphs of other scripts stay what they are: a Cyrillic М is no M.
 */
export const fold = (text: string): string =>
  text
    .replace(invisible, '')
    .normalize('NFKC')
    .replace(invisible, '')
    .replace(/[【〖〔]/gu, '[')
    .replace(/[】〗〕]/gu, ']')
    .replace(/\s+/gu, '')
    .toLowerCase()

/** The mark that makes a thread an emergency, if it carries one: a prefix of the title, never its middle, or a label. */
export function detectMark(detection: Detection, thread: Pick<Thread, 'title' | 'labels'>): Mark | undefined {
  const title = fold(thread.title)
  const prefix = detection.titlePrefixes.find((candidate) => {
    const folded = fold(candidate)
    return folded !== '' && title.startsWith(folded)
  })
  if (prefix !== undefined) return { by: 'title', mark: prefix }
  const label = detection.labels.find((candidate) => hasLabel(thread.labels, candidate))
  return label === undefined ? undefined : { by: 'label', mark: label }
}

/** GitHub compares labels without regard to case. */
export const hasLabel = (labels: readonly string[], label: string): boolean =>
  labels.some((candidate) => candidate.toLowerCase() === label.toLowerCase())

/** The kind that a label, an issue form's answer or a keyword names, with how it was found. */
export function detectKind(
  policy: Policy,
  thread: Pick<Thread, 'title' | 'body' | 'labels'>,
  formField: string | undefined,
): { readonly kind: string; readonly how: string } | undefined {
  const kinds = Object.entries(policy.kinds)
  const byLabel = kinds.find(([, { label }]) => label !== undefined && hasLabel(thread.labels, label))
  if (byLabel) return { kind: byLabel[0], how: 'label' }
  const byForm = kinds.find(([id]) => formField !== undefined && fold(formField) === fold(id))
  if (byForm) return { kind: byForm[0], how: 'issue form' }
  const text = `${thread.title}\n${thread.body}`.toLowerCase()
  const byKeyword = kinds.find(([, kind]) => hasKeyword(kind, text))
  return byKeyword && { kind: byKeyword[0], how: 'keyword' }
}

const hasKeyword = (kind: Kind, lowerCaseText: string): boolean =>
  kind.keywords.some((keyword) => keyword !== '' && lowerCaseText.includes(keyword.toLowerCase()))

/** The severity that a label or an issue form's answer names. */
export function detectSeverity(
  policy: Policy,
  thread: Pick<Thread, 'labels'>,
  formField: string | undefined,
): { readonly severity: string; readonly how: string } | undefined {
  const byLabel = policy.severities.find(({ label }) => hasLabel(thread.labels, label))
  if (byLabel) return { severity: byLabel.id, how: 'label' }
  // A form offers "P0 (Critical)" or "Critical": the answer begins with the id, or is the name.
  const answer = formField === undefined ? '' : fold(formField)
  const byForm = policy.severities.find(
    ({ id, name }) =>
      answer !== '' &&
      (answer === fold(id) ||
        answer === fold(name) ||
        answer.startsWith(`${fold(id)}(`) ||
        answer.startsWith(`${fold(id)}-`) ||
        answer.startsWith(`${fold(id)}:`)),
  )
  return byForm && { severity: byForm.id, how: 'issue form' }
}
