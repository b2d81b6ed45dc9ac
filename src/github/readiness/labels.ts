import { drillLabel } from '../../incident/labels.ts'
import type { AppFact, Fact, ReadinessFacts } from '../../incident/readiness/facts.ts'
import { field, text } from '../json.ts'
import { allPages } from '../paginate.ts'
import { labelKey } from '../perform/labels.ts'
import { type Looking, looked, placeOf } from './look.ts'

const mostLabels = 1000

/** Labels that the policy names and the repository lacks. Source: "List labels for a repository" (metadata: read). */
export async function labelFacts(looking: Looking): Promise<Pick<ReadinessFacts, 'missingLabels'>> {
  const missingLabels = await looked(async () => {
    if (looking.wanted.labels.length === 0) return []
    const octokit = await looking.clients.forRepository(looking.repository)
    const labels = await allPages(octokit, 'GET /repos/{owner}/{repo}/labels', placeOf(looking), mostLabels)
    const there = new Set(labels.map((label) => labelKey(text(field(label, 'name')) ?? '')))
    return looking.wanted.labels.filter((label) => !there.has(labelKey(label)))
  })
  return { missingLabels }
}

/** The newest drill, whatever came of it. Source: "List repository issues"; only issues of this App count. */
export async function drillFacts(looking: Looking, app: Fact<AppFact>): Promise<Pick<ReadinessFacts, 'drills'>> {
  const drills = await looked(async () => {
    const octokit = await looking.clients.forRepository(looking.repository)
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/issues', {
      ...placeOf(looking),
      ...(app.known && app.value.slug !== '' && { creator: `${app.value.slug}[bot]` }),
      ...({ labels: drillLabel.name, state: 'all', sort: 'created', direction: 'desc', per_page: 1 } as const),
    })
    const opened = Date.parse(text(field(data[0], 'created_at')) ?? '')
    return { newest: Number.isNaN(opened) ? undefined : opened }
  })
  return { drills }
}
