import { GivenUp, type Performer } from './context.ts'

export const openAdvisory: Performer<'OpenAdvisory'> = () => Promise.reject(new GivenUp('not built yet'))
