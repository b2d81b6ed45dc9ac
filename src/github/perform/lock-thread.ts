import { GivenUp, type Performer } from './context.ts'

export const lockThread: Performer<'LockThread'> = () => Promise.reject(new GivenUp('not built yet'))
