import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { mutilated, wound } from '../github/normalize/mutilate.ts'
import { type Example, officialExamples } from '../github/normalize/official-examples.ts'
import { Harness } from '../harness/firebreak.ts'
import { attack } from '../render/harmless.ts'
import { configured, sceneOf, shop } from '../scenario/stage.ts'
import { harmsOf } from './harms.ts'
import { post } from './post.ts'

/** What a payload is recognised by; everything else in it is words of somebody. */
const kept = new Set([
  'action',
  'type',
  'state',
  'id',
  'node_id',
  'ref',
  'sha',
  'created_at',
  'updated_at',
  'closed_at',
  'merged_at',
])

/** The same payload with a text in the place of every other. */
function reworded(value: unknown, text: string, key = ''): unknown {
  if (typeof value === 'string') return kept.has(key) ? value : text
  if (Array.isArray(value)) return value.map((one) => reworded(one, text, key))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, reworded(inner, text, name)]))
}

/** Sends what somebody made of GitHub's own examples to the real server, as deliveries about `acme/shop`. */
class Receiver {
  readonly world: Harness
  readonly #identity: object

  constructor(world: Harness) {
    this.world = world
    const { id } = world.github.repository(shop)
    const repository = {
      id,
      name: 'shop',
      full_name: shop,
      owner: { login: 'acme', id: 1 },
      default_branch: 'main',
      private: false,
    }
    this.#identity = { repository, installation: { id: world.github.state.installations[0]?.id } }
  }

  send({ name, payload }: { readonly name: string; readonly payload: unknown }): Promise<number> {
    return post(this.world.webhookUrl, { event: name, body: JSON.stringify({ ...Object(payload), ...this.#identity }) })
  }

  /** Texts that the App sent to GitHub where Markdown is read. */
  get written(): readonly string[] {
    return this.world.github.requests
      .filter(({ method, path }) => method !== 'GET' && path.startsWith(`/repos/${shop}`))
      .flatMap(({ requestBody }) => [Object(requestBody).body, Object(Object(requestBody).output).summary])
      .filter((body): body is string => typeof body === 'string')
  }
}

const examples = officialExamples()

describe('payloads that GitHub would never send', () => {
  let receiver: Receiver
  beforeAll(async () => {
    const world = await Harness.start({ config: configured() })
    receiver = new Receiver(world)
    return async () => {
      // Whoever sends what is not so has the App ask GitHub for what there is not; the descriptions are not at fault.
      await world.close().catch(() => undefined)
    }
  })

  const isWell = async (): Promise<void> => {
    const { world } = receiver
    await world.settle()
    const scene = sceneOf(world)
    const number = await scene.emergency('[EMERGENCY] Really', 'alice')
    expect(scene.seen.labels(number)).toContain('incident/declared')
    await scene.say(number, '/incident cancel "A test."')
    expect(scene.seen.labels(number)).not.toContain('incident/declared')
  }

  it('are answered with success, and the next emergency is led as ever: fields that are gone, of another type, or huge', {
    timeout: 120_000,
  }, async () => {
    const hurt = fc
      .tuple(fc.constantFrom<Example[]>(...examples), fc.array(wound, { minLength: 1, maxLength: 8 }))
      .map(([{ name, payload }, wounds]) => ({ name, payload: mutilated(payload, wounds) }))
    await fc.assert(
      fc.asyncProperty(hurt, async (example) => {
        expect(await receiver.send(example)).toBe(200)
      }),
      { numRuns: 400 },
    )
    await isWell()
  })

  it('do nothing where they are said again: mentions, markers and HTML in every field of every example', {
    timeout: 120_000,
  }, async () => {
    const texts = [
      '[EMERGENCY] @everyone @acme/all <!-- firebreak:card:1 --> <img src=x onerror=y> [x](javascript:alert(1)) #1',
      'emergency',
      '/incident help @everyone <b>x</b>\n\nIncident: #1',
    ]
    const from = receiver.written.length
    for (const text of texts)
      for (const { name, payload } of examples)
        expect(await receiver.send({ name, payload: reworded(payload, text) })).toBe(200)
    await receiver.world.settle()
    for (const body of receiver.written.slice(from)) expect({ body, harms: harmsOf(body) }).toEqual({ body, harms: [] })
    await isWell()
  })

  it('have the guard against them noticed when it is gone', () => {
    fc.assert(
      fc.property(attack, (text) => {
        expect(harmsOf(`see @everyone ${text.replaceAll(/[`<]/g, '')}`)).not.toEqual([])
      }),
      { numRuns: 20 },
    )
  })
})
