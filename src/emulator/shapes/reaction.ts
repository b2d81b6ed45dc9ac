import type { Json } from '../json.ts'
import { REACTIONS, type Reaction } from '../model/issue.ts'
import type { World } from '../world.ts'
import { nodeId } from './node-id.ts'
import { userJson } from './user.ts'

/** @returns the official `reaction`. */
export function reactionJson(world: World, reaction: Reaction): Json {
  return {
    id: reaction.id,
    node_id: nodeId('REA', reaction.id),
    user: userJson(world, reaction.author),
    content: reaction.content,
    created_at: reaction.createdAt,
  }
}

/** @returns the official `reaction-rollup`: how many of each kind. */
export function reactionCounts(url: string, reactions: Reaction[]): Json {
  const count = (content: string) => reactions.filter((one) => one.content === content).length
  const counts = Object.fromEntries(REACTIONS.map((content) => [content, count(content)]))
  return { url: `${url}/reactions`, total_count: reactions.length, ...counts }
}
