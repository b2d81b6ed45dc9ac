import type { FileReference } from './extends.ts'
import { loadPolicy, notFound } from './load-policy.ts'
import type { Problem } from './problem.ts'

export interface OfflineVerdict {
  readonly problems: readonly Problem[]
  /** What the file extends in other repositories. Without it only the file's own keys and values could be checked. */
  readonly unread: readonly FileReference[]
}

/**
 * Checks a configuration without GitHub, as the server does, but for what other repositories say.
 * @param file the name that positions carry
 */
export async function loadOffline(text: string, file: string): Promise<OfflineVerdict> {
  const unread: FileReference[] = []
  const loaded = await loadPolicy(
    text,
    async (reference) => {
      unread.push(reference)
      return undefined
    },
    { file },
  )
  if (loaded.ok) return { problems: loaded.value.warnings, unread }
  const notRead = new Set(unread.map(notFound))
  return { problems: loaded.error.filter(({ found }) => !notRead.has(found)), unread }
}
