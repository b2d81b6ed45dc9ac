import type { BranchPushed } from '../../incident/event.ts'
import { defaultPath } from '../../policy/extends.ts'
import { field, list } from '../json.ts'
import { readBody, readName } from '../pull-request.ts'
import { branchOf, commitTitle, type Normalize, observed } from './delivered.ts'

const mostCommits = 100
/** GitHub lists no more than this: beyond, the change that matters may be among those left out. */
const mostListed = 2048

/** Branches only, not tags: https://docs.github.com/webhooks/webhook-events-and-payloads#push */
export const push: Normalize = (payload, context) => {
  const branch = branchOf(field(payload, 'ref'))
  const common = observed(payload, context)
  if (branch === undefined || !common) return undefined
  const forced = field(payload, 'forced') === true
  const isDefault = branch === common.repository.defaultBranch
  const pushed: BranchPushed = {
    type: 'BranchPushed',
    ...common,
    branch,
    before: readName(field(payload, 'before')),
    after: readName(field(payload, 'after')),
    forced,
    deleted: field(payload, 'deleted') === true,
    commits: list(field(payload, 'commits')).slice(0, mostCommits).map(readCommit),
    // Going back to an older commit by force changes the file without a commit that touches it.
    touchesConfiguration: touchesConfiguration(payload) || (forced && isDefault),
  }
  return [pushed]
}

const readCommit = (commit: unknown) => ({
  sha: readName(field(commit, 'id')),
  title: commitTitle(readBody(field(commit, 'message'))),
})

function touchesConfiguration(payload: unknown): boolean {
  const commits = list(field(payload, 'commits'))
  return commits.length >= mostListed || [...commits, field(payload, 'head_commit')].some(touches)
}

const touches = (commit: unknown): boolean =>
  ['added', 'modified', 'removed'].some((kind) => list(field(commit, kind)).includes(defaultPath))
