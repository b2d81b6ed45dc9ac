import { describe, expect, it } from 'vitest'
import { renderCard } from '../../src/render/card.ts'
import { renderMessage } from '../../src/render/comment.ts'
import { renderFinalRecord } from '../../src/render/final-record.ts'
import { linkedFromElsewhere } from '../../src/render/linked-from-elsewhere.ts'
import { renderPostmortem, renderPostmortemTitle } from '../../src/render/postmortem.ts'
import { publicEntry } from '../../src/render/public-entry.ts'
import { publicMessage } from '../../src/render/public-message.ts'
import { isPrivatePlace, publicContext, publicView } from '../../src/render/public-view.ts'
import { everyEntry } from './every-entry.ts'
import { everyMessage } from './every-message.ts'
import { contextOf, declared, incidentAfter } from './samples.ts'

const cause = 'quuxinjection'
const secret = { type: 'KeptConfidential', tracking: 'SEC-2026-12' } as const
const lines = everyEntry(cause).filter(({ type }) => type !== 'Disclosed')

/** A secret in which every line of the timeline happened, with its cause wherever a text can stand. */
const incident = incidentAfter([declared, secret, ...lines], { title: cause })

/** The places in a value where the cause stands, such as `message.by`; lists are written without their numbers. */
function placesIn(value: unknown, path: string): readonly string[] {
  if (typeof value === 'string') return value.includes(cause) ? [path] : []
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.entries(value).flatMap(([key, each]) =>
    placesIn(each, Array.isArray(value) ? path : `${path}.${key}`),
  )
  return [...new Set(inner)]
}

const sorted = (places: readonly string[]): readonly string[] => [...new Set(places)].sort()

/** Who did it: names of people, which are public on the page itself. */
const isPerson = (place: string): boolean => /\.(?:by|login|members|to)$/u.test(place)

/** Planned freezes and the dashboard are the configuration's and of the repository's rules: they belong to no secret. */
const isOfTheCalendar = (place: string): boolean => /\.(?:window|planned)\.|^Dashboard/u.test(place)

describe('what is told of a secret in public', () => {
  it('keeps of who sees to an action the names alone', () => {
    const found = { type: 'ActionFound', key: '1', text: cause, due: undefined, at: 0, by: undefined } as const
    expect(publicEntry({ ...found, owner: `@bob, for the ${cause}` })).toMatchObject({ owner: '@bob' })
  })

  it('keeps of the timeline only names of people, of the configuration and of GitHub, and what GitHub answers', () => {
    const kept = lines.flatMap((entry) => placesIn(publicEntry(entry) ?? {}, entry.type))
    expect(sorted(kept.filter((place) => !isPerson(place)))).toEqual(keptOfEntries)
  })

  it('keeps of messages only the same', () => {
    const kept = everyMessage(cause)
      .filter((message) => message.type !== 'AlertIssue' || message.confidential)
      .flatMap((message) => placesIn(publicMessage(message, incident), message.type))
    expect(sorted(kept.filter((place) => !isPerson(place) && !isOfTheCalendar(place)))).toEqual(keptOfMessages)
  })

  it('says nothing that somebody wrote, in any sentence drawn from the incident', () => {
    const written = incidentAfter(
      [
        { type: 'Declared', how: `title ${cause}`, by: 'dana' },
        secret,
        ...[
          'Updated',
          'Noted',
          'Resolved',
          'Cancelled',
          'Reopened',
          'RepairDecided',
          'AlertRaised',
          'Reanchored',
        ].flatMap((type) =>
          everyEntry(cause)
            .filter((entry) => entry.type === type)
            .map((entry) => ({ ...entry, by: 'dana' })),
        ),
        { type: 'ActionFound', key: '1', text: cause, owner: cause, due: { written: cause, at: undefined } },
      ],
      { title: cause },
    )
    const view = publicView(written)
    const texts = [renderCard(view), renderFinalRecord(view), renderPostmortem(view, undefined)]
    const template = '{{ incident.title }} {{ incident.summary }} {% for e in timeline %}{{ e.what }}{% endfor %}'
    expect(texts.join('\n')).not.toContain(cause)
    expect(renderPostmortem(view, template)).not.toContain(cause)
    expect(renderPostmortemTitle(view, 'Post-mortem: {{ incident.title }}')).toBe(
      'Post-mortem: Confidential incident SEC-2026-12',
    )
    for (const type of ['Status', 'FinalRecord', 'Postmortem', 'Lost'] as const) {
      const message = everyMessage('word').find((each) => each.type === type)
      if (message) expect(renderMessage(message, publicContext(contextOf(written)))).not.toContain(cause)
    }
  })

  it('is everything where there is no secret, and once it is disclosed', () => {
    const open = incidentAfter([declared, ...lines.filter(({ type }) => type !== 'KeptConfidential')], { title: cause })
    const disclosed = incidentAfter([declared, secret, ...lines, { type: 'Disclosed' }], { title: cause })
    for (const each of [open, disclosed]) {
      expect(publicView(each)).toBe(each)
      for (const message of everyMessage(cause).filter(({ type }) => type !== 'AlertIssue'))
        expect(publicMessage(message, each)).toBe(message)
    }
  })
})

describe('a private place', () => {
  const message = { type: 'Details', incident: '7#12', template: undefined } as const
  const issue = { type: 'OpenIssue', title: '', labels: [], assignees: [], message } as const

  it('is a draft advisory, or a repository whose privacy is looked at when it is written to', () => {
    expect(isPrivatePlace({ type: 'OpenAdvisory', title: '', severity: 'low', message })).toBe(true)
    expect(isPrivatePlace({ ...issue, repository: 'acme/vault', secret: true })).toBe(true)
    expect(isPrivatePlace({ ...issue, repository: 'acme/vault' })).toBe(false)
    expect(isPrivatePlace({ ...issue, secret: true })).toBe(false)
    expect(isPrivatePlace({ type: 'PostComment', thread: 12, message, secret: true })).toBe(false)
  })
})

it('a number of the own repository is named in full on a page of another one', () => {
  const shop = { owner: 'acme', name: 'shop' }
  expect(linkedFromElsewhere('Hotfix #20 of (#12), `#7`, a#1, acme/x#3 and &#64;', shop)).toBe(
    'Hotfix acme/shop#20 of (acme/shop#12), `#7`, a#1, acme/x#3 and &#64;',
  )
})

/** A new place that turns up here is to be withheld, or to be one of these sorts. */
const ofConfiguration = {
  entries: [
    'ChannelAsked.channel',
    'ChannelNotTold.channel',
    'ChannelTold.channel',
    'ChecklistRequested.items',
    'ChecklistRequested.title',
    'DeadlineReached.channels',
    'DeadlineReached.roles',
    'DraftsPosted.kind',
    'DrillBegun.name',
    'DrillBegun.scenario.description',
    'DrillBegun.scenario.injects.text',
    'DrillBegun.scenario.path',
    'DrillBegun.scenario.title',
    'FoundMissing.names',
    'KindChanged.kind',
    'MarkRemoved.what',
    'MessagePosted.title',
    'MessageRequested.title',
    'PageSpared.channels',
    'PublishRequested.category',
    'RollOutBegun.stages',
    'SeverityChanged.severity',
    'StepMissed.told',
    'StepReached.channels',
    'StepReached.roles',
  ],
  messages: [
    'AlertIssue.severity',
    'AlertsHeldBack.marks',
    'Announcement.title',
    'ChannelNotTold.channel',
    'Checklist.items',
    'Checklist.title',
    'ChecklistDue.open',
    'ChecklistDue.title',
    'CommandRefused.refusal.allowed',
    'CommandRefused.refusal.what',
    'ConfigIssue.problems.found',
    'ConfigIssue.problems.keyPath',
    'ConfigIssue.problems.message',
    'ConfigReport.forecast.cases.after.calls.through',
    'ConfigReport.forecast.cases.after.calls.who',
    'ConfigReport.forecast.cases.after.freezes.branches',
    'ConfigReport.forecast.cases.after.freezes.mode',
    'ConfigReport.forecast.cases.after.missed.text',
    'ConfigReport.forecast.cases.before.calls.through',
    'ConfigReport.forecast.cases.before.calls.who',
    'ConfigReport.forecast.cases.before.freezes.branches',
    'ConfigReport.forecast.cases.before.freezes.mode',
    'ConfigReport.forecast.cases.before.missed.text',
    'ConfigReport.forecast.cases.moment',
    'ConfigReport.forecast.cases.severity',
    'ConfigReport.forecast.cases.timezone',
    'ConfigReport.forecast.why',
    'ConfigReport.hazards.emergency',
    'ConfigReport.hazards.key',
    'ConfigReport.hazards.remedy',
    'ConfigReport.hazards.seen',
    'ConfigReport.notices.found',
    'ConfigReport.notices.keyPath',
    'ConfigReport.notices.message',
    'ConfigReport.problems.found',
    'ConfigReport.problems.keyPath',
    'ConfigReport.problems.message',
    'DisclosedPostmortem.title',
    'Drafts.drafts.text',
    'Drafts.drafts.title',
    'Drafts.kind',
    'DrillFailed.drill',
    'DrillInject.text',
    'DrillIssue.drill',
    'DrillIssue.scenario.description',
    'DrillIssue.scenario.injects.text',
    'DrillIssue.scenario.path',
    'DrillIssue.scenario.title',
    'HotfixReport.verdict.rules.remedy',
    'MarkRemoved.what',
    'Postmortem.title',
    'PostmortemWaits.repository',
    'PublishRefused.category',
    'ReportsHeldBack.marks',
  ],
}

/** Branches that are frozen and the commits on them, which the rules and the history show to everybody. */
const ofTheFreeze = {
  entries: [
    'Bypassed.branch',
    'Bypassed.sha',
    'FreezeIsAdvisory.commands',
    'FreezeRequested.branches',
    'FrozenSeen.applied.refused.branch',
    'FrozenSeen.applied.unverified',
    'FrozenSeen.applied.verified',
    'PushSuspected.branch',
    'Thawed.comparison.branch',
    'Thawed.comparison.differences',
  ],
  messages: ['Bypassed.branch', 'Bypassed.sha', 'Thawed.comparison.branch', 'Thawed.comparison.differences'],
}

/** Sentences of ours, which quote labels, people and numbers at most. */
const ofOurs = {
  entries: ['Bypassed.how', 'Closed.why', 'FreezeTampered.how', 'Responded.how', 'ThawRequested.why'],
  messages: [
    'Bypassed.how',
    'FreezeHeld.why.because.what',
    'FreezePassed.why.what',
    'FreezeTampered.how',
    'Lost.how',
    'MergeGroup.members.why',
    'Thawed.why',
  ],
}

/** Why GitHub, or a channel, refused something; and addresses, which tell nothing without what stands there. */
const ofOthers = {
  entries: [
    'ActionRefused.reason',
    'AdvisoryPublished.url',
    'ChannelNotTold.reason',
    'ChannelTold.receipt',
    'CooldownFailed.reason',
    'DetailsOpened.details.url',
    'DetailsRefused.reason',
    'FreezeFailed.reason',
    'FreezeRehearsed.why',
    'FrozenSeen.applied.refused.reason',
    'MessagePosted.url',
    'PostmortemOpened.url',
    'PublishRefused.reason',
    'Published.url',
    'RollbackFailed.reason',
    'RollbackOpened.url',
    'StageChanged.url',
    'ThawFailed.reason',
    'Told.url',
  ],
  messages: [
    'AdvisoryPublished.url',
    'ChannelNotTold.reason',
    'CommandRefused.refusal.reason',
    'CooldownFailed.reason',
    'DeadlineReached.roles',
    'DetailsPlace.reason',
    'DetailsPlace.url',
    'DrillFailed.reason',
    'FreezeFailed.reason',
    'PostmortemOpened.url',
    'PostmortemWaits.reason',
    'PublishRefused.reason',
    'Published.url',
    'PublishedBefore.url',
    'RollbackFailed.reason',
    'ThawFailed.reason',
  ],
}

/** What is said where the App was just added or configured: of the repository and its file, and of no incident. */
const ofTheBeginning = {
  entries: [],
  messages: [
    ...['branches', 'labels', 'severities.id', 'severities.responders', 'titlePrefixes'].flatMap((place) => [
      `Onboarded.inForce.${place}`,
      `Onboarding.inForce.${place}`,
    ]),
    ...['defaultBranch', 'environments', 'ownerLogin', 'releaseBranches', 'teams.slug'].map(
      (place) => `Onboarding.survey.${place}`,
    ),
    ...[
      'Onboarding.today.labels',
      'Onboarding.today.titlePrefixes',
      'Onboarding.form',
      'Onboarding.suggestion.because',
    ],
  ],
}

const sorts = [ofConfiguration, ofTheFreeze, ofOurs, ofOthers, ofTheBeginning]
const keptOfEntries = sorted(sorts.flatMap(({ entries }) => entries))
const keptOfMessages = sorted(sorts.flatMap(({ messages }) => messages))
