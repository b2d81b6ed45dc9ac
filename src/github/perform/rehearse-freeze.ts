import { GivenUp, type Performer } from './context.ts'

export const rehearseFreeze: Performer<'RehearseFreeze'> = () => Promise.reject(new GivenUp('not built yet'))
