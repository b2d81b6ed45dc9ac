import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { openFreeze, sealFreeze } from '../../../src/github/sealed/sealed-freeze.ts'
import { openIncident, sealIncident } from '../../../src/github/sealed/sealed-incident.ts'
import { looksSealed } from '../../../src/github/sealed/sealed-text.ts'
import { createSealer } from '../../../src/github/sealed/sealer.ts'
import type { Incident } from '../../../src/incident/incident.ts'
import type { KeptIncident } from '../../../src/incident/kept.ts'
import { everyEntry } from '../../render/every-entry.ts'
import { declared, freezeRequested, frozenSeen, incidentAfter, start, told } from '../../render/samples.ts'

const keyOf = (): string =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey

const privateKey = keyOf()
const sealer = createSealer({ appId: 1, privateKey })
const incident = incidentAfter([declared, told, freezeRequested, frozenSeen], { title: '[EMERGENCY] kangaroo' })
const kept: KeptIncident = { incident, at: start, memory: [{ key: 'apply', data: { mechanism: 'wombat' } }] }
const place = { repositoryId: 7, number: 12 }
const all = 65_536

const sealed = async (what = kept, most = all): Promise<string> => (await sealIncident(sealer, what, most))?.text ?? ''

describe('a sealed incident', () => {
  it('comes out as it was', async () => {
    const opened = await openIncident(sealer, `A card.\n\n${await sealed()}\n<!-- firebreak:card:7#12 -->`, place)
    expect(opened).toEqual(JSON.parse(JSON.stringify(kept)))
  })

  it('comes out as it was, whatever stands on its timeline', async () => {
    const whole = { ...kept, incident: { ...incident, timeline: everyEntry('x') } }
    expect((await openIncident(sealer, await sealed(whole), place))?.incident.timeline).toEqual(
      JSON.parse(JSON.stringify(everyEntry('x'))),
    )
  })

  it('shows no word of what is in it, and ends nothing that it stands in', async () => {
    const text = await sealed()
    const inside = Buffer.from(text.replaceAll(/<!-- firebreak:sealed:1:| -->/g, ''), 'base64')
    for (const word of ['kangaroo', 'wombat', 'dana', 'EMERGENCY', 'hotfix', '"id"'])
      for (const shown of [text, inside.toString('latin1')]) expect(shown).not.toContain(word)
    expect(text.match(/-->/g)).toHaveLength(1)
    expect(text).not.toBe(await sealed())
  })

  it('does not open for another App, another key, another repository, another anchor or another purpose', async () => {
    const text = await sealed()
    const strangers = [createSealer({ appId: 2, privateKey }), createSealer({ appId: 1, privateKey: keyOf() })]
    for (const stranger of strangers) expect(await openIncident(stranger, text, place)).toBeUndefined()
    expect(await openIncident(sealer, text, { ...place, repositoryId: 8 })).toBeUndefined()
    expect(await openIncident(sealer, text, { ...place, number: 13 })).toBeUndefined()
    expect(await openFreeze(sealer, text, place)).toBeUndefined()
  })

  it('does not open when a character was changed, or when a piece is missing', async () => {
    const text = await sealed()
    const begin = text.indexOf('sealed:1:') + 'sealed:1:'.length
    for (const at of [begin, begin + 40, Math.floor(text.length / 2), text.length - 8]) {
      const other = text[at] === 'A' ? 'B' : 'A'
      expect(await openIncident(sealer, text.slice(0, at) + other + text.slice(at + 1), place)).toBeUndefined()
      expect(await openIncident(sealer, `${text.slice(0, at)} -->`, place)).toBeUndefined()
    }
    for (const nothing of ['', 'sealed', '<!-- firebreak:sealed:1: -->', '<!-- firebreak:sealed:2:AAAA -->'])
      expect(await openIncident(sealer, nothing, place)).toBeUndefined()
  })

  it('is not taken up when it is of another incident, or of a shape that this version does not know', async () => {
    const strange: readonly object[] = [
      { id: '7#13' },
      { status: 'paused' },
      { times: {} },
      { freeze: { ...incident.freeze, status: 'melting' } },
      { policy: undefined },
      { timeline: [{ at: 1 }] },
    ]
    for (const change of strange) {
      const text = await sealed({ ...kept, incident: { ...incident, ...change } as Incident })
      expect(looksSealed(text)).toBe(true)
      expect(await openIncident(sealer, text, place)).toBeUndefined()
    }
  })

  it('is the same for the same key in another form', async () => {
    const inLines = privateKey.replaceAll('\n', '\r\n')
    expect(await openIncident(createSealer({ appId: 1, privateKey: inLines }), await sealed(), place)).toBeDefined()
  })
})

describe('an incident too long for its card', () => {
  const noise = (length: number): string =>
    Array.from({ length }, (_, index) => String.fromCharCode(33 + ((index * index * 31 + index * 7) % 90))).join('')
  const entry = (index: number) =>
    ({ type: 'Noted', text: noise(200 + index), happenedAt: undefined, at: start }) as const
  const long: KeptIncident = {
    ...kept,
    incident: { ...incident, timeline: Array.from({ length: 2000 }, (_, index) => entry(index)) },
  }

  it('loses the middle of its timeline, and nothing of its state', async () => {
    const whole = await sealIncident(sealer, long, 10_000_000)
    expect(whole?.leftOut).toBeUndefined()
    const short = await sealIncident(sealer, long, Math.floor((whole?.text.length ?? 0) / 3))
    expect(short?.leftOut).toMatch(/lines of its timeline/)
    const opened = await openIncident(sealer, short?.text ?? '', place)
    expect(opened?.incident.timeline[0]).toEqual(JSON.parse(JSON.stringify(entry(0))))
    expect(opened?.incident.timeline.at(-1)).toEqual(JSON.parse(JSON.stringify(entry(1999))))
    expect(opened).toMatchObject({
      incident: {
        freeze: JSON.parse(JSON.stringify(incident.freeze)),
        times: { declared: start },
        escalation: { next: 1 },
      },
      memory: kept.memory,
    })
  })

  it('is not kept at all when even that is too long', async () => {
    expect(await sealIncident(sealer, kept, 200)).toBeUndefined()
  })
})

it('what a freeze keeps opens for its own anchor alone', async () => {
  const freeze = { number: 12, at: start, memory: [{ key: 'apply', data: { before: null } }] }
  const text = await sealFreeze(sealer, 7, freeze)
  expect(await openFreeze(sealer, text, place)).toEqual(freeze)
  expect(await openFreeze(sealer, text, { ...place, number: 13 })).toBeUndefined()
  expect(await openIncident(sealer, text, place)).toBeUndefined()
})
