import type { Json } from '../json.ts'
import type { Advisory } from '../model/advisory.ts'
import { advisoryNamed, announceAdvisory, createAdvisory, publishAdvisory } from '../operations/advisories.ts'
import type { RepositoryContext } from '../operations/context.ts'
import { demandRole } from './demand.ts'

/** What people do about vulnerabilities. */
export function advisoryVerbs(context: RepositoryContext) {
  return {
    /** Reports one privately, as anybody may who can see the repository. @param body as for `POST …/reports`. */
    reportVulnerability(body: Json): Advisory {
      demandRole(context, 'read', 'report a vulnerability')
      const advisory = createAdvisory(context, { vulnerabilities: [], ...body }, 'triage')
      announceAdvisory(context, advisory, 'reported')
      return advisory
    },
    /** @param body as for `POST /security-advisories`. */
    draftAdvisory(body: Json): Advisory {
      demandRole(context, 'admin', 'draft an advisory')
      return createAdvisory(context, { vulnerabilities: [], ...body }, 'draft')
    },
    publishAdvisory(ghsaId: string): void {
      demandRole(context, 'admin', 'publish an advisory')
      publishAdvisory(context, advisoryNamed(context, ghsaId))
    },
  }
}
