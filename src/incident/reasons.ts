import { formatDuration } from '../lib/duration.ts'
import { respondersFirst } from '../policy/build-people.ts'
import type { Permission, Policy, Severity } from '../policy/policy.ts'
import { effectWords } from './account-effect.ts'
import type { Alert } from './alert.ts'
import type { EffectOutcome, PutEffect } from './effect.ts'
import { escalationPolicyOf } from './escalation-clock.ts'
import { type Incident, severityOf } from './incident.ts'
import { type Reason, reason } from './reason.ts'
import type { Refusal } from './refusal.ts'

/*
 * Reasons that steps give for what they do, in plain words for a maintainer. What a reason rests on is named as it stands in
 * `.github/incident.yml`, so that whoever wants it otherwise knows what to change.
 */

/** Who may do what is asked from GitHub. @param key what in the configuration asks for it */
export const permissionReasons = (has: Permission, needed: Permission, key: string): readonly Reason[] => [
  reason(`GitHub says: ${has} permission`),
  reason(`\`${key}\` asks for ${needed}`),
]

/** How a kind or a severity was found, in words: the label, the issue form, … */
interface Found {
  readonly how: string
}

/** Why an incident begins at its severity. @param kind undefined: of no kind; `found` undefined: nothing names a severity */
export function severityReason(
  { kinds, defaultSeverity }: Pick<Policy, 'kinds' | 'defaultSeverity'>,
  severity: string,
  { kind, found }: { readonly kind: string | undefined; readonly found: Found | undefined },
): Reason {
  const ofKind = kind === undefined ? undefined : kinds[kind]?.severity
  const why = found
    ? `its ${found.how} names it`
    : ofKind !== undefined
      ? `nothing names another, and \`kinds.${kind}.severity\` is ${ofKind}`
      : `nothing names one, and \`default-severity\` is ${defaultSeverity}`
  return reason(`its severity is ${severity}`, true, [reason(why)])
}

/** Why an alert has its severity: what GitHub says of it, and whether the scale grades alerts. */
export function gradeReasons(
  { severities }: Pick<Policy, 'severities'>,
  severity: string,
  { score, severity: word, scope }: Pick<Alert, 'score' | 'severity' | 'scope'>,
): readonly Reason[] {
  const isGraded = severities.some(({ id, when }) => id === severity && when !== undefined)
  const by = isGraded ? `\`severities.${severity}.when\` holds` : 'no `when` decides, so it is `default-severity`'
  return [
    reason(
      `GitHub says: ${word ?? 'no severity'}, CVSS ${score ?? 'unknown'}${scope === undefined ? '' : `, ${scope}`}`,
    ),
    reason(by, isGraded),
  ]
}

/** Whether an incident of this severity freezes, and what. */
export function freezeReason(incident: Incident): Reason {
  const mode = severityOf(incident)?.freeze ?? false
  const key = `severities.${incident.severity}.freeze`
  if (mode === false) return reason('nothing is frozen', false, [reason(`\`${key}\` is off`, false)])
  const { branches } = incident.policy.freeze
  const grounds = [reason(`\`${key}\` is ${mode}`), reason(`\`freeze.branches\` is ${branches.join(', ')}`)]
  return reason('the branches are to be frozen', true, grounds)
}

/** Why people are told now. */
export interface Telling {
  /** Counted from 0. */
  readonly step: number
  readonly why: 'declared' | 'no-response' | 'repeat' | 'asked' | 'silent'
  readonly roles: readonly string[]
  readonly members: readonly string[]
  readonly channels: readonly string[]
}

export function stepReason(incident: Incident, { step, why, roles, members, channels }: Telling): Reason {
  const severity = severityOf(incident)
  const policy = escalationPolicyOf(incident)
  const after = policy?.steps[step]?.after ?? 0
  const when: Readonly<Record<Telling['why'], string>> = {
    declared: 'it is due at once',
    'no-response': `nobody has answered ${formatDuration(after)} after the beginning`,
    repeat: `nobody has answered, and it is told again every ${formatDuration(policy?.repeat?.every ?? 0)}`,
    asked: 'somebody asked for it',
    silent: 'whoever took it on has said nothing for too long',
  }
  return reason(`step ${step + 1} of the escalation tells ${listed(members)}`, true, [
    reason(when[why]),
    reason(escalationWords(incident.severity, severity)),
    reason(`in ${listed(roles)} at this moment: ${listed(members)}`, members.length > 0),
    ...(channels.length > 0 ? [reason(`its channels: ${listed(channels)}`)] : []),
  ])
}

/** A policy that the file did not write is not told by a name that nobody finds there. */
const escalationWords = (id: string, severity: Severity | undefined): string =>
  severity && severity.escalation === respondersFirst(id)
    ? `no step of the escalation names any of \`severities.${id}.responders\`, so they are told first`
    : `\`severities.${id}.escalation\` is ${severity?.escalation || 'off'}`

/** Nobody hears of nothing: a severity without an escalation is a reason, too. */
export const silenceReason = ({ severity }: Incident): Reason =>
  reason('nobody is told by an escalation', false, [reason(`\`severities.${severity}.escalation\` is off`, false)])

/** What came back of an effect. */
export const outcomeReason = ({ effect }: PutEffect, outcome: EffectOutcome): Reason =>
  outcome.succeeded
    ? reason(`it was carried out: ${effectWords(effect)}`)
    : reason(`it was given up: ${effectWords(effect)}`, false, [reason(outcome.reason, false)])

const timerWords: Readonly<Record<string, string>> = {
  escalation: 'the next step of the escalation',
  silence: 'a word from whoever took it on',
  'respond-within': 'a first answer, by the promise of `respond-within`',
  'resolve-within': 'the end, by the promise of `resolve-within`',
  'freeze-asked': 'the end of the freeze, by `freeze.max-duration`',
  'freeze-end': 'the end of the freeze, by twice `freeze.max-duration`',
  checklist: 'a checklist, by its `due`',
  group: 'GitHub to list a merge group',
  push: 'GitHub to tell which pull request a push came with',
  alert: 'GitHub to list the alert again',
  update: 'the next update, by `update-every`',
  deadline: 'a deadline of `updates.deadlines`',
  stage: 'a stage of the roll-out',
  cooldown: 'the end of a cool-down',
  review: 'a date of the review, by `post-mortem.due`',
  action: 'an action item, by its date',
  'follow-up': 'a list of `post-mortem.follow-ups`',
  inject: 'the next part of the drill',
}

/** What a timer was set for, by its name. */
export const timerReason = (timer: string): Reason =>
  reason(`what was waited for is due: ${timerWords[timer.split('/')[0] ?? ''] ?? timer}`)

/** Why a command was not carried out, in short; people are told at length. */
export function refusalReason({ name, refusal }: { readonly name: string; readonly refusal: Refusal }): Reason {
  const what = `\`/incident ${name}\` was refused`
  if (refusal.type === 'permission')
    return reason(what, false, permissionReasons(refusal.has, refusal.needed, `commands.${name}`))
  return reason(what, false, [reason(refusalWords(refusal), false)])
}

function refusalWords(refusal: Exclude<Refusal, { type: 'permission' }>): string {
  switch (refusal.type) {
    case 'unknown-command':
      return 'there is no such command'
    case 'usage':
      return `it is written ${refusal.usage}`
    case 'unknown-name':
      return `it names no ${refusal.what} that is known`
    case 'no-incident':
      return 'no open incident belongs to this page'
    case 'wrong-status':
      return `the incident is ${refusal.status}, and it needs ${refusal.needs.join(' or ')}`
    case 'not-frozen':
      return 'the incident has no freeze'
    case 'thin-update':
      return `the update has ${refusal.words} words, and \`updates.minimum-words\` is ${refusal.least}`
    case 'drill-impossible':
      return refusal.reason
    case 'already':
    case 'nothing-to-do':
      return refusal.what
  }
}

const listed = (names: readonly string[]): string => (names.length === 0 ? 'nobody' : names.join(', '))
