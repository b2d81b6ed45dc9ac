import type { ProbotOctokit } from 'probot'

/** Probot's client. Every call throws `TryLater` or `GitHubRefusal`; GraphQL's own errors still have to go through `classify`. */
export type Octokit = ProbotOctokit
