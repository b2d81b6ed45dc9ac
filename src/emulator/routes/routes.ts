import type { Route } from '../http/route.ts'
import { appRoutes } from './app.ts'
import { checkRoutes } from './checks.ts'
import { commentRoutes } from './comments.ts'
import { contentRoutes } from './contents.ts'
import { issueRoutes } from './issues.ts'
import { labelRoutes } from './labels.ts'
import { repositoryRoutes } from './repository.ts'
import { rulesetRoutes } from './rulesets.ts'

/** Everything the stand-in answers. The first match wins, so longer paths of one shape stand before shorter ones. */
export const routes: Route[] = [
  ...appRoutes,
  ...commentRoutes,
  ...issueRoutes,
  ...labelRoutes,
  ...contentRoutes,
  ...checkRoutes,
  ...rulesetRoutes,
  ...repositoryRoutes,
]
