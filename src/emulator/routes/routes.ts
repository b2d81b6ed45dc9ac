import type { Route } from '../http/route.ts'
import { accountRoutes } from './accounts.ts'
import { advisoryRoutes } from './advisories.ts'
import { appRoutes } from './app.ts'
import { branchRoutes } from './branches.ts'
import { checkRoutes } from './checks.ts'
import { commentRoutes } from './comments.ts'
import { commitRoutes } from './commits.ts'
import { contentRoutes } from './contents.ts'
import { dependabotAlertRoutes } from './dependabot-alerts.ts'
import { deploymentRoutes } from './deployments.ts'
import { gitDataRoutes } from './git-data.ts'
import { graphqlRoutes } from './graphql.ts'
import { interactionLimitRoutes } from './interaction-limits.ts'
import { issueRoutes } from './issues.ts'
import { labelRoutes } from './labels.ts'
import { metaRoutes } from './meta.ts'
import { protectionRoutes } from './protection.ts'
import { pullRoutes } from './pulls.ts'
import { repositoryRoutes } from './repository.ts'
import { rulesetRoutes } from './rulesets.ts'
import { treeRoutes } from './trees.ts'

/** Everything the stand-in answers. The first match wins, so longer paths of one shape stand before shorter ones. */
export const routes: Route[] = [
  ...appRoutes,
  ...accountRoutes,
  ...metaRoutes,
  ...graphqlRoutes,
  ...commentRoutes,
  ...issueRoutes,
  ...labelRoutes,
  ...pullRoutes,
  ...contentRoutes,
  ...treeRoutes,
  ...branchRoutes,
  ...gitDataRoutes,
  ...protectionRoutes,
  ...checkRoutes,
  ...commitRoutes,
  ...rulesetRoutes,
  ...deploymentRoutes,
  ...advisoryRoutes,
  ...dependabotAlertRoutes,
  ...interactionLimitRoutes,
  ...repositoryRoutes,
]
