import type { Scene } from '../stage.ts'
import { shop } from '../stage.ts'
import { adopting, theIssue } from './adopt.ts'

/** A repository that lives by the runbook; the roll-back needs `contents: write`. */
const raise = adopting('dependency-response', { grants: { contents: 'write' } })

type NewAlert = NonNullable<Parameters<ReturnType<Scene['github']['dependabot']>['find']>[0]>

/** The vulnerability that the runbook's examples are about. */
const requests: NewAlert = {
  package: { ecosystem: 'pip', name: 'requests' },
  manifest: 'requirements.txt',
  ghsaId: 'GHSA-x84v-xcm2-53pg',
  cveId: 'CVE-2026-12345',
  cvssV3: { score: 9.8, vector: null },
  vulnerableRange: '< 2.32.4',
  patchedVersion: '2.32.4',
}

/** The team of the runbook: alice is the tech lead, bob is security, carol is backend, trudy is devops. */
export async function runbookTeam(): Promise<Scene> {
  const scene = await raise()
  scene.github.addTeam('acme', 'security', ['bob'])
  scene.github.addTeam('acme', 'backend', ['carol'])
  scene.github.addTeam('acme', 'devops', ['trudy'])
  return scene
}

/** Dependabot finds the vulnerability, or one that differs from it. */
export async function found({ github, settle }: Scene, change: NewAlert = {}): Promise<void> {
  github.dependabot(shop).find({ ...requests, ...change })
  await settle()
}

/** The number of the issue of the one incident. */
export const incidentOf = (scene: Scene): number => theIssue(scene, /^\[EMERGENCY\] requests: CVE-2026-12345$/).number

/** The hotfix as the runbook names it; returns its number. */
export const hotfixOf = ({ pull }: Scene, incident: number): Promise<number> =>
  pull('hotfix/cve-2026-12345', {
    title: 'Update requests to 2.32.4',
    body: `Incident: #${incident}\n\n## Impact\n\nEvery request that leaves active-immune-core.\n`,
  })

/** Each of them approves a pull request. */
export async function approved({ as, settle }: Scene, number: number, ...logins: string[]): Promise<void> {
  for (const login of logins) as(login).review(number, 'APPROVED')
  await settle()
}

/** News of a new deployment to an environment. */
export async function deployed(
  { carol, settle }: Scene,
  environment: string,
  state: Parameters<Scene['carol']['deploymentStatus']>[1] = 'success',
): Promise<void> {
  carol.deploymentStatus(carol.deploy({ environment }).id, state, { url: 'https://ci.example.org/runs/7' })
  await settle()
}
