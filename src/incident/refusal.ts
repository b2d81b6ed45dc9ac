import type { Permission } from '../policy/policy.ts'
import type { WindowTold } from './planned-freeze.ts'
import type { Status } from './timeline.ts'

/** Why a command was not carried out. */
export type Refusal =
  | { readonly type: 'permission'; readonly needed: Permission; readonly has: Permission }
  | { readonly type: 'unknown-command'; readonly nearest: string | undefined }
  | { readonly type: 'usage'; readonly usage: string }
  | {
      readonly type: 'unknown-name'
      readonly what:
        | 'severity'
        | 'kind'
        | 'mode'
        | 'duration'
        | 'person'
        | 'pull request'
        | 'incident'
        | 'time'
        | 'drill'
        | 'decision'
      readonly found: string
      readonly allowed: readonly string[]
    }
  /** `planned`: planned freezes that are on, which no command lifts. */
  | { readonly type: 'no-incident'; readonly open: readonly number[]; readonly planned?: readonly WindowTold[] }
  | { readonly type: 'wrong-status'; readonly status: Status; readonly needs: readonly Status[] }
  | { readonly type: 'not-frozen'; readonly planned?: readonly WindowTold[] }
  | { readonly type: 'already'; readonly what: string }
  | { readonly type: 'drill-impossible'; readonly reason: string }
  /** An update that says too little; `least` is how many words the configuration asks for. */
  | { readonly type: 'thin-update'; readonly words: number; readonly least: number }
  | { readonly type: 'nothing-to-do'; readonly what: string }
