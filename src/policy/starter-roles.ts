import { type Cast, teamCalled } from './starter-people.ts'

/** Whom a role of a preset is meant for. */
interface Seat {
  /** Words in the slug of a team that would be it. */
  readonly team?: RegExp
  /** `lead` is one person; `turns` are people by turns, who begin at the place that `offset` says. */
  readonly people: 'all' | 'lead' | 'turns'
  readonly offset?: number
}

const security = /secur|psirt|appsec/i
const operations = /devops|(?:^|-)ops(?:-|$)|sre|platform|infra|reliab/i
const builders = /backend|server|api|engineer|dev(?!ops)|core/i
const everyone: Seat = { people: 'all' }

/** Each preset's roles in its own order. A test holds them equal to the presets. */
const seats: Readonly<Record<string, Readonly<Record<string, Seat>>>> = {
  'single-maintainer': { maintainers: everyone },
  'maintainer-team': { maintainers: everyone },
  'response-team': {
    'emergency-response': { team: /emerg|incident|respon|on-?call/i, people: 'all' },
    security: { team: security, people: 'all' },
    maintainers: { team: /maintain|core|lead|admin/i, people: 'all' },
  },
  committee: {
    primary: { people: 'turns' },
    secondary: { people: 'turns', offset: 1 },
    'emergency-response': { team: /emerg|incident|respon|on-?call/i, people: 'all' },
    security: { team: security, people: 'all' },
    maintainers: { team: /maintain|core|lead|admin/i, people: 'all' },
    committee: everyone,
  },
  'dependency-response': {
    'tech-lead': { people: 'lead' },
    security: { team: security, people: 'all' },
    backend: { team: builders, people: 'all' },
    devops: { team: operations, people: 'all' },
  },
  'care-and-learning': {
    primary: { people: 'turns' },
    secondary: { people: 'turns', offset: 1 },
    'core-team': { team: /core|lead/i, people: 'all' },
    specialists: { team: /special|expert/i, people: 'all' },
    maintainers: { team: /maintain/i, people: 'all' },
  },
  'incident-response-plan': {
    'on-call': { people: 'turns' },
    team: { team: builders, people: 'all' },
    security: { team: security, people: 'all' },
  },
  production: {
    'technical-team': { team: builders, people: 'all' },
    'technical-lead': { people: 'lead' },
    devops: { team: operations, people: 'all' },
    'database-administrator': { team: /dba|data/i, people: 'lead' },
    'security-officer': { team: security, people: 'lead' },
    management: { team: /manage|lead/i, people: 'lead' },
    legal: { team: /legal|compliance/i, people: 'lead' },
  },
}

/** The members of each role of a preset. Empty where nobody is known. */
function rolesOf(preset: string, cast: Cast): ReadonlyMap<string, readonly string[]> {
  if (cast.people.length + cast.teams.length === 0) return new Map()
  const own = Object.entries(seats[preset] ?? {})
  const fitting = new Set(own.flatMap(([, { team }]) => (team && teamCalled(cast, team)) ?? []))
  const everybody = [...cast.people, ...(cast.allCalled ? cast.teams.filter((team) => !fitting.has(team)) : [])]
  const roles = new Map(own.map(([role, seat]) => [role, membersOf(seat, cast, everybody)]))
  // Teams took every role in which somebody else could have been: these have to be called as well.
  const without = cast.allCalled ? everybody.filter((member) => ![...roles.values()].flat().includes(member)) : []
  const [open] = own.find(([, { people }]) => people === 'all') ?? []
  if (open !== undefined) roles.set(open, [...(roles.get(open) ?? []), ...without])
  return roles
}

function membersOf({ team: words, people }: Seat, cast: Cast, everybody: readonly string[]): readonly string[] {
  const team = words && teamCalled(cast, words)
  if (team !== undefined) return [team]
  const [first] = cast.people
  if (people === 'all' && (first !== undefined || cast.allCalled) && everybody.length > 0) return everybody
  if (first === undefined) return cast.teams.slice(0, 1)
  return people === 'lead' ? [first] : cast.people
}

/** Everybody who stands in the roles of a preset, people first. */
export function calledBy(preset: string, cast: Cast): readonly string[] {
  const members = new Set([...rolesOf(preset, cast).values()].flat())
  return [...cast.people, ...cast.teams].filter((member) => members.has(member))
}

/** The roles of a preset as lines of YAML below `roles:`; none where nobody is known. */
export const roleLines = (preset: string, cast: Cast): readonly string[] =>
  [...rolesOf(preset, cast)].map(([role, members]) => `  ${role}:${written(seats[preset]?.[role], members)}`)

function written(seat: Seat | undefined, members: readonly string[]): string {
  // Whoever takes turns with nobody is always there, and so is a team.
  if (seat?.people === 'turns' && members.length > 1) return turns(members, seat.offset)
  return ` ${list(members)}`
}

/** JSON's strings are YAML's, so nothing in a name can end its quotes. */
const list = (members: readonly string[]): string => `[${members.map((member) => JSON.stringify(member)).join(', ')}]`

/** A Monday morning of the past: turns are counted from it. */
const turns = (members: readonly string[], offset: number | undefined): string =>
  `\n    rotation: { every: 1w, starts: 2025-01-13T09:00, timezone: UTC, members: ${list(members)}${offset === undefined ? '' : `, offset: ${offset}`} }`
