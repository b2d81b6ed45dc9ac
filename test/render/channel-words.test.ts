import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Notice, Occasion } from '../../src/incident/communication.ts'
import type { Incident } from '../../src/incident/incident.ts'
import type { EntryBody } from '../../src/incident/timeline.ts'
import { channelWords } from '../../src/render/channel-words.ts'
import { attack } from './harmless.ts'
import { contextOf, declared, freezeRequested, frozenSeen, hour, incidentAfter, start } from './samples.ts'

const incident = incidentAfter([declared])
const acknowledged: EntryBody & { by: string } = { type: 'Acknowledged', by: 'dana' }

function wordsOf(occasion: Occasion, about: Incident = incident, text?: string) {
  const notice: Notice = { occasion, text }
  return channelWords(notice, about, contextOf(about))
}

describe('what a channel outside GitHub is told', () => {
  it('names the incident, the repository, and what there is to know', () => {
    expect(wordsOf('escalation')).toEqual({
      title: 'P0 incident declared in acme/shop: [EMERGENCY] Login is down',
      facts: [
        ['Severity', 'P0 Critical'],
        ['Status', 'declared'],
        ['Reported by', 'rob'],
        ['Commander', 'nobody yet'],
        ['Declared', '2026-11-20 20:30 UTC'],
      ],
      text: 'Nobody has responded for 1 hour.',
      url: 'https://github.test/acme/shop/issues/12',
      action: 'trigger',
      level: 'critical',
    })
  })

  it.each<[Occasion, string, string]>([
    ['escalation', 'trigger', 'P0 incident declared in acme/shop'],
    ['deadline', 'trigger', 'P0 incident in acme/shop'],
    ['alarm', 'trigger', 'P0 incident in acme/shop needs a look'],
    ['acknowledged', 'acknowledge', 'P0 incident acknowledged in acme/shop'],
    ['resolved', 'resolve', 'P0 incident resolved in acme/shop'],
    ['cancelled', 'resolve', 'P0 incident cancelled in acme/shop'],
    ['update', 'none', 'Update on the P0 incident in acme/shop'],
    ['mitigated', 'none', 'P0 incident mitigated in acme/shop'],
    ['message', 'none', 'P0 incident in acme/shop'],
  ])('of %s does this to an alarm: %s', (occasion, action, title) => {
    expect(wordsOf(occasion)).toMatchObject({ action, title: `${title}: [EMERGENCY] Login is down` })
  })

  it('says who is on it, and asks for help where somebody is', () => {
    const taken = incidentAfter([declared, acknowledged])
    const commanded = { ...taken, commander: 'erin' }
    expect(wordsOf('acknowledged', commanded).text).toBe('dana is on it.')
    const responded = { ...taken, times: { ...taken.times, responded: start } }
    expect(wordsOf('escalation', responded)).toMatchObject({
      title: 'P0 incident in acme/shop needs help: [EMERGENCY] Login is down',
      text: 'Somebody has responded, and your help is asked for.',
    })
  })

  it('says at once that nobody is on it yet', () => {
    const context = { ...contextOf(incident), now: start + 1_000 }
    expect(channelWords({ occasion: 'escalation', text: undefined }, incident, context).text).toBe(
      'Nobody is on it yet.',
    )
  })

  it('adds what somebody wrote, as plain text of several lines', () => {
    expect(wordsOf('resolved', incident, 'The fix is **live**.\r\n\r\n\r\n<!-- fill in -->\nThanks!').text).toBe(
      'The emergency is over.\n\nThe fix is **live**.\n\nThanks!',
    )
    expect(wordsOf('update', incident, 'Half of them work. {{ incident.title }}').text).toBe(
      'Half of them work. {{ incident.title }}',
    )
  })

  it('fills in a configured message, which is a template', () => {
    const text = 'Kick-off: {{ incident.title }} ({{ incident.severity }})\n{% if incident.commander %}x{% endif %}'
    expect(wordsOf('message', incident, text).text).toBe('Kick-off: [EMERGENCY] Login is down (P0)')
    expect(wordsOf('message', incident, '{% broken').text).toBe(
      'What is to be said could not be put into words; see the page.',
    )
  })

  it('says a freeze only once it was seen to hold', () => {
    expect(wordsOf('update', incidentAfter([declared, freezeRequested])).facts.map(([name]) => name)).not.toContain(
      'Freeze',
    )
    expect(wordsOf('update', incidentAfter([declared, freezeRequested, frozenSeen])).facts).toContainEqual([
      'Freeze',
      'on, hotfix-only',
    ])
  })

  it('takes the level from the place in the scale, whatever the severities are called', () => {
    const scale = (count: number, severity: string): Incident => {
      const [first] = incident.policy.severities
      if (!first) throw new Error('the scale is empty')
      const severities = Array.from({ length: count }, (_, index) => ({ ...first, id: `S${index}`, name: `S${index}` }))
      return { ...incident, severity, policy: { ...incident.policy, severities } }
    }
    const levels = ['S0', 'S1', 'S2', 'S3', 'S4', 'gone'].map((id) => wordsOf('alarm', scale(5, id)).level)
    expect(levels).toEqual(['critical', 'error', 'warning', 'info', 'info', 'critical'])
    expect(wordsOf('alarm', scale(1, 'S0'))).toMatchObject({
      level: 'critical',
      title: expect.stringMatching(/^S0 incident in/),
    })
  })

  it('marks an exercise as one', () => {
    const drill = {
      name: 'quarterly',
      scenario: 'x.yml',
      injects: [],
      rehearsal: undefined,
      scored: false,
      score: undefined,
    }
    expect(wordsOf('resolved', { ...incident, drill }).title).toMatch(/^DRILL: P0 incident resolved in acme\/shop: /)
  })
})

describe('of a confidential incident', () => {
  const secret = { ...incident, disclosure: { tracking: 'SEC-2026-12', disclosedAt: undefined, details: undefined } }

  it('nothing is told but its public id and how it stands', () => {
    const told = wordsOf('resolved', secret, 'The password was hunter2')
    expect(told).toMatchObject({
      title: 'P0 incident resolved in acme/shop: SEC-2026-12',
      text: 'The emergency is over.',
    })
    expect(JSON.stringify(told)).not.toMatch(/hunter2|Login/)
    expect(JSON.stringify(wordsOf('message', secret, '{{ incident.title }}'))).not.toContain('Login')
  })

  it('everything is told once it was disclosed', () => {
    const disclosed = { ...secret, disclosure: { ...secret.disclosure, disclosedAt: start + hour } }
    expect(wordsOf('resolved', disclosed, 'All well').title).toContain('Login is down')
  })
})

describe("an outsider's text in a channel", () => {
  it('calls nobody, hides nothing, breaks no line, and does not go on forever', () => {
    fc.assert(
      fc.property(attack, (text) => {
        const about = { ...incidentAfter([declared], { title: text }), reporter: text, commander: text }
        for (const occasion of ['escalation', 'update', 'message', 'acknowledged'] as const) {
          const { title, facts, text: said } = wordsOf(occasion, about, text)
          for (const each of [title, ...facts.flat()]) expect(each).toMatch(/^[^\p{Cc}\u2028\u2029]+$/u)
          expect(said).toMatch(/^[^\p{Cc}\u2028\u2029]*(?:\n[^\p{Cc}\u2028\u2029]*)*$/u)
          expect(`${title}${facts.join()}${said}`).not.toMatch(/@(?:everyone|here|channel|all)\b|\u202e|\ud800/i)
        }
      }),
      { numRuns: 50 },
    )
    const long = incidentAfter([declared], { title: 'x'.repeat(10_000) })
    const { title, text } = wordsOf('update', { ...long, reporter: 'y'.repeat(10_000) }, 'a\n'.repeat(100_000))
    expect(title.length).toBeLessThan(400)
    expect(text.split('\n').length).toBeLessThan(60)
    expect(wordsOf('update', incident, 'word '.repeat(5_000)).text).toMatch(/^.{1,2000}…$/)
  })
})
