import type { HotfixVerdict } from '../../src/incident/hotfix-verdict.ts'
import type { Message } from '../../src/incident/message.ts'
import type { Refusal } from '../../src/incident/refusal.ts'
import { type Problem, problem } from '../../src/policy/problem.ts'
import type { Messages } from '../../src/render/saying.ts'
import { sha, start } from './samples.ts'
import { aftermathMessages } from './samples-aftermath.ts'
import { alertMessages } from './samples-alert.ts'
import { checkUpMessages } from './samples-check-up.ts'
import { communicationMessages } from './samples-communication.ts'
import { communityMessages } from './samples-community.ts'
import { configReports } from './samples-configuration.ts'
import { dashboardMessages } from './samples-dashboard.ts'
import { disclosureMessages } from './samples-disclosure.ts'
import { drillMessages } from './samples-drill.ts'
import { onboardingMessages } from './samples-onboarding.ts'
import { plannedMessages, plannedTold } from './samples-planned.ts'
import { rebuiltMessages } from './samples-rebuilt.ts'
import { rollOutMessages } from './samples-roll-out.ts'

const incident = '7#12'
const members = ['@dana']

/** Messages of every type, with a text from outside wherever one can stand. */
export function everyMessage(text: string): readonly Message[] {
  const messages: { readonly [Type in Message['type']]: readonly Messages[Type][] } = {
    ...freezeOf(text),
    ...peopleOf(text),
    ...courseOf(text),
    ...answersOf(text),
    ...checksOf(text),
    ...communicationMessages(text),
    ...alertMessages(text),
    ...rollOutMessages(text),
    ...disclosureMessages(text),
    ...communityMessages(text),
    ...aftermathMessages(text),
    ...dashboardMessages(text),
    ...drillMessages(text),
    ...rebuiltMessages(),
    ...plannedMessages(text),
    ...checkUpMessages(),
    ...onboardingMessages(text),
  }
  return Object.values(messages).flat()
}

type Some = { readonly [Type in Message['type']]?: readonly Messages[Type][] }

const freezeOf = (text: string) =>
  ({
    Frozen: [{ type: 'Frozen', incident }],
    FreezeAdvisory: [{ type: 'FreezeAdvisory', incident }],
    FreezeFailed: [{ type: 'FreezeFailed', incident, reason: `refused: ${text}` }],
    FreezeDurationAsked: [{ type: 'FreezeDurationAsked', incident, members, liftsAt: start, late: 7_800_000 }],
    FreezeTampered: [
      {
        type: 'FreezeTampered',
        incident,
        by: text,
        bot: false,
        members: [],
        how: `edited the protection of ${text}`,
        lost: false,
      },
      {
        type: 'FreezeTampered',
        incident,
        by: text,
        bot: true,
        members,
        how: 'deleted the ruleset',
        lost: true,
      },
      {
        type: 'FreezeTampered',
        incident,
        by: text,
        bot: false,
        members,
        how: 'deleted the ruleset',
        lost: true,
        times: 2,
      },
    ],
    Thawed: [
      {
        type: 'Thawed',
        incident,
        comparison: [
          { branch: text, same: true, differences: [] },
          { branch: text, same: false, differences: [`added ${text}`] },
        ],
        why: `because ${text}`,
        wasMissing: true,
        mitigatedBy: 20,
        planned: [plannedTold(text)],
      },
    ],
    ThawFailed: [{ type: 'ThawFailed', incident, reason: `refused: ${text}` }],
    Bypassed: [{ type: 'Bypassed', incident, by: text, branch: text, sha: text, how: `pushed ${text}`, reason: text }],
  }) satisfies Some

const whys = ['no-response', 'repeat', 'asked', 'silent', 'declared'] as const

const peopleOf = (text: string) =>
  ({
    Escalated: whys.map((why) => ({
      type: 'Escalated',
      incident,
      step: 1,
      members,
      why,
      waited: 14_400_000,
      late: 7_800_000,
      reason: text,
    })),
    Confirmed: [{ type: 'Confirmed', incident, by: text, members }],
    SeverityChanged: [{ type: 'SeverityChanged', incident, from: 'P1', to: text, by: text, members }],
    Checklist: [{ type: 'Checklist', incident, checklist: 'before', title: text, items: [text, text] }],
    ChecklistDue: [{ type: 'ChecklistDue', incident, title: text, open: [text], members }],
  }) satisfies Some

const courseOf = (text: string) =>
  ({
    Mitigated: [{ type: 'Mitigated', incident, number: 20, freezeStays: true }],
    Resolved: [
      { type: 'Resolved', incident, by: text, summary: text, askReason: false },
      { type: 'Resolved', incident, by: undefined, summary: undefined, askReason: true },
    ],
    Cancelled: [{ type: 'Cancelled', incident, by: text, reason: text }],
    Reopened: [{ type: 'Reopened', incident, by: text, reason: text, askFreeze: true }],
    ReopenAsked: [{ type: 'ReopenAsked', incident, by: text }],
    AnchorClosedByUntrusted: [{ type: 'AnchorClosedByUntrusted', incident, by: text }],
    MarkRemoved: [{ type: 'MarkRemoved', incident, by: text, what: `the label ${text}` }],
    ReportsHeldBack: [
      { type: 'ReportsHeldBack', most: 5, marks: [text] },
      { type: 'ReportsHeldBack', most: 5, marks: [] },
    ],
    HotfixLinked: [{ type: 'HotfixLinked', incident, number: 20 }],
    PostmortemOpened: [{ type: 'PostmortemOpened', incident, number: 40, url: text }],
    Postmortem: [
      { type: 'Postmortem', incident, title: text, template: undefined },
      {
        type: 'Postmortem',
        incident,
        title: text,
        template: '{{ incident.title | truncate: 9 | raw }} {{ timeline }}',
      },
    ],
    FinalRecord: [{ type: 'FinalRecord', incident }],
    Lost: [{ type: 'Lost', incident, how: `transferred to ${text}` }],
  }) satisfies Some

export const everyRefusal = (text: string): readonly Refusal[] => [
  { type: 'permission', needed: 'maintain', has: 'read' },
  { type: 'unknown-command', nearest: 'ack' },
  { type: 'unknown-command', nearest: undefined },
  { type: 'usage', usage: '/incident note [HH:MM] TEXT' },
  { type: 'unknown-name', what: 'severity', found: text, allowed: ['P0', text] },
  { type: 'unknown-name', what: 'kind', found: text, allowed: [] },
  { type: 'unknown-name', what: 'person', found: text, allowed: [] },
  { type: 'no-incident', open: [12] },
  { type: 'no-incident', open: [], planned: [plannedTold(text)] },
  { type: 'wrong-status', status: 'resolved', needs: ['declared', 'acknowledged'] },
  { type: 'not-frozen' },
  { type: 'not-frozen', planned: [plannedTold(text)] },
  { type: 'already', what: `the kind is ${text}` },
  { type: 'drill-impossible', reason: text },
  { type: 'thin-update', words: 4, least: 8 },
  { type: 'nothing-to-do', what: 'no escalation step is to come' },
]

const answersOf = (text: string) =>
  ({
    Status: [{ type: 'Status', incident }],
    NoIncident: [
      { type: 'NoIncident', open: [12] },
      { type: 'NoIncident', open: [], planned: [plannedTold(text)] },
    ],
    Help: [{ type: 'Help', to: 'dana' }],
    CommandRefused: everyRefusal(text).map((refusal) => ({
      type: 'CommandRefused',
      to: 'dana',
      command: text,
      refusal,
    })),
  }) satisfies Some

export const problemsWith = (text: string): readonly Problem[] => [
  problem({
    at: { file: '.github/incident.yml', line: 12, column: 5, endLine: 12, endColumn: 9 },
    path: ['severities', text],
    found: `"${text}"`,
    expected: '`hotfix-only` or `locked`',
    remedy: 'Did you mean `locked`?',
  }),
]

export const verdictWith = (text: string): HotfixVerdict => ({
  pullRequest: 20,
  sha,
  incident: 12,
  passed: false,
  draft: true,
  rules: [
    {
      rule: 'branch',
      passed: false,
      found: `is named ${text}`,
      remedy: 'Name the branch `hotfix/*`.',
      details: [`security: approved by ${text}`],
    },
    { rule: 'checklist', passed: false, found: '1 item is open', remedy: `Tick what is done, first: "${text}".` },
    { rule: 'incident', passed: true, found: '#12 is declared', remedy: undefined },
  ],
})

const checksOf = (text: string) =>
  ({
    HotfixReport: [{ type: 'HotfixReport', verdict: verdictWith(text) }],
    FreezePassed: [
      {
        type: 'FreezePassed',
        incident,
        why: { what: `it carries the exempt label ${text}`, holds: true, because: [] },
      },
      {
        type: 'FreezePassed',
        incident: '7/window/w',
        window: plannedTold(text),
        why: { what: `it carries the exempt label ${text}`, holds: true, because: [] },
      },
    ],
    FreezeHeld: [
      {
        type: 'FreezeHeld',
        incident,
        why: { what: 'it is not exempt', holds: false, because: [{ what: `rule ${text}`, holds: false, because: [] }] },
      },
      {
        type: 'FreezeHeld',
        incident: '7/window/w',
        window: plannedTold(text),
        why: { what: 'it is not exempt', holds: false, because: [] },
      },
    ],
    FreezeOver: [
      { type: 'FreezeOver', incident },
      { type: 'FreezeOver', incident: '7/window/w', window: plannedTold(text) },
    ],
    MergeGroup: [
      { type: 'MergeGroup', incident, passed: false, members: [{ number: 20, passed: false, why: `label ${text}` }] },
    ],
    ConfigReport: configReports(text, problemsWith(text)),
    ConfigIssue: [{ type: 'ConfigIssue', problems: problemsWith(text), sha }],
    ConfigFixed: [{ type: 'ConfigFixed', sha }],
  }) satisfies Some
