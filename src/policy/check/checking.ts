import { didYouMean } from '../../lib/did-you-mean.ts'
import { type DocumentNode, keySpanAt, keysAt, nodeAt, spanAt } from '../document.ts'
import { type KeyPath, oneLine, oneOf, type Problem, type ProblemSeverity, problem, writeKeyPath } from '../problem.ts'
import type { Configuration } from '../schema/configuration.ts'

/** What a check of the meaning works on. */
export interface Checking {
  readonly configuration: Configuration
  /** The tree that `configuration` was read from: positions. */
  readonly root: DocumentNode
  /** The tree with what is wrong still in it: a role with a bad member is defined all the same. */
  readonly merged: DocumentNode
}

export type Check = (checking: Checking) => Problem[]

/** What can be named elsewhere in the file. */
export type Named = 'role' | 'channel' | 'severity' | 'kind' | 'checklist' | 'escalation policy'

const places: Readonly<Record<Named, KeyPath>> = {
  role: ['roles'],
  channel: ['channels'],
  severity: ['severities'],
  kind: ['kinds'],
  checklist: ['checklists'],
  'escalation policy': ['escalation', 'policies'],
}

/** Roles that every incident has. */
export const builtInRoles: readonly string[] = ['commander', 'reporter']

/** All that is defined under a name, valid or not. */
export function definedNames(checking: Checking, named: Named): string[] {
  return keysAt(checking.merged, places[named])
}

/** Whether nothing of a map was left out because it is wrong; else what it lacks proves nothing. */
export function isWhole(checking: Checking, path: KeyPath): boolean {
  const [read, written] = [nodeAt(checking.root, path), nodeAt(checking.merged, path)]
  return read === written
}

export function undefinedName(checking: Checking, path: KeyPath, name: string, named: Named): Problem {
  const defined = definedNames(checking, named)
  const options = named === 'role' ? [...defined, ...builtInRoles] : defined
  const nearest = didYouMean(name, options)
  const list = options.length > 0 && options.length <= 12 ? ` Defined are ${oneOf(options)}.` : ''
  const place = places[named].join('.')
  const isPerson = named === 'role' && name.startsWith('@')
  return problem({
    at: spanAt(checking.root, path),
    path,
    found: `the name \`${oneLine(name)}\``,
    expected: `a ${named} that is defined in \`${place}\``.replace('a escalation', 'an escalation'),
    remedy: isPerson
      ? putInRole(name)
      : nearest === undefined
        ? `Define it in \`${place}\`, or remove it.${list}`
        : `Did you mean \`${nearest}\`?`,
    sentence: isPerson
      ? `\`${oneLine(name)}\` is somebody, and here stands the name of a role.`
      : `\`${oneLine(name)}\` is not defined: there is no such ${named}.`,
  })
}

/** People are named in roles alone, so that whoever is called can be changed in one place. */
const putInRole = (member: string): string =>
  `Make a role of it, as \`roles: { on-call: ["${oneLine(member)}"] }\`, and name that role here.`

/** Something that is named at a place of the file. */
export interface Mention {
  readonly path: KeyPath
  readonly name: string
  readonly named: Named
}

/** A name that was defined until another file replaced what defined it. What names it has no effect, and the rest holds. */
export function nameLeftBehind(checking: Checking, { path, name, named }: Mention, others: number): Problem {
  const place = places[named].join('.')
  const key = writeKeyPath(path)
  const elsewhere = others === 0 ? '' : ` (and ${others} other ${others === 1 ? 'key' : 'keys'})`
  return problem({
    at: spanAt(checking.root, path),
    path,
    found: `the name \`${oneLine(name)}\``,
    expected: `a ${named} that is defined in \`${place}\``,
    remedy: 'Give such keys in your own file, where they are to have an effect.',
    severity: 'warning',
    sentence: `\`${key}\`${elsewhere} names \`${oneLine(name)}\`, which your own \`${place}\` does not define: that has no effect.`,
  })
}

interface Finding {
  readonly found: string
  readonly expected: string
  readonly remedy?: string
  readonly sentence?: string
  readonly severity?: ProblemSeverity
}

/** A problem with the value at a path. */
export function finding(checking: Checking, path: KeyPath, parts: Finding): Problem {
  return problem({ at: spanAt(checking.root, path), path, ...parts })
}

/** A problem with a key, or with an entry as a whole. */
export function findingAtKey(checking: Checking, path: KeyPath, parts: Finding): Problem {
  return problem({ at: keySpanAt(checking.root, path) ?? spanAt(checking.root, path), path, ...parts })
}
