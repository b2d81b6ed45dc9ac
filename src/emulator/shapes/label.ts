import type { Json } from '../json.ts'
import type { Label } from '../model/issue.ts'
import type { Repository } from '../model/repository.ts'
import { nodeId } from './node-id.ts'
import { repositoryUrl } from './urls.ts'

/** @returns the official `label`. */
export function labelJson(repository: Repository, label: Label): Json {
  return {
    id: label.id,
    node_id: nodeId('LA', label.id),
    url: `${repositoryUrl(repository)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: false,
    description: label.description,
  }
}

/** @returns the labels with these ids, in their order; deleted ones are left out. */
export function labelsJson(repository: Repository, ids: number[]): Json[] {
  return ids
    .flatMap((id) => repository.labels.filter((label) => label.id === id))
    .map((label) => labelJson(repository, label))
}
