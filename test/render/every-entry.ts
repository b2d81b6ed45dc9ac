import type { Entry, EntryBody } from '../../src/incident/timeline.ts'
import { sha, start } from './samples.ts'
import { aftermathEntries } from './samples-aftermath.ts'
import { alertEntries } from './samples-alert.ts'
import { checkUpEntries } from './samples-check-up.ts'
import { communicationEntries } from './samples-communication.ts'
import { communityEntries } from './samples-community.ts'
import { disclosureEntries } from './samples-disclosure.ts'
import { drillEntries } from './samples-drill.ts'
import { rebuiltEntries } from './samples-rebuilt.ts'
import { rollOutEntries } from './samples-roll-out.ts'

type Bodies = { readonly [Type in EntryBody['type']]: Extract<EntryBody, { type: Type }> }

/** One line of the timeline of every type, with a text from outside wherever one can stand. */
export function everyEntry(text: string): readonly Entry[] {
  const bodies: Bodies = {
    ...courseOf(text),
    ...peopleOf(text),
    ...freezeOf(text),
    ...workOf(text),
    ...communicationEntries(text),
    ...alertEntries(text),
    ...rollOutEntries(text),
    ...disclosureEntries(text),
    ...communityEntries(text),
    ...aftermathEntries(text),
    ...drillEntries(text),
    ...checkUpEntries(text),
    ...rebuiltEntries(),
  }
  return Object.values(bodies).map((body) => ({ ...body, at: start, by: text }))
}

const courseOf = (text: string) =>
  ({
    Reported: { type: 'Reported', how: `label ${text}` },
    Declared: { type: 'Declared', how: `title ${text}` },
    Reanchored: { type: 'Reanchored', title: text },
    SeverityChanged: { type: 'SeverityChanged', severity: text, from: 'P1', how: `label ${text}` },
    KindChanged: { type: 'KindChanged', kind: text, how: 'command' },
    Mitigated: { type: 'Mitigated', number: 20 },
    Resolved: { type: 'Resolved', summary: text, how: 'command' },
    Closed: { type: 'Closed', why: `because ${text}` },
    Cancelled: { type: 'Cancelled', reason: text },
    Reopened: { type: 'Reopened', reason: text },
    AnchorLost: { type: 'AnchorLost', how: 'transferred', to: text },
    AnchorClosed: { type: 'AnchorClosed', how: 'untrusted' },
    MarkRemoved: { type: 'MarkRemoved', what: `the label ${text}` },
  }) satisfies Partial<Bodies>

const peopleOf = (text: string) =>
  ({
    CommanderNamed: { type: 'CommanderNamed', login: text },
    Responded: { type: 'Responded', how: `commented ${text}` },
    Acknowledged: { type: 'Acknowledged' },
    StepReached: {
      type: 'StepReached',
      step: 1,
      roles: [text],
      members: ['@dana', text],
      channels: [text],
      why: 'no-response',
      late: 7_800_000,
      reason: text,
    },
    Told: { type: 'Told', step: 1, members: ['@dana', text], url: text },
    ResponsePromiseBroken: { type: 'ResponsePromiseBroken', promised: 900_000, late: 0 },
    ResolutionPromiseBroken: { type: 'ResolutionPromiseBroken', promised: 28_800_000, late: 7_800_000 },
    Snoozed: { type: 'Snoozed', until: start + 1_800_000 },
    Updated: { type: 'Updated', text },
    Noted: { type: 'Noted', text, happenedAt: start - 60_000 },
  }) satisfies Partial<Bodies>

const freezeOf = (text: string) =>
  ({
    FreezeRequested: { type: 'FreezeRequested', mode: 'hotfix-only', branches: [text], effect: 'apply' },
    FrozenSeen: {
      type: 'FrozenSeen',
      applied: {
        mechanism: 'ruleset',
        rulesetId: 5,
        verified: [text],
        unverified: [text],
        refused: [{ branch: text, reason: `because ${text}` }],
        notReadBack: 3,
      },
    },
    FreezeIsAdvisory: { type: 'FreezeIsAdvisory', reason: 'plan', commands: [text] },
    FreezeFailed: { type: 'FreezeFailed', reason: `refused: ${text}` },
    FreezeDurationAsked: { type: 'FreezeDurationAsked', late: 0 },
    ThawRequested: { type: 'ThawRequested', why: `because ${text}` },
    Thawed: {
      type: 'Thawed',
      comparison: [{ branch: text, same: false, differences: [`added ${text}`] }],
      wasMissing: true,
    },
    ThawFailed: { type: 'ThawFailed', reason: `refused: ${text}` },
    FreezeTampered: { type: 'FreezeTampered', how: `edited the protection of ${text}`, lost: true },
    FreezeCheckGiven: { type: 'FreezeCheckGiven', sha, pullRequest: 20, passed: true },
    Bypassed: { type: 'Bypassed', id: sha, branch: text, sha: text, how: `pushed ${text}` },
    BypassExplained: { type: 'BypassExplained', reason: text },
    PushSuspected: { type: 'PushSuspected', branch: text, sha, lookAgainAt: start },
    PushCleared: { type: 'PushCleared', sha },
  }) satisfies Partial<Bodies>

const workOf = (text: string) =>
  ({
    HotfixLinked: { type: 'HotfixLinked', number: 20, how: `branch ${text}`, byHand: false },
    HotfixJudged: { type: 'HotfixJudged', number: 20, sha, passed: false, failed: ['title', 'impact'] },
    HotfixMerged: { type: 'HotfixMerged', number: 20, sha, closesAnchor: false },
    HotfixClosed: { type: 'HotfixClosed', number: 20 },
    ChecklistRequested: { type: 'ChecklistRequested', checklist: 'before', title: text, items: [text], thread: 12 },
    ChecklistPosted: { type: 'ChecklistPosted', checklist: 'before', commentId: 3 },
    ItemTicked: { type: 'ItemTicked', checklist: 'before', item: 0, ticked: true, trusted: false },
    ChecklistDue: { type: 'ChecklistDue', checklist: 'before', open: 1, late: 0 },
    CardPosted: { type: 'CardPosted', commentId: 2 },
    PostmortemRequested: { type: 'PostmortemRequested', effect: 'post-mortem' },
    PostmortemOpened: { type: 'PostmortemOpened', number: 40, url: text },
    PostmortemClosed: { type: 'PostmortemClosed' },
    EffectGivenUp: { type: 'EffectGivenUp', what: 'PostComment', reason: `refused: ${text}` },
  }) satisfies Partial<Bodies>
