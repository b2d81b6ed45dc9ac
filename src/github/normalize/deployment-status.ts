import type { DeploymentChanged } from '../../incident/event.ts'
import { at, field, text } from '../json.ts'
import { readName, readNumber } from '../pull-request.ts'
import { type Normalize, observed } from './delivered.ts'

/** `inactive` is not among them: GitHub gives it to what a newer deployment replaces. */
const states: ReadonlyMap<unknown, DeploymentChanged['state']> = new Map(
  (['queued', 'pending', 'in_progress', 'success', 'failure', 'error'] as const).map((state) => [state, state]),
)

/** https://docs.github.com/webhooks/webhook-events-and-payloads#deployment_status */
export const deploymentStatus: Normalize = (payload, context) => {
  const common = observed(payload, context)
  const deployment = readDeployment(field(payload, 'deployment'))
  const status = field(payload, 'deployment_status')
  const state = states.get(field(status, 'state'))
  const statusId = readNumber(field(status, 'id'))
  if (!common || !deployment || !state || statusId === undefined) return undefined
  // Both are there, and may be empty: the first is what the API calls it now, the second what it was called before.
  const url = readName(field(status, 'log_url')) || readName(field(status, 'target_url')) || undefined
  return [{ type: 'DeploymentChanged', ...common, deployment, statusId, state, url }]
}

function readDeployment(value: unknown): DeploymentChanged['deployment'] | undefined {
  const id = readNumber(field(value, 'id'))
  const sha = readName(field(value, 'sha'))
  const environment = readName(field(value, 'environment'))
  const createdAt = Date.parse(text(at(value, 'created_at')) ?? '')
  if (id === undefined || sha === '' || environment === '' || Number.isNaN(createdAt)) return undefined
  return { id, sha, ref: readName(field(value, 'ref')), environment, createdAt }
}
