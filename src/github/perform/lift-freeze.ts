import { liftFreeze as lift } from '../freeze/lift.ts'
import type { Performer } from './context.ts'

/** Gives branches back; see `github/freeze/`. */
export const liftFreeze: Performer<'LiftFreeze'> = lift
