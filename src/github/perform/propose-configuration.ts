import { GivenUp, type Performer } from './context.ts'

/** Opens the pull request that adds the configuration. */
export const proposeConfiguration: Performer<'ProposeConfiguration'> = async () => {
  throw new GivenUp('This version proposes no configuration.')
}
