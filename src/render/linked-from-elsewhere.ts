import type { Repository } from '../incident/repository.ts'

/**
 * Markdown that was written for the incident's own repository, for a page in another one: `#12` would be another issue
 * there, so it is named in full. What stands in code stays as it is; so numbers that outsiders wrote stay no links.
 */
export const linkedFromElsewhere = (markdown: string, { owner, name }: Pick<Repository, 'owner' | 'name'>): string =>
  markdown
    .split(/(`+[^`]*`+)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(ownNumber, `${owner}/${name}#$1`)))
    .join('')

const ownNumber = /(?<![\w/&#])#(\d{1,9})\b/g
