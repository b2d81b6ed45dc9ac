import { GivenUp, type Performer } from './context.ts'

export const publishDiscussion: Performer<'PublishDiscussion'> = () => Promise.reject(new GivenUp('not built yet'))
