import type { GitHubEvent } from '../../incident/event.ts'
import type { Self } from '../../incident/plan.ts'
import type { Actor, Repository } from '../../incident/repository.ts'
import { at, capped, field, isRecord } from '../json.ts'
import { readAccount, readName, readRepository } from '../pull-request.ts'

/** What an event's translation has to know beside the payload. */
export interface Context extends Self {
  /** Epoch milliseconds of the delivery's arrival. */
  readonly at: number
}

/** Total: any payload, however incomplete, becomes events or undefined (nothing that concerns us). */
export type Normalize = (payload: unknown, context: Context) => readonly GitHubEvent[] | undefined

/** What every event that somebody caused in a repository has in common. */
export interface Observed {
  readonly repository: Repository
  readonly at: number
  readonly actor: Actor
}

/** Undefined for deliveries without a repository or an installation (an organisation's ruleset, a repository's own hook). */
export function observed(payload: unknown, context: Context): Observed | undefined {
  const repository = readRepository(field(payload, 'repository'), at(payload, 'installation', 'id'))
  return repository && { repository, at: context.at, actor: readActor(payload, context) }
}

/** `sender` may be missing: it is then somebody whom nobody knows, and who has no permissions. */
export function readActor(payload: unknown, context: Context): Actor {
  const account = readAccount(field(payload, 'sender'))
  return { ...account, isSelf: account.type === 'Bot' && isOwnLogin(account.login, context) }
}

/** Compares with the App's own login: other bots count as anybody else does. */
export const isOwnLogin = (login: string, { slug }: Context): boolean =>
  login.toLowerCase() === `${slug.toLowerCase()}[bot]`

/** `{ label }` of `labeled` and `unlabeled`; nothing when the label itself was deleted, for then GitHub leaves it out. */
export function readChangedLabel(payload: unknown): { readonly label?: string } {
  const name = readName(at(payload, 'label', 'name'))
  return name === '' ? {} : { label: name }
}

/** Branch name of a full ref; undefined for tags and everything else. */
export function branchOf(ref: unknown): string | undefined {
  const name = readName(ref)
  return name.startsWith('refs/heads/') ? name.slice('refs/heads/'.length) : undefined
}

/** Looks an action up; undefined for those that do not concern us, whatever an outsider calls them. */
export function changeOf<Change>(changes: ReadonlyMap<string, Change>, payload: unknown): Change | undefined {
  return changes.get(readName(field(payload, 'action')))
}

/** Whether a payload's `changes` has a key. */
export const changed = (payload: unknown, key: string): boolean => isRecord(at(payload, 'changes', key))

/** The first line of a commit's message. */
export const commitTitle = (message: string): string => capped(message.split(/\r?\n/, 1)[0] ?? '', 256)
