import { once } from 'node:events'
import { SMTPServer } from 'smtp-server'
import { afterEach, describe, expect, it } from 'vitest'
import { TryLater } from '../../src/engine/ports.ts'
import type { EffectOutcome, NotifyChannel } from '../../src/incident/effect.ts'
import { memoryOf, receiver, routingKey, signingKey, type Told, tell } from './stage.ts'

/**
 * Every kind of channel × every point at which the process can die. Most channels cannot be asked what they have, so what is
 * promised is less than on GitHub: it is told at least once, and where it is told twice, both are the same and carry the
 * same identity where the other end knows such a thing.
 */
type Kind = NotifyChannel['kind']
type Fate = 'taken, unanswered' | 'answered'

/** The other end. What it took, as far as two tellings can be compared. */
interface OtherEnd {
  readonly address: string
  readonly took: readonly string[]
}

type Raise = (fates: Fate[]) => Promise<OtherEnd>

const posted = (options: {
  path?: string
  before?: string
  after?: string
  answer?: string
  identity?: string
}): Raise =>
  async function raise(fates) {
    const { url, received } = await receiver((response) => {
      if (fates.shift() !== 'answered') return void response.destroy()
      response.end(options.answer ?? 'ok')
    })
    const { before = '', path = '', after = '', identity } = options
    return {
      address: `${before}${url}${path}${after}`,
      get took() {
        return received.map(({ headers, body }) => (identity === undefined ? body : `${headers[identity]} ${body}`))
      },
    }
  }

/** A new kind does not compile until it has the other end that it speaks to. */
const otherEnds: { readonly [Each in Kind]: { readonly kind: Each; readonly raise: Raise } } = {
  slack: { kind: 'slack', raise: posted({ path: '/services/T0/B0/x' }) },
  discord: { kind: 'discord', raise: posted({ path: '/api/webhooks/1/x', answer: '{"id":"1234567890123","type":0}' }) },
  teams: { kind: 'teams', raise: posted({}) },
  pagerduty: {
    kind: 'pagerduty',
    raise: posted({ before: `${routingKey} `, answer: '{"status":"success","message":"ok","dedup_key":"k"}' }),
  },
  webhook: { kind: 'webhook', raise: posted({ path: '/hook', after: ` ${signingKey}`, identity: 'webhook-id' }) },
  email: { kind: 'email', raise: raiseMailServer },
}

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

async function raiseMailServer(fates: Fate[]): Promise<OtherEnd> {
  const took: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => void chunks.push(chunk))
      stream.on('end', () => {
        const mail = Buffer.concat(chunks).toString('utf8')
        took.push(mail.replace(/^Date: .*\r\n/m, ''))
        const isHeard = fates.shift() === 'answered'
        done(isHeard ? null : Object.assign(new Error('the line broke'), { responseCode: 421 }))
      })
    },
  })
  server.on('error', () => undefined)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  closing.push(() => server.close())
  const address = server.server.address()
  const port = typeof address === 'object' ? address?.port : 0
  return { took, address: `smtp://127.0.0.1:${port}?from=firebreak@acme.example&to=oncall@acme.example` }
}

/** One life of the process. Undefined: it died, or it has to be tried again. */
async function live(told: Told): Promise<EffectOutcome | undefined> {
  return await tell(told).catch((error: unknown) => {
    expect(error).toBeInstanceOf(TryLater)
    return undefined
  })
}

describe.each(Object.values(otherEnds))('$kind', ({ kind, raise }) => {
  const played = async (fates: Fate[], lives: number) => {
    const end = await raise(fates)
    const memory = memoryOf()
    let outcome: EffectOutcome | undefined
    for (let triesBefore = 0; triesBefore < lives; triesBefore++)
      outcome = await live({ kind, address: end.address, triesBefore, memory })
    return { outcome, took: end.took }
  }

  it('is told once where the process dies before the call', async () => {
    const { outcome, took } = await played(['answered'], 1)
    expect(outcome).toMatchObject({ succeeded: true })
    expect(took).toHaveLength(1)
  })

  it.each([
    ['after the call, its reply lost', 'taken, unanswered'],
    ['after the reply, before it is stored', 'answered'],
  ] as const)('is told the same once more where the process dies %s', async (_point, fate) => {
    const undisturbed = await played(['answered'], 1)
    const { outcome, took } = await played([fate, 'answered'], 2)
    expect(outcome).toEqual(undisturbed.outcome)
    expect(took).toHaveLength(2)
    expect(took[1]).toBe(took[0])
  })
})
