import { describe, expect, it } from 'vitest'
import { renderPlainTemplate, renderTemplate } from '../../src/render/liquid.ts'

const loop = (times: number, inner = 'x'): string => `{% for i in (1..${times}) %}${inner}{% endfor %}`

describe('a template of the repository', () => {
  it('may go round as often as any page needs', () => {
    expect(renderTemplate(loop(9_000), {})).toEqual({ ok: true, text: 'x'.repeat(9_000) })
  })

  it.each([
    ['one loop', loop(30_000)],
    ['loops in loops', loop(200, loop(200))],
    ['loops that put out nothing', loop(300, loop(300, '{% assign x = 1 %}'))],
    ['loops in what is captured', `{% capture x %}${loop(30_000)}{% endcapture %}done`],
  ])('is broken off after so many pieces, however fast the machine is: %s', (_, template) => {
    const broken = { ok: false, reason: expect.stringMatching(/more than 20000 pieces/) }
    expect(renderTemplate(template, {})).toMatchObject(broken)
    expect(renderPlainTemplate(template, {})).toMatchObject(broken)
  })

  it('sees its variables and nothing of theirs that is inherited', () => {
    const text = '{{ a.b }} {{ a.toString }} {{ a | size }}'
    expect(renderTemplate(text, { a: { b: 1 } })).toMatchObject({ ok: true, text: '1  0' })
  })
})
