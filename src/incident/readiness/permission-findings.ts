import type { Policy } from '../../policy/policy.ts'
import type { Finding } from '../finding.ts'
import type { AppFact, ReadinessFacts } from './facts.ts'
import { eventNeeds, type PermissionNeed, permissionNeeds, type Weight } from './permissions.ts'
import { about, judged, named } from './sentences.ts'

const { good, weak, broken, unknown } = about('permissions')

/** What of the App's permissions and events was not granted, and what an emergency would miss. */
export function permissionFindings(policy: Policy, facts: ReadinessFacts): readonly Finding[] {
  return [
    ...judged(
      facts.permissions,
      (why) => unknown('What the App was granted', why),
      (granted) => permissionsAmong(policy, facts, granted),
    ),
    ...judged(
      facts.events,
      (why) => unknown('Which events the App hears', why),
      (heard) => eventsAmong(policy, facts, heard),
    ),
  ]
}

const levels = ['read', 'write', 'admin']
const suffices = (has: string | undefined, access: string): boolean =>
  has !== undefined && levels.indexOf(has) >= levels.indexOf(access)

type Granted = Readonly<Record<string, string>>

function permissionsAmong(policy: Policy, facts: ReadinessFacts, granted: Granted): readonly Finding[] {
  // GitHub makes it mandatory, and does not always list it.
  const lacking = permissionNeeds.filter(({ name, access }) => name !== 'metadata' && !suffices(granted[name], access))
  if (lacking.length === 0) return [good('Every permission that the App asks for was granted.')]
  const app = facts.app.known ? facts.app.value : undefined
  return lacking.map((need) => lackingPermission(need, need.weight(policy, facts), { has: granted[need.name], app }))
}

interface Standing {
  readonly has: string | undefined
  readonly app: AppFact | undefined
}

function lackingPermission({ name, access, without }: PermissionNeed, weight: Weight, { has, app }: Standing): Finding {
  const subjects = [name]
  const seen = `The App was not granted ${name}: ${access} here; it has ${has ?? 'none'}.`
  if (weight === 'unused') return good(`${seen} This configuration makes no use of it.`)
  const isAsked = app === undefined || suffices(app.permissions[name], access)
  const remedy = isAsked ? accepting(app) : adding(`${name}: ${access}`)
  return (weight === 'broken' ? broken : weak)(seen, { subjects, emergency: `${without}.`, remedy })
}

const accepting = (app: AppFact | undefined): string =>
  `An owner accepts the App's new permissions: ${app?.installationPage ?? 'Settings → GitHub Apps → Configure, beside the App'}.`

const adding = (what: string): string =>
  `Whoever runs the App adds ${what} under App settings → Permissions & events; then an owner accepts it.`

/** An event whose permission is missing is missed with it, and said there. */
function eventsAmong(policy: Policy, facts: ReadinessFacts, heard: readonly string[]): readonly Finding[] {
  const granted = facts.permissions.known ? facts.permissions.value : undefined
  const weights = new Map(permissionNeeds.map(({ name, weight }) => [name, weight(policy, facts)]))
  const deaf = eventNeeds.filter(({ name, needs }) => {
    const isSaid = granted !== undefined && needs !== 'metadata' && granted[needs] === undefined
    return !heard.includes(name) && !isSaid && weights.get(needs) !== 'unused'
  })
  if (deaf.length === 0) return [good('The App hears of every event that this configuration needs.')]
  return deaf.map(({ name, usedFor, weight }) =>
    (weight === 'broken' ? broken : weak)(`The App is not subscribed to the event ${name}.`, {
      subjects: [`the event ${name}`],
      emergency: `This goes unheard: ${usedFor}.`,
      remedy: `Whoever runs the App ticks it under App settings → Permissions & events → Subscribe to events: ${named([name])}.`,
    }),
  )
}
