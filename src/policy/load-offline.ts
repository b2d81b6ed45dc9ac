import type { FileReference } from './extends.ts'
import { loadPolicy, notFound } from './load-policy.ts'
import type { Problem } from './problem.ts'
import { sharedFiles } from './shared-files.ts'

export interface OfflineVerdict {
  readonly problems: readonly Problem[]
  /** What the file extends in other repositories and is not at hand. Without it only the file's own keys and values could be checked. */
  readonly unread: readonly FileReference[]
}

/**
 * Checks a configuration without GitHub, as the server does, but for what other repositories say.
 * @param file the name that positions carry
 * @param shared texts of other repositories that are at hand nevertheless, by their names
 */
export async function loadOffline(
  text: string,
  file: string,
  shared: Readonly<Record<string, string>> = {},
): Promise<OfflineVerdict> {
  const { fetch, missing: unread } = sharedFiles(shared)
  const loaded = await loadPolicy(text, fetch, { file })
  if (loaded.ok) return { problems: loaded.value.warnings, unread }
  const notRead = new Set(unread.map(notFound))
  return { problems: loaded.error.filter(({ found }) => !notRead.has(found)), unread }
}
