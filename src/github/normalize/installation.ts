import type { InstallationChanged } from '../../incident/event.ts'
import { at, field, list } from '../json.ts'
import { readName, readNumber, readRepository } from '../pull-request.ts'
import { type Context, changeOf, type Normalize, readActor } from './delivered.ts'

type Change = InstallationChanged['change']

const changes = new Map<string, Change>([
  ['created', 'added'],
  ['deleted', 'removed'],
  ['suspend', 'suspended'],
  ['unsuspend', 'unsuspended'],
  ['new_permissions_accepted', 'permissions'],
])

/** GitHub's words for it (`installation.repository_selection`). */
const selections = ['all', 'selected'] as const

/**
 * One event per repository that the delivery lists; one for all of them where GitHub lists none, as when an installation
 * is suspended.
 * https://docs.github.com/webhooks/webhook-events-and-payloads#installation
 */
export const installation: Normalize = (payload, context) => {
  const change = changeOf(changes, payload)
  if (!change) return undefined
  return eventsFor(field(payload, 'repositories'), change, { payload, context }) ?? everywhere(change, payload, context)
}

function everywhere(change: Change, payload: unknown, context: Context): InstallationChanged[] | undefined {
  const installationId = readNumber(at(payload, 'installation', 'id'))
  const owner = readName(at(payload, 'installation', 'account', 'login'))
  if (installationId === undefined || owner === '') return undefined
  const repository = { id: 0, owner, name: '', installationId, defaultBranch: '', private: true }
  const actor = readActor(payload, context)
  return [{ type: 'InstallationChanged', repository, at: context.at, actor, change, everywhere: true }]
}

/** https://docs.github.com/webhooks/webhook-events-and-payloads#installation_repositories */
export const installationRepositories: Normalize = (payload, context) => {
  const added = eventsFor(field(payload, 'repositories_added'), 'added', { payload, context })
  const removed = eventsFor(field(payload, 'repositories_removed'), 'removed', { payload, context })
  return added || removed ? [...(added ?? []), ...(removed ?? [])] : undefined
}

function eventsFor(
  repositories: unknown,
  change: Change,
  { payload, context }: { payload: unknown; context: Context },
): InstallationChanged[] | undefined {
  const actor = readActor(payload, context)
  const installationId = at(payload, 'installation', 'id')
  const selection = selections.find((each) => each === at(payload, 'installation', 'repository_selection'))
  const events = list(repositories).flatMap((each, place): InstallationChanged[] => {
    const repository = readRepository(each, installationId)
    const event = { type: 'InstallationChanged', at: context.at, actor, change, place } as const
    return repository ? [{ ...event, repository, ...(selection && { selection }) }] : []
  })
  return events.length > 0 ? events : undefined
}
