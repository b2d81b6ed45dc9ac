import { byHandCheck } from '../../incident/freeze-rules.ts'
import type { BranchFact, OwnFreeze } from '../../incident/readiness/facts.ts'
import { isRefusal } from '../errors.ts'
import { type ClassicBranch, readClassic } from '../freeze/classic.ts'
import { withFreeze } from '../freeze/classic-freeze.ts'
import { whyNotWritable } from '../freeze/classic-rule.ts'
import { protectionBody } from '../freeze/classic-translate.ts'
import { isFreezeCheck } from '../freeze/classic-undo.ts'
import type { ProtectionSettings, StatusChecks } from '../freeze/protection-settings.ts'
import { GivenUp } from '../perform/context.ts'
import type { Looking } from './look.ts'

/** A branch's classic protection; null: none. Throws as `readClassic`. */
export async function readProtectionOf(looking: Looking, branch: string): Promise<ProtectionSettings | null> {
  return readClassic(await classicBranch(looking, branch))
}

export async function classicBranch({ clients, repository }: Looking, branch: string): Promise<ClassicBranch> {
  return { octokit: await clients.administration(repository), repository, branch }
}

export interface Protection {
  readonly settings: ProtectionSettings | null
  /** Why it cannot be changed without losing something of it. */
  readonly notWritable: string | undefined
}

/**
 * The classic protection of a branch as far as it can be seen; undefined: it cannot.
 * @param isClassic whether a freeze would be made of it, so that it matters whether it can be written
 */
export async function classicOf(
  looking: Looking,
  { name, isClassic }: { readonly name: string; readonly isClassic: boolean },
): Promise<Protection | undefined> {
  try {
    const at = await classicBranch(looking, name)
    const settings = await readClassic(at)
    const reader = await looking.clients.forRepository(looking.repository)
    return { settings, notWritable: settings && isClassic ? await whyNotWritable(at, reader) : undefined }
  } catch (error) {
    if (error instanceof GivenUp) return undefined
    if (isRefusal(error)) return undefined
    throw error
  }
}

/**
 * The two bodies that an administrator would send: `hotfix-only`, with a check of nobody in particular. A freeze of this App
 * that is on is in neither: lifting the one by hand must not bring back the other, for whose check nobody would report.
 */
export function bodiesByHand(found: ProtectionSettings | null): NonNullable<BranchFact['byHand']> {
  const { settings, ownFreeze } = withoutOwnFreeze(found)
  const wish = { mode: 'hotfix-only', checkName: byHandCheck, appId: -1 } as const
  const reviewed = { approvals: 0, strict: false, enforceAdmins: false }
  return {
    before: settings && protectionBody(settings),
    frozen: protectionBody(withFreeze(settings, { ...wish, reviewed })),
    signatures: settings?.required_signatures ?? false,
    ...(ownFreeze && { ownFreeze }),
  }
}

interface Thawed {
  readonly settings: ProtectionSettings | null
  readonly ownFreeze?: OwnFreeze
}

/**
 * As a thaw does that has nothing to go by but what it finds: our checks go, and with them a lock. The trade: a lock that
 * somebody had set before goes as well, so the page says that it was there. What else a freeze tightens stays tight.
 */
function withoutOwnFreeze(found: ProtectionSettings | null): Thawed {
  const required = found?.required_status_checks
  const ours = required?.checks.filter(isFreezeCheck) ?? []
  if (!found || !required || ours.length === 0) return { settings: found }
  return {
    settings: { ...found, lock_branch: false, required_status_checks: withoutOurs(required) },
    ownFreeze: { checks: ours.map(({ context }) => context), locked: found.lock_branch },
  }
}

/** With `strict`, branches have to be up to date even where no check is required. */
function withoutOurs(required: StatusChecks): StatusChecks | null {
  const checks = required.checks.filter((check) => !isFreezeCheck(check))
  return checks.length === 0 && !required.strict ? null : { ...required, checks }
}
