import type { Place } from './place.ts'

export async function deployedEnvironments(_place: Place): Promise<readonly string[]> {
  return []
}
