import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Incident } from '../../src/incident/incident.ts'
import type { Entry } from '../../src/incident/timeline.ts'
import type { Policy } from '../../src/policy/policy.ts'
import { renderCard } from '../../src/render/card.ts'
import { renderMessage } from '../../src/render/comment.ts'
import { entrySentence } from '../../src/render/timeline.ts'
import { everyEntry } from './every-entry.ts'
import { everyMessage } from './every-message.ts'
import { attack, type Reading, reading } from './harmless.ts'
import { contextOf, declared, incidentAfter, policy, told } from './samples.ts'

/** A policy whose every name and description is the text. */
const policyWith = (text: string): Policy => ({
  ...policy,
  severities: policy.severities.map((severity) => ({ ...severity, name: text, description: text, label: text })),
  kinds: {
    [text]: {
      label: text,
      keywords: [],
      severity: undefined,
      updateEvery: {},
      confidential: true,
      runbook: 'docs/runbook.md',
      hotfixBranches: [],
      checklists: [],
      drafts: [{ title: text, text }],
    },
  },
  postmortem: { ...policy.postmortem, template: { type: 'text', text } },
  hotfix: { ...policy.hotfix, branches: [text], sections: { impact: text, bypassReason: text } },
  rollOut: { stages: [{ name: text, environment: text, traffic: text, watch: 60_000, rollBack: text }] },
})

/** An incident in which every line of the timeline happened, with the text wherever one can stand. */
const incidentWith = (text: string): Incident => ({
  ...incidentAfter([declared, told, ...everyEntry(text)], { title: text, policy: policyWith(text), kind: text }),
  reporter: text,
  commander: text,
  kind: text,
})

interface Shown {
  readonly what: string
  readonly markdown: string
}

/** What trusted people wrote is published as they wrote it; `published-text.test.ts` looks after it. */
const ofMaintainers: ReadonlySet<string> = new Set(['PublishedPostmortem'])

function everythingShown(text: string): readonly Shown[] {
  const incident = incidentWith(text)
  const context = contextOf(incident)
  return [
    { what: 'card', markdown: renderCard(incident) },
    ...everyMessage(text)
      .filter(({ type }) => !ofMaintainers.has(type))
      .map((message) => ({ what: message.type, markdown: renderMessage(message, context) })),
    ...everyEntry(text).map((entry) => ({ what: entry.type, markdown: entrySentence(entry, incident) })),
    ...freezeStates(text),
  ]
}

/** The card and the comments about a freeze, in each state that a freeze can be in. */
function freezeStates(text: string): readonly Shown[] {
  const find = (type: Entry['type']): readonly Entry[] => everyEntry(text).filter((entry) => entry.type === type)
  const applying = [declared, ...find('FreezeRequested')]
  const states = ['FrozenSeen', 'FreezeIsAdvisory', 'FreezeFailed', 'ThawFailed', 'Thawed', 'FreezeTampered'] as const
  return states.flatMap((type) => {
    const incident = incidentAfter([...applying, ...find(type)], { policy: policyWith(text) })
    const context = contextOf(incident)
    const comments = everyMessage(text).filter(({ type: said }) => /^Fr|^Thaw|^Lost/.test(said))
    return [
      { what: `card after ${type}`, markdown: renderCard(incident) },
      ...comments.map((message) => ({
        what: `${message.type} after ${type}`,
        markdown: renderMessage(message, context),
      })),
    ]
  })
}

/** Parsing is what takes the time, and most of what is said is the same again: in another state, or without the text. */
const readings = new Map<string, Reading>()

function read(markdown: string): Reading {
  const known = readings.get(markdown) ?? reading(markdown)
  readings.set(markdown, known)
  return known
}

describe("an outsider's text", () => {
  it('does nothing wherever it is shown, and stays where it was put', { timeout: 120_000 }, () => {
    const expected = everythingShown('word').map(({ what, markdown }) => ({
      what,
      harms: [],
      shape: read(markdown).shape,
    }))
    fc.assert(
      fc.property(attack, (text) => {
        for (const [index, { what, markdown }] of everythingShown(text).entries())
          expect({ what, ...read(markdown) }).toEqual(expected[index])
      }),
      { numRuns: 25 },
    )
  })

  it('is recognised as harmful when it gets through', () => {
    const harmful = [
      'see @everyone',
      'see acme/shop#1',
      '<!-- firebreak:x -->',
      '<img src=x>',
      '<summary>`@everyone`</summary>',
      '[x](https://evil.example)',
      '![x](https://github.test/acme/shop/x)',
    ]
    for (const markdown of harmful) expect(reading(markdown).harms).not.toEqual([])
    expect(reading('<details>\n\n#12 @dana `@everyone`').harms).toEqual([])
  })
})
