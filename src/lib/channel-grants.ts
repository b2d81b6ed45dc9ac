import { type ChannelAddress, readChannelAddress } from './channel-address.ts'
import { failure, type Result, success } from './result.ts'

/** An address, and who may have messages sent there. */
export interface ChannelGrant {
  /** The name by which a repository's file calls it. */
  readonly name: string
  /** `owner` or `owner/repository`, in lower case. */
  readonly to: readonly string[]
  readonly address: ChannelAddress
}

const variable = 'CHANNEL_GRANTS'

/** As a repository's file has to write it. */
const secretName = /^[A-Z][A-Z0-9_]{0,99}$/

/** The account as GitHub allows it, with the underscore of managed users; then perhaps one of its repositories. */
const grantee = /^[a-z0-9](?:[a-z0-9_-]{0,99})(?:\/[\w.-]{1,100})?$/

/**
 * Reads `NAME=owner,owner/repository OTHER=…`, and the variables that it names. No other variable is ever looked at, so a
 * repository can name whatever it likes and gets only what was granted.
 * @param text items are separated by white space or `;`
 * @param isOwn whether a name is a setting of the server itself: such a one is never granted
 * @returns the grants, or a sentence for each thing that is wrong; none repeats an address
 */
export function readChannelGrants(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
  isOwn: (name: string) => boolean,
): Result<readonly ChannelGrant[], readonly string[]> {
  const items = text.split(/[\s;]+/).filter((item) => item !== '')
  const wrong = items.flatMap((item) => problemOf(item, isOwn) ?? [])
  const sound = items.filter((item) => problemOf(item, isOwn) === undefined)
  const found = [...gathered(sound)].map(([name, to]) => withAddress(name, to, environment[name]))
  const problems = [...wrong, ...found.flatMap((result) => (result.ok ? [] : [result.error]))]
  return problems.length > 0 ? failure(problems) : success(found.flatMap((result) => (result.ok ? [result.value] : [])))
}

const nameOf = (item: string): string => item.split('=', 1)[0] ?? ''

const granteesOf = (item: string): readonly string[] =>
  item
    .slice(nameOf(item).length + 1)
    .toLowerCase()
    .split(',')

function problemOf(item: string, isOwn: (name: string) => boolean): string | undefined {
  const name = nameOf(item)
  if (!secretName.test(name) || !granteesOf(item).every((each) => grantee.test(each))) return notUnderstood(name)
  return isOwn(name) ? `${variable} grants ${name}, which is a setting of this server: use another name` : undefined
}

/** A name may stand there several times. */
function gathered(items: readonly string[]): Map<string, readonly string[]> {
  const all = new Map<string, readonly string[]>()
  for (const item of items) all.set(nameOf(item), [...(all.get(nameOf(item)) ?? []), ...granteesOf(item)])
  return all
}

function withAddress(name: string, to: readonly string[], set: string | undefined): Result<ChannelGrant, string> {
  if (set === undefined) return failure(`${name} is missing: ${variable} grants it, so it must hold an address`)
  const address = readChannelAddress(set)
  return address
    ? success({ name, to, address })
    : failure(`${name} has none of the forms of a channel's address, see docs/channels.md`)
}

/** Something may have been pasted there that is secret, so no more is repeated than a name of the right form. */
function notUnderstood(name: string): string {
  const which = secretName.test(name) ? `the part for ${name}` : 'a part of it'
  return `${variable} cannot be understood, ${which}: it is written NAME=owner,owner/repository, several separated by spaces`
}

/** Whether a repository may use a grant. GitHub's names are the same in capital and small letters. */
export function isGranted(
  { to }: ChannelGrant,
  repository: { readonly owner: string; readonly name: string },
): boolean {
  const owner = repository.owner.toLowerCase()
  return to.includes(owner) || to.includes(`${owner}/${repository.name.toLowerCase()}`)
}
