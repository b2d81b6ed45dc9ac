import { type FileReference, writeReference } from './extends.ts'
import type { FetchShared } from './load-policy.ts'

/** A file of another repository that a configuration extends. */
export interface SharedFile extends Pick<FileReference, 'owner' | 'repository' | 'path'> {
  readonly text: string
}

/** The files that a configuration extends, where they are had without GitHub. */
export interface SharedFiles {
  readonly fetch: FetchShared
  /** What was read. */
  readonly read: readonly SharedFile[]
  /** What was asked for and is not had, each once. */
  readonly missing: readonly FileReference[]
  /** What was asked for of another owner than the first was: the server would not read it, whoever has it. */
  readonly foreign: readonly FileReference[]
}

/** @param texts by the name of each file as `writeReference` writes it; owners and repositories in any case, as on GitHub */
export function sharedFiles(texts: Readonly<Record<string, string>>): SharedFiles {
  const known = new Map(Object.entries(texts).map(([name, text]) => [name.toLowerCase(), text]))
  const [read, missing, foreign]: [SharedFile[], FileReference[], FileReference[]] = [[], [], []]
  let home: string | undefined
  const fetch: FetchShared = async (reference) => {
    const { owner, repository, path } = reference
    home ??= owner.toLowerCase()
    const text = known.get(writeReference(reference).toLowerCase())
    if (owner.toLowerCase() !== home) foreign.push(reference)
    else if (text === undefined) missing.push(reference)
    else read.push({ owner, repository, path, text })
    return foreign.includes(reference) ? undefined : text
  }
  return { fetch, read, missing, foreign }
}
