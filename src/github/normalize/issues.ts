import type { IssueChanged, PostmortemClosedElsewhere } from '../../incident/event.ts'
import type { Thread } from '../../incident/repository.ts'
import { at, field, text } from '../json.ts'
import { postmortemOf } from '../postmortem-marker.ts'
import { readName, readNumber, readThread } from '../pull-request.ts'
import {
  type Context,
  changeOf,
  isOwnLogin,
  type Normalize,
  type Observed,
  observed,
  readChangedLabel,
} from './delivered.ts'

const changes = new Map<string, IssueChanged['change']>([
  ['opened', 'opened'],
  ['edited', 'edited'],
  ['labeled', 'labelled'],
  ['unlabeled', 'unlabelled'],
  ['reopened', 'reopened'],
  ['closed', 'closed'],
  ['deleted', 'deleted'],
  ['transferred', 'transferred'],
  ['assigned', 'assigned'],
])

/** https://docs.github.com/webhooks/webhook-events-and-payloads#issues */
export const issues: Normalize = (payload, context) => {
  const change = changeOf(changes, payload)
  const common = observed(payload, context)
  const issue = readThread(field(payload, 'issue'))
  if (!change || !common || !issue) return undefined
  const label = change === 'labelled' || change === 'unlabelled' ? readChangedLabel(payload) : {}
  const counterpart = readCounterpart(payload, change)
  const changed = {
    type: 'IssueChanged',
    ...common,
    change,
    issue,
    ...label,
    ...(change === 'edited' &&
      text(at(payload, 'changes', 'title', 'from')) !== undefined && { retitled: true as const }),
    ...(counterpart && { counterpart }),
  } as const
  const closed = change === 'closed' ? readPostmortem(issue, common, context) : undefined
  return closed ? [changed, closed] : [changed]
}

/** The post-mortem of an incident of another repository: one of our own issues that says so. */
function readPostmortem(issue: Thread, common: Observed, context: Context): PostmortemClosedElsewhere | undefined {
  if (issue.authorType !== 'Bot' || !isOwnLogin(issue.author, context)) return undefined
  const named = postmortemOf(issue.body)
  if (!named || named.home === common.repository.id) return undefined
  return { type: 'PostmortemClosedElsewhere', ...common, ...named, number: issue.number }
}

/** A transfer is told twice: to the old repository (`transferred`) and to the new one (`opened`), each naming the other. */
function readCounterpart(payload: unknown, change: IssueChanged['change']): IssueChanged['counterpart'] {
  const side = change === 'transferred' ? 'new' : 'old'
  if (change !== 'transferred' && change !== 'opened') return undefined
  const number = readNumber(at(payload, 'changes', `${side}_issue`, 'number'))
  const repositoryId = readNumber(at(payload, 'changes', `${side}_repository`, 'id'))
  const repository = readName(at(payload, 'changes', `${side}_repository`, 'full_name'))
  if (number === undefined || repositoryId === undefined || repository === '') return undefined
  return { repository, repositoryId, number }
}
