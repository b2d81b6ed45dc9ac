import { z } from 'zod'
import type { Repository } from '../../incident/repository.ts'
import type { Octokit } from '../client.ts'
import { isRefusal } from '../errors.ts'
import { GivenUp } from '../perform/context.ts'
import { protectionBody, readProtection, unknownSettings } from './classic-translate.ts'
import type { ProtectionSettings } from './protection-settings.ts'

/** One branch, and the client that may administer its protection. */
export interface ClassicBranch {
  readonly octokit: Octokit
  readonly repository: Repository
  readonly branch: string
}

export const address = ({ repository, branch }: ClassicBranch) => ({
  owner: repository.owner,
  repo: repository.name,
  branch,
})

/**
 * A branch's classic protection; null: not protected.
 * @throws GitHubRefusal; GivenUp when it holds settings that could not be written back
 * Source: `repos/get-branch-protection` (administration: read). Only the message tells "not protected" from "not visible".
 */
export async function readClassic(at: ClassicBranch): Promise<ProtectionSettings | null> {
  try {
    const { data } = await at.octokit.request('GET /repos/{owner}/{repo}/branches/{branch}/protection', address(at))
    const unknown = unknownSettings(data)
    if (unknown.length > 0) throw new GivenUp(`its protection has settings unknown here: ${unknown.join(', ')}`)
    return readProtection(data)
  } catch (error) {
    if (isRefusal(error, 'not-protected')) return null
    if (error instanceof z.ZodError)
      throw new GivenUp('GitHub describes its protection in a way unknown here', { cause: error })
    throw error
  }
}

/**
 * Gives a branch exactly this protection; null: none. A deletion that finds nothing is fine.
 * Source: `repos/update-branch-protection` replaces everything, `repos/delete-branch-protection`,
 * `repos/create-commit-signature-protection`; whether the PUT clears required signatures is not documented.
 */
export async function writeClassic(at: ClassicBranch, settings: ProtectionSettings | null): Promise<void> {
  if (settings === null) return deleteClassic(at)
  await at.octokit.request({
    method: 'PUT',
    url: '/repos/{owner}/{repo}/branches/{branch}/protection',
    ...address(at),
    data: protectionBody(settings),
  })
  const signatures = '/repos/{owner}/{repo}/branches/{branch}/protection/required_signatures'
  if (settings.required_signatures) await at.octokit.request(`POST ${signatures}`, address(at))
}

async function deleteClassic(at: ClassicBranch): Promise<void> {
  try {
    await at.octokit.request('DELETE /repos/{owner}/{repo}/branches/{branch}/protection', address(at))
  } catch (error) {
    if (!isRefusal(error, 'not-protected')) throw error
  }
}

/**
 * What is found after a write that was interrupted: signatures that the PUT cleared and that were not yet asserted again
 * count as required. The trade: somebody who switches them off within those seconds finds them on again.
 */
export function withSignaturesOf(
  found: ProtectionSettings | null,
  written: ProtectionSettings | null,
): ProtectionSettings | null {
  return (
    found && { ...found, required_signatures: found.required_signatures || (written?.required_signatures ?? false) }
  )
}
