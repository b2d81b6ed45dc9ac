import type { Harness } from '../harness/firebreak.ts'
import { configured, type Scene, scenes, shop } from './stage.ts'

export const vault = 'acme/vault'

export const security = (change: Readonly<Record<string, unknown>> = {}) =>
  configured({
    kinds: { security: { label: 'kind/security', keywords: ['vulnerability'], confidential: true } },
    checklists: { before: { title: 'Before', on: 'declared', items: ['It is real'] } },
    ...change,
  })

export const inVault = security({ confidential: { repository: vault } })

export const raise = scenes({ config: security() })

/** What nobody may read in public. It has no part that a sentence of ours could have too. */
export const cause = 'quuxinjection'
export const title = `[EMERGENCY] A vulnerability: ${cause} in the parser`
export const id = 'SEC-2026-1'

export const addVault = ({ github }: Scene, isPrivate = true): void =>
  void github.addRepository(vault, { private: isPrivate, collaborators: { alice: 'admin', carol: 'write' } })

/** Everything that the App ever sent to change something where anybody can read it. */
export const written = ({ github }: Pick<Harness, 'github'>): readonly string[] =>
  github.requests
    .filter(({ method }) => method !== 'GET')
    .filter(({ path }) => !path.startsWith(`/repos/${vault}/`) && !path.endsWith('/security-advisories'))
    .map(({ method, path, requestBody }) => `${method} ${path} ${JSON.stringify(requestBody)}`)

export const drafts = ({ github }: Scene) => github.repository(shop).advisories
