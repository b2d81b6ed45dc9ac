import { keySpanAt, spanAt } from '../document.ts'
import type { KeyPath, Problem } from '../problem.ts'
import type { Configuration } from '../schema/configuration.ts'
import {
  builtInRoles,
  type Checking,
  definedNames,
  type Mention,
  type Named,
  nameLeftBehind,
  undefinedName,
} from './checking.ts'

/** Every name that is used must be defined: a misspelt role would be nobody, in the middle of the night. */
export function checkReferences(checking: Checking): Problem[] {
  const undefinedMentions = mentions(checking.configuration).filter(({ path, name, named }) => {
    const isBuiltIn = named === 'role' && (builtInRoles.includes(name) || (name.startsWith('@') && mayNamePeople(path)))
    return !isBuiltIn && !definedNames(checking, named).includes(name)
  })
  const wrong = undefinedMentions.filter((mention) => !isLeftBehind(checking, mention))
  return [
    ...wrong.map(({ path, name, named }) => undefinedName(checking, path, name, named)),
    ...leftBehind(checking, undefinedMentions),
  ]
}

/** An issue is assigned to a person as well as to a role; everything else asks who is in a role. */
const mayNamePeople = (path: KeyPath): boolean => path.at(-2) === 'assign'

/** One warning for each name, however many keys of a preset still have it. */
function leftBehind(checking: Checking, undefinedMentions: readonly Mention[]): Problem[] {
  const byName = Map.groupBy(
    undefinedMentions.filter((mention) => isLeftBehind(checking, mention)),
    ({ name, named }) => `${named} ${name}`,
  )
  return [...byName.values()].flatMap(([first, ...others]) =>
    first ? [nameLeftBehind(checking, first, others.length)] : [],
  )
}

/** What a file replaces as a whole, a preset's other keys may still name: whoever adopts it cannot change those. */
function isLeftBehind({ root }: Checking, { path, named }: Mention): boolean {
  if (named !== 'severity' && named !== 'checklist') return false
  const replaced = keySpanAt(root, [named === 'severity' ? 'severities' : 'checklists'])
  const { file } = spanAt(root, path)
  // A file that is extended may itself be mistaken about what lies below it; a preset never is.
  const isOlder = file.startsWith('firebreak:') || replaced?.file === root.at.file
  return replaced !== undefined && replaced.file !== file && file !== root.at.file && isOlder
}

function mentions(configuration: Configuration): Mention[] {
  return [
    ...optional(['default-severity'], configuration['default-severity'], 'severity'),
    ...inSeverities(configuration),
    ...inKinds(configuration),
    ...inEscalation(configuration),
    ...inChecklists(configuration),
    ...inRecords(configuration),
  ]
}

function inSeverities({ severities }: Configuration): Mention[] {
  return Object.entries(severities).flatMap(([id, severity]) => [
    ...list(['severities', id, 'responders'], severity.responders, 'role'),
    ...list(['severities', id, 'approvals', 'from'], severity.approvals.from, 'role'),
    ...optional(['severities', id, 'escalation'], severity.escalation || undefined, 'escalation policy'),
  ])
}

function inKinds({ kinds }: Configuration): Mention[] {
  return Object.entries(kinds).flatMap(([id, kind]) => [
    ...optional(['kinds', id, 'severity'], kind.severity, 'severity'),
    ...list(['kinds', id, 'checklists'], kind.checklists, 'checklist'),
    ...Object.keys(kind['update-every']).flatMap((severity) =>
      optional(['kinds', id, 'update-every', severity], severity, 'severity'),
    ),
  ])
}

function inEscalation({ escalation, updates }: Configuration): Mention[] {
  const steps = Object.entries(escalation.policies).flatMap(([name, policy]) =>
    policy.steps.flatMap((step, index) => {
      const path = ['escalation', 'policies', name, 'steps', index]
      return [
        ...list([...path, 'notify'], step.notify, 'role'),
        ...list([...path, 'channels'], step.channels, 'channel'),
      ]
    }),
  )
  const deadlines = updates.deadlines.flatMap((deadline, index) => {
    const path = ['updates', 'deadlines', index]
    return [
      ...list([...path, 'to'], deadline.to, 'role'),
      ...list([...path, 'channels'], deadline.channels, 'channel'),
      ...list([...path, 'kinds'], deadline.kinds, 'kind'),
      ...list([...path, 'severities'], deadline.severities, 'severity'),
    ]
  })
  const messages = Object.entries(updates.messages).flatMap(([id, message]) => {
    const path = ['updates', 'messages', id]
    return [
      ...list([...path, 'channels'], message.channels, 'channel'),
      ...list([...path, 'kinds'], message.kinds, 'kind'),
      ...list([...path, 'severities'], message.severities, 'severity'),
    ]
  })
  return [...steps, ...deadlines, ...messages]
}

function inChecklists({ checklists }: Configuration): Mention[] {
  return Object.entries(checklists).flatMap(([id, checklist]) => [
    ...list(['checklists', id, 'kinds'], checklist.kinds, 'kind'),
    ...list(['checklists', id, 'severities'], checklist.severities, 'severity'),
  ])
}

function inRecords(configuration: Configuration): Mention[] {
  const postmortem = configuration['post-mortem']
  return [
    ...list(['post-mortem', 'severities'], postmortem.severities ?? [], 'severity'),
    ...list(['post-mortem', 'assign'], postmortem.assign, 'role'),
    ...postmortem['follow-ups'].flatMap((followUp, index) =>
      optional(['post-mortem', 'follow-ups', index, 'checklist'], followUp.checklist, 'checklist'),
    ),
    ...configuration.drills.flatMap((drill, index) => list(['drills', index, 'assign'], drill.assign, 'role')),
  ]
}

function list(path: KeyPath, names: readonly string[], named: Named): Mention[] {
  return names.map((name, index) => ({ path: [...path, index], name, named }))
}

function optional(path: KeyPath, name: string | undefined, named: Named): Mention[] {
  return name === undefined ? [] : [{ path, name, named }]
}
