import { describe, expect, it } from 'vitest'
import { isGranted, readChannelGrants } from '../../src/lib/channel-grants.ts'

const hook = 'https://hooks.slack.com/services/T0/B0/hunter2'
const environment = { SLACK: hook, PAGER: 'R0123456789abcdefghijklmnopqrstu', WRONG: 'hunter2', OWN: hook }

const read = (text: string) => readChannelGrants(text, environment, (name) => name === 'OWN')
const problemsOf = (text: string): readonly string[] => {
  const result = read(text)
  return result.ok ? [] : result.error
}

describe('grants', () => {
  it('name addresses and who may use them, in any number of lines', () => {
    const web = { form: 'web', url: hook }
    expect(read('')).toEqual({ ok: true, value: [] })
    expect(read(' SLACK=Acme,other/Shop.js;PAGER=acme/api\nSLACK=third_corp ')).toEqual({
      ok: true,
      value: [
        { name: 'SLACK', to: ['acme', 'other/shop.js', 'third_corp'], address: web },
        { name: 'PAGER', to: ['acme/api'], address: expect.objectContaining({ form: 'pager' }) },
      ],
    })
  })

  it('are for an owner or for one repository, and for nobody whose name begins alike', () => {
    const grant = { name: 'SLACK', to: ['acme', 'other/shop'], address: { form: 'web', url: hook } } as const
    const granted = (owner: string, name: string): boolean => isGranted(grant, { owner, name })
    expect([granted('acme', 'x'), granted('ACME', 'X'), granted('Other', 'Shop')]).toEqual([true, true, true])
    expect([granted('acme2', 'x'), granted('other', 'shop2'), granted('acm', 'e'), granted('shop', 'other')]).toEqual(
      Array(4).fill(false),
    )
  })

  it.each([
    ['SLACK', /^CHANNEL_GRANTS cannot be understood, the part for SLACK/],
    ['SLACK=', /^CHANNEL_GRANTS cannot be understood, the part for SLACK/],
    ['SLACK=acme,', /^CHANNEL_GRANTS cannot be understood, the part for SLACK/],
    ['SLACK=acme=other', /^CHANNEL_GRANTS cannot be understood, the part for SLACK/],
    ['SLACK=*', /^CHANNEL_GRANTS cannot be understood, the part for SLACK/],
    ['SLACK=acme/shop/x', /^CHANNEL_GRANTS cannot be understood, the part for SLACK/],
    [hook, /^CHANNEL_GRANTS cannot be understood, a part of it/],
    ['slack=acme', /^CHANNEL_GRANTS cannot be understood, a part of it/],
    ['OWN=acme', /^CHANNEL_GRANTS grants OWN, which is a setting of this server/],
    ['MISSING=acme', /^MISSING is missing: CHANNEL_GRANTS grants it/],
    ['WRONG=acme', /^WRONG has none of the forms/],
    ['toString=acme', /^CHANNEL_GRANTS cannot be understood, a part of it/],
  ])('that are wrong are named: %s', (text, expected) => {
    expect(problemsOf(text)).toEqual([expect.stringMatching(expected)])
  })

  it('that are wrong are all found at once, and no address is repeated', () => {
    const problems = problemsOf(`SLACK=acme MISSING=acme WRONG=acme OWN=acme ${hook} PAGER`)
    expect(problems).toHaveLength(5)
    expect(problems.join('\n')).not.toContain('hunter2')
  })
})
