import { describe, expect, it } from 'vitest'
import { detectKind } from '../../src/incident/detect.ts'
import type { Policy } from '../../src/policy/policy.ts'
import { presetNames } from '../../src/policy/presets/presets.ts'
import { renderPlainTemplate, renderTemplate } from '../../src/render/liquid.ts'
import { postmortemVariables } from '../../src/render/postmortem-variables.ts'
import { declared, incidentAfter } from '../render/samples.ts'
import { adopted, ownLines } from './adopted.ts'
import { policyOf, shown } from './read.ts'

/** The names of roles that the policy puts to use. */
function rolesInUse(policy: Policy): Set<string> {
  return new Set([
    ...policy.severities.flatMap(({ responders, approvals }) => [...responders, ...approvals.from]),
    ...Object.values(policy.escalation.policies).flatMap(({ steps }) => steps.flatMap(({ notify }) => notify)),
    ...policy.updates.deadlines.flatMap(({ to }) => to),
    ...policy.postmortem.assign,
    ...policy.drills.flatMap(({ assign }) => assign),
  ])
}

describe.each(presetNames)('firebreak:%s', (name) => {
  it('takes effect with the lines that it asks for', async () => {
    const { warnings } = await policyOf(ownLines(name))
    expect(warnings).toEqual([])
  })

  it('takes effect while nobody is named, and says no more than that', async () => {
    const told = await shown(`extends: firebreak:${name}`)
    expect(told.filter((line) => !/^1:10 warning .* ha(s|ve) no members yet: /.test(line))).toEqual([])
  })

  it('gives every role that it defines something to do, and every one is filled in where it is adopted', async () => {
    const policy = await adopted(name)
    expect(Object.keys(policy.roles).filter((role) => !rolesInUse(policy).has(role))).toEqual([])
    const empty = Object.entries(policy.roles).filter(
      ([, role]) => role.type === 'members' && role.members.length === 0,
    )
    expect(empty).toEqual([])
  })

  it('escalates by every policy that it defines, to a role first told at once', async () => {
    const policy = await adopted(name)
    const used = new Set(policy.severities.map(({ escalation }) => escalation))
    expect(Object.keys(policy.escalation.policies).filter((id) => !used.has(id))).toEqual([])
    for (const { steps } of Object.values(policy.escalation.policies)) {
      expect(steps[0]?.after).toBe(0)
      expect(steps.every(({ notify }) => notify.length > 0)).toBe(true)
    }
  })

  it('finds each kind by each of its keywords', async () => {
    const policy = await adopted(name)
    const found = Object.entries(policy.kinds).flatMap(([kind, { keywords }]) =>
      keywords.map((word) => [
        word,
        kind,
        detectKind(policy, { title: `[X] ${word}`, body: '', labels: [] }, undefined)?.kind,
      ]),
    )
    expect(found.filter(([, kind, detected]) => kind !== detected)).toEqual([])
  })

  it('posts every list somewhere: at a moment, or as a follow-up', async () => {
    const policy = await adopted(name)
    const followUps = policy.postmortem.followUps.map(({ checklist }) => checklist)
    const kinds = Object.values(policy.kinds).flatMap(({ checklists }) => checklists)
    const unposted = policy.checklists.filter(
      ({ id, on }) => on === undefined && ![...followUps, ...kinds].includes(id),
    )
    expect(unposted).toEqual([])
    const places = policy.checklists.map(({ title, kinds: only, severities }) =>
      JSON.stringify([title, only, severities]),
    )
    expect(new Set(places).size).toBe(places.length)
  })

  it('has templates that come out whole, for an incident of each severity', async () => {
    const policy = await adopted(name)
    const texts = [
      policy.updates.template,
      policy.postmortem.template,
      policy.confidential.advisory,
      ...policy.updates.messages.map(({ template }) => template),
    ].flatMap((template) => (template?.type === 'text' ? [template.text] : []))
    for (const { id } of policy.severities) {
      const variables = postmortemVariables(incidentAfter([declared], { policy, severity: id }), 50)
      for (const text of texts) {
        const rendered = renderTemplate(text, variables)
        expect(rendered).toMatchObject({ ok: true })
        expect(rendered.ok && rendered.text).not.toMatch(/\{\{|\{%|undefined|\[object|<[a-z]/i)
      }
      expect(renderPlainTemplate(policy.postmortem.title, variables)).toMatchObject({ ok: true })
    }
  })

  it('gives way to checklists of the adopter', async () => {
    const own = `${ownLines(name)}\nchecklists: { mine: { on: declared, items: [Look] } }\npost-mortem: { follow-ups: [] }`
    expect((await policyOf(own)).policy.checklists.map(({ id }) => id)).toEqual(['mine'])
  })
})
