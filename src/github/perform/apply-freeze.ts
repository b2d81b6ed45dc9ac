import { applyFreeze as apply } from '../freeze/apply.ts'
import type { Performer } from './context.ts'

/** Freezes branches; see `github/freeze/`. */
export const applyFreeze: Performer<'ApplyFreeze'> = apply
