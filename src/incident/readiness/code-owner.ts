import { codeOwnersOf } from '../../lib/code-owners.ts'
import { defaultPath } from '../../policy/extends.ts'
import type { Finding } from '../finding.ts'
import type { ReadinessFacts } from './facts.ts'

/** Whether somebody is asked when the configuration itself is changed. Nothing where it could not be seen. */
export function codeOwnerFindings({ codeOwners }: Pick<ReadinessFacts, 'codeOwners'>): readonly Finding[] {
  if (!codeOwners.known) return []
  const owners = codeOwners.value === undefined ? [] : codeOwnersOf(codeOwners.value, defaultPath)
  if (owners === undefined) return []
  if (owners.length > 0)
    return [{ topic: 'configuration', level: 'good', seen: `${defaultPath} has a code owner: ${owners.join(', ')}.` }]
  return [
    {
      topic: 'configuration',
      level: 'weak',
      seen: `${defaultPath} has no code owner.`,
      emergency:
        'Whoever may merge can change who is called and what freezes, and nobody in particular is asked first.',
      remedy: `Name somebody in CODEOWNERS: the line /${defaultPath} @you would do.`,
    },
  ]
}
