import type { Repository } from '../model/repository.ts'
import type { Actor, World } from '../world.ts'

/** Where an operation takes place and who does it. API calls and actors' verbs both fit. */
export type RepositoryContext = { world: World; repository: Repository; actor: Actor }
