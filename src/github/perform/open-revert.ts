import { GivenUp, type Performer } from './context.ts'

export const openRevert: Performer<'OpenRevert'> = () => Promise.reject(new GivenUp('not built yet'))
