import { byHandCheck } from '../incident/freeze-rules.ts'
import type { BranchFact } from '../incident/readiness/facts.ts'
import { fullName, type Repository } from '../incident/repository.ts'
import { ghWithBody, pathPart } from '../lib/gh-api.ts'
import { neutralCode } from '../lib/markdown-neutral.ts'
import { type ByHandSteps, fileFor } from './by-hand-steps.ts'
import { mixed } from './words.ts'

interface Writable {
  readonly path: string
  readonly file: string
  readonly byHand: NonNullable<BranchFact['byHand']>
}

/** Branch protection has to be changed in place: what stands is written out, so that it can be given back. */
export function classicSteps(
  repository: Pick<Repository, 'owner' | 'name'>,
  branches: readonly BranchFact[],
): ByHandSteps {
  const home = `repos/${fullName(repository)}/branches`
  const writable = branches.flatMap(({ branch, byHand, classic }, place): Writable[] =>
    byHand && classic?.notWritable === undefined
      ? [{ path: `${home}/${pathPart(branch)}/protection`, file: fileFor(branch, place), byHand }]
      : [],
  )
  return {
    remarks: [
      'There are no rulesets here, or the configuration asks for branch protection: it is changed in place. The commands write what stood when this was made; if somebody changed the protection since, make the page again, or change the bodies below.',
      'Administrators pass such a freeze unless *Do not allow bypassing the above settings* is ticked.',
      ...branches.flatMap(unwritable),
    ],
    keep: lines(writable, ({ path, file, byHand }) =>
      byHand.before ? [`gh api ${path} > ${file}`] : [`# ${path}: nothing stands there`],
    ),
    freeze: writable.flatMap(({ path, byHand }) => written(path, byHand.frozen, byHand.signatures)),
    check: lines(writable, ({ path }) => [
      `gh api ${path}/required_status_checks --jq '.checks[].context' | grep -x ${byHandCheck}`,
    ]),
    lift: writable.flatMap(({ path, byHand }) =>
      byHand.before ? written(path, byHand.before, byHand.signatures) : [`gh api -X DELETE ${path}`],
    ),
    compare: lines(writable, ({ path, file, byHand }) =>
      byHand.before ? [`gh api ${path} | diff ${file} - && echo as before`] : [`gh api ${path}`],
    ),
    compared:
      'Each of these prints `as before`, and nothing else; for a branch that was not protected it says `Branch not protected`:',
  }
}

const lines = (all: readonly Writable[], of: (one: Writable) => readonly string[]): readonly string[] =>
  all.length === 0 ? [] : [all.flatMap(of).join('\n')]

/** Required signatures have an address of their own, and may be gone after the PUT. */
const written = (path: string, body: unknown, signatures: boolean): readonly string[] => [
  ghWithBody('PUT', path, body),
  ...(signatures ? [`gh api -X POST ${path}/required_signatures`] : []),
]

function unwritable({ branch, byHand, classic }: BranchFact): readonly string[] {
  if (classic?.notWritable !== undefined)
    return [
      `${neutralCode(branch)} is not among them: ${mixed(classic.notWritable)}. Lock it in the browser: Settings → Branches → Edit → *Lock branch*, and untick that afterwards.`,
    ]
  if (byHand) return []
  return [`${neutralCode(branch)} is not among them: what protects it could not be read when this was made.`]
}
