import type { Octokit } from './client.ts'

type Parameters = Readonly<Record<string, string | number>>

/**
 * All items of a list, page after page as GitHub links them.
 * @param route for instance `GET /repos/{owner}/{repo}/pulls`
 * @param most reading stops with the page on which this many have been read
 * @throws TryLater | GitHubRefusal, as every call of the client; nothing is returned of a list that breaks off
 */
export async function allPages(
  octokit: Octokit,
  route: string,
  parameters: Parameters,
  most: number = Number.POSITIVE_INFINITY,
): Promise<readonly unknown[]> {
  const items: unknown[] = []
  for await (const { data } of octokit.paginate.iterator<unknown>(route, { per_page: 100, ...parameters })) {
    items.push(...data)
    if (items.length >= most) break
  }
  return items
}
