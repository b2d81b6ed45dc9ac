import { didYouMean } from '../../lib/did-you-mean.ts'
import { readNumber } from '../command.ts'
import type { Hotfix, Incident } from '../incident.ts'
import { type Asking, pullRequestAt } from '../question.ts'
import type { Refusal } from '../refusal.ts'
import type { RepairDecision, Rollback } from '../roll-out.ts'
import type { CommandContext } from './command-context.ts'
import { requestRollback } from './rollback.ts'

const choices: readonly RepairDecision['choice'][] = ['hotfix', 'workaround', 'rollback']

const usage = ({ description }: CommandContext): Refusal => ({ type: 'usage', usage: `/incident ${description.usage}` })

/** `decide hotfix|workaround|rollback REASON`: recorded and said aloud; a later decision takes the place of an earlier one. */
export function* decideRepair(context: CommandContext, incident: Incident): Asking<Refusal | undefined> {
  const { plan, by, args } = context
  const [, found = '', reason = ''] = /^(\S+)\s*([\s\S]*)$/u.exec(args) ?? []
  const choice = choices.find((name) => name === found.toLowerCase().replaceAll('-', ''))
  if (!choice) {
    const nearest = didYouMean(found, choices)
    return { type: 'unknown-name', what: 'decision', found, allowed: nearest === undefined ? choices : [nearest] }
  }
  if (reason === '') return usage(context)
  const decided = plan.record(incident, { type: 'RepairDecided', choice, reason }, by)
  plan.put(decided, {
    type: 'PostComment',
    thread: decided.anchor.number,
    message: { type: 'RepairDecided', incident: decided.id, choice, reason, by },
  })
  return undefined
}

/** `rollback [#PR]`: of the pull request named, or of the last hotfix that was merged and not taken back since. */
export function* rollBack(context: CommandContext, incident: Incident): Asking<Refusal | undefined> {
  const { plan, by, args } = context
  if (incident.drill) return { type: 'nothing-to-do', what: 'this is a drill, and a drill changes no code' }
  const number = args === '' ? lastHotfix(incident)?.number : readNumber(args)
  if (number === undefined) return { type: 'usage', usage: '/incident rollback #PR' }
  const before = incident.rollbacks.findLast(({ pullRequest }) => pullRequest === number)
  if (before && isStanding(incident, before)) return { type: 'already', what: standingWords(before) }
  const pullRequest = yield* pullRequestAt(number)
  if (!pullRequest?.merged)
    return {
      type: 'unknown-name',
      what: 'pull request',
      found: `#${number}`,
      allowed: ['the number of a merged pull request'],
    }
  plan.because(`${by} asked to take #${number} back`)
  requestRollback(plan, incident, pullRequest, by)
  return undefined
}

/** A roll-back is a hotfix too, and taking that back would bring the trouble back. */
function lastHotfix(incident: Incident): Hotfix | undefined {
  const isRollback = ({ number }: Hotfix): boolean => incident.rollbacks.some((one) => one.number === number)
  const isTakenBack = ({ number }: Hotfix): boolean =>
    incident.rollbacks.some((one) => one.pullRequest === number && isStanding(incident, one))
  return incident.hotfixes
    .filter((hotfix) => hotfix.state === 'merged' && !isRollback(hotfix) && !isTakenBack(hotfix))
    .toSorted((a, b) => (a.mergedAt ?? 0) - (b.mergedAt ?? 0))
    .at(-1)
}

/** Neither given up nor closed without a merge. */
const isStanding = ({ hotfixes }: Incident, { number, failed }: Rollback): boolean =>
  !failed && !hotfixes.some((hotfix) => hotfix.number === number && hotfix.state === 'closed')

const standingWords = ({ pullRequest, number }: Rollback): string =>
  number === undefined
    ? `the roll-back of pull request #${pullRequest} is just being opened`
    : `pull request #${number} takes pull request #${pullRequest} back`
