import type { Fact, ReadinessFacts, UnreadBranches } from '../../incident/readiness/facts.ts'
import { branchMatches } from '../../lib/glob.ts'
import { isRefusal } from '../errors.ts'
import { findBranches } from '../freeze/branches.ts'
import { type ReadBranch, readBranch } from './branch.ts'
import { readProtectionOf } from './classic.ts'
import { known, type Looking, looked, unknown } from './look.ts'
import { bypassFacts, type Rulesets, readRulesets } from './rulesets.ts'

/** Branches that are looked at in full: each costs some three calls. */
const mostBranches = 10

type BranchFacts = Pick<
  ReadinessFacts,
  | 'rulesets'
  | 'protection'
  | 'branches'
  | 'unreadBranches'
  | 'unmatchedPatterns'
  | 'bypasses'
  | 'closedRulesets'
  | 'leftOut'
>

/** What a freeze could be made of here, and what holds already on the branches that it would concern. */
export async function branchFacts(looking: Looking): Promise<BranchFacts> {
  const rulesets = await readRulesets(looking)
  const protection = await protectionFact(looking)
  const isClassic = isClassicFreeze(looking, { rulesets: rulesets.available, protection })
  const found = await looked(() => readAll(looking, { rulesets, isClassic }))
  const holding = new Set(found.known ? found.value.read.flatMap(({ rulesets: ids }) => ids) : [])
  const bypass = await bypassFacts(looking, rulesets, holding)
  return {
    ...bypass,
    ...{ rulesets: rulesets.available, protection },
    branches: found.known ? known(found.value.read.map(({ fact }) => fact)) : found,
    unreadBranches: found.known ? found.value.unread : undefined,
    unmatchedPatterns: found.known ? found.value.unmatched : found,
    leftOut: [...(found.known ? leftOut(found.value) : []), ...bypass.leftOut],
  }
}

/** As `freeze/apply.ts` chooses. */
function isClassicFreeze(
  { wanted }: Looking,
  { rulesets, protection }: Pick<ReadinessFacts, 'rulesets' | 'protection'>,
): boolean {
  if (protection.known && protection.value === 'no') return false
  if (wanted.mechanism !== 'auto') return wanted.mechanism === 'branch-protection'
  return rulesets.known && rulesets.value === 'no'
}

/** Whether there is branch protection here at all: what it is on the default branch does not matter. */
async function protectionFact(looking: Looking): Promise<Fact<'yes' | 'no'>> {
  return looked(async () => {
    try {
      await readProtectionOf(looking, looking.repository.defaultBranch)
      return 'yes' as const
    } catch (error) {
      if (isRefusal(error, 'plan')) return 'no' as const
      throw error
    }
  })
}

interface AllRead {
  readonly read: readonly ReadBranch[]
  readonly unmatched: Fact<readonly string[]>
  readonly unread: UnreadBranches | undefined
}

async function readAll(
  looking: Looking,
  options: { readonly rulesets: Rulesets; readonly isClassic: boolean },
): Promise<AllRead> {
  const { repository, wanted, clients } = looking
  const octokit = await clients.forRepository(repository)
  const { names, notReadBack } = await findBranches(octokit, repository, wanted.branches)
  const read: ReadBranch[] = []
  const absent = new Set<string>()
  for (const name of names.slice(0, mostBranches)) {
    const branch = await readBranch(looking, { ...options, name })
    if (branch) read.push(branch)
    else absent.add(name)
  }
  const there = names.filter((name) => !absent.has(name))
  return {
    read,
    unmatched: unmatchedAmong(looking, there, notReadBack),
    unread: unreadAmong(names.slice(mostBranches), notReadBack),
  }
}

const unreadAmong = (named: readonly string[], unnamed: number): UnreadBranches | undefined =>
  named.length + unnamed === 0 ? undefined : { named, unnamed }

function leftOut({ unread }: AllRead): readonly string[] {
  const more = unread ? unread.named.length + unread.unnamed : 0
  return more > 0 ? [`${more} more branches that would be frozen were not looked at.`] : []
}

function unmatchedAmong(
  { repository, wanted }: Looking,
  names: readonly string[],
  notRead: number,
): Fact<readonly string[]> {
  const isMatched = (pattern: string): boolean =>
    names.some((name) => branchMatches([pattern], name, repository.defaultBranch))
  const unmatched = wanted.branches.filter((pattern) => !isMatched(pattern))
  return unmatched.length > 0 && notRead > 0 ? unknown('there are too many branches to be listed') : known(unmatched)
}
