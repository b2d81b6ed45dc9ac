import { careAndLearning } from './care-and-learning/care-and-learning.ts'
import { committee } from './committee.ts'
import { dependencyResponse } from './dependency-response/dependency-response.ts'
import { incidentResponsePlan } from './incident-response-plan/incident-response-plan.ts'
import { maintainerTeam } from './maintainer-team.ts'
import { production } from './production/production.ts'
import { responseTeam } from './response-team.ts'
import { singleMaintainer } from './single-maintainer.ts'

const presets: Readonly<Record<string, string>> = {
  'single-maintainer': singleMaintainer,
  'maintainer-team': maintainerTeam,
  'response-team': responseTeam,
  committee,
  'dependency-response': dependencyResponse,
  'care-and-learning': careAndLearning,
  'incident-response-plan': incidentResponsePlan,
  production,
}

/** What may stand after `firebreak:` in `extends`. */
export const presetNames: readonly string[] = Object.keys(presets)

/** The text of a preset, read by the same parser as every other file; undefined where there is none of that name. */
export function presetText(name: string): string | undefined {
  return Object.hasOwn(presets, name) ? presets[name] : undefined
}
