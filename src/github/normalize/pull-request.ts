import type { PullRequestChanged } from '../../incident/event.ts'
import { field } from '../json.ts'
import { readPullRequest } from '../pull-request.ts'
import { changed, changeOf, type Normalize, observed, readChangedLabel } from './delivered.ts'

type Change = PullRequestChanged['change']

const changes = new Map<string, Change>([
  ['opened', 'opened'],
  ['edited', 'edited'],
  ['labeled', 'labelled'],
  ['unlabeled', 'unlabelled'],
  ['synchronize', 'pushed'],
  ['converted_to_draft', 'drafted'],
  ['ready_for_review', 'readied'],
  ['reopened', 'reopened'],
  ['closed', 'closed'],
  ['assigned', 'assigned'],
])

/** https://docs.github.com/webhooks/webhook-events-and-payloads#pull_request */
export const pullRequest: Normalize = (payload, context) => {
  const action = changeOf(changes, payload)
  const common = observed(payload, context)
  const subject = readPullRequest(field(payload, 'pull_request'))
  if (!action || !common || !subject) return undefined
  const label = action === 'labelled' || action === 'unlabelled' ? readChangedLabel(payload) : {}
  return changesOf(action, payload, subject.merged).map((change) => ({
    type: 'PullRequestChanged',
    ...common,
    change,
    pullRequest: subject,
    ...label,
  }))
}

/** One delivery may tell of two changes: a new base and a new title are saved with one press of a button. */
function changesOf(action: Change, payload: unknown, merged: boolean): readonly Change[] {
  if (action === 'closed') return [merged ? 'merged' : 'closed']
  if (action !== 'edited' || !changed(payload, 'base')) return [action]
  return changed(payload, 'title') || changed(payload, 'body') ? ['retargeted', 'edited'] : ['retargeted']
}
