import { byHandCheck } from '../incident/freeze-rules.ts'
import type { BranchFact, ByHandFacts } from '../incident/readiness/facts.ts'
import { fullName, type Repository } from '../incident/repository.ts'
import { ghWithBody, pathPart } from '../lib/gh-api.ts'
import { neutralCode } from '../lib/markdown-neutral.ts'
import { type ByHandSteps, fileFor, keptIn, unreadList } from './by-hand-steps.ts'
import { andList, mixed } from './words.ts'

interface Writable {
  readonly path: string
  readonly file: string
  readonly byHand: NonNullable<BranchFact['byHand']>
}

/** Branch protection has to be changed in place: what stands is written out, so that it can be given back. */
export function classicSteps(repository: Pick<Repository, 'owner' | 'name'>, facts: ByHandFacts): ByHandSteps {
  const branches = facts.branches.known ? facts.branches.value : []
  const home = `repos/${fullName(repository)}/branches`
  const writable = branches.flatMap(({ branch, byHand, classic }, place): Writable[] =>
    byHand && classic?.notWritable === undefined
      ? [{ path: `${home}/${pathPart(branch)}/protection`, file: fileFor(branch, place), byHand }]
      : [],
  )
  return {
    remarks: [
      'There are no rulesets here, or the configuration asks for branch protection: it is changed in place. The commands write what stood when this was made; if somebody changed the protection since, make the page again, or change the bodies below. Make it while no freeze is on: one in the mode `reviewed` looks like rules of yours.',
      'Administrators pass such a freeze unless *Do not allow bypassing the above settings* is ticked.',
      ...branches.flatMap(unwritable),
      ...branches.flatMap(duringFreeze),
      ...missing(facts),
    ],
    keep: lines(writable, ({ path, file, byHand }) => (byHand.before ? [keptIn(file, `gh api ${path}`)] : [])),
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

function lines(all: readonly Writable[], of: (one: Writable) => readonly string[]): readonly string[] {
  const found = all.flatMap(of)
  return found.length === 0 ? [] : [found.join('\n')]
}

/** Required signatures have an address of their own, and may be gone after the PUT. */
const written = (path: string, body: unknown, signatures: boolean): readonly string[] => [
  ghWithBody('PUT', path, body),
  ...(signatures ? [`gh api -X POST ${path}/required_signatures`] : []),
]

function unwritable({ branch, byHand, classic }: BranchFact): readonly string[] {
  if (classic?.notWritable !== undefined)
    return [`${neutralCode(branch)} is not among them: ${mixed(classic.notWritable)}. ${lock}`]
  if (byHand) return []
  return [`${neutralCode(branch)} is not among them: what protects it could not be read when this was made. ${lock}`]
}

const lock = 'Lock it in the browser: Settings → Branches → Edit → *Lock branch*, and untick that afterwards.'

/** What is given back is not exactly what stood, and nobody may find that out on the day. */
function duringFreeze({ branch, byHand }: BranchFact): readonly string[] {
  const own = byHand?.ownFreeze
  if (own === undefined) return []
  const checks = own.checks.map((check) => neutralCode(check))
  const taken = own.locked ? [...checks, 'the lock'] : checks
  return [
    `A freeze of Firebreak was on ${neutralCode(branch)} when this was made. What is given back is without ${andList(taken)}${own.locked ? ', though somebody else may have locked it' : ''}; force pushes, reviews and *Do not allow bypassing* stay as that freeze had them. Make the page again once it is lifted.`,
  ]
}

/** Branches that there is no command for, so that nobody takes them for frozen. */
function missing({ branches, unreadBranches: unread }: ByHandFacts): readonly string[] {
  if (!branches.known)
    return [
      `There is no command below: the branches could not be read when this was made (${mixed(branches.why)}). Lock each in the browser: Settings → Branches → *Lock branch*, and untick that afterwards.`,
    ]
  if (unread)
    return [
      `More branches are to be frozen, and there is no command for them: ${unreadList(unread)}. Lock each in the browser: Settings → Branches → *Lock branch*, and untick that afterwards.`,
    ]
  return branches.value.length > 0
    ? []
    : ['There is no command below: no branch was there to be frozen when this was made.']
}
