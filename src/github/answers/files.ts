import type { Place } from './place.ts'

export async function repositoryFiles(_place: Place, _pattern: string): Promise<readonly string[]> {
  return []
}
