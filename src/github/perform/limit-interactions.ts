import { GivenUp, type Performer } from './context.ts'

export const limitInteractions: Performer<'LimitInteractions'> = () => Promise.reject(new GivenUp('not built yet'))
