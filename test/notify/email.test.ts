import { once } from 'node:events'
import { createServer } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, describe, expect, it } from 'vitest'
import { TryLater } from '../../src/engine/ports.ts'
import { reasonOf, type Told, tell, words } from './stage.ts'

interface Mail {
  readonly from: string
  readonly to: readonly string[]
  readonly headers: string
  readonly text: string
}

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

/** A mail server on this machine that keeps what it is given. */
async function mailServer(options: SMTPServerOptions = {}) {
  const mails: Mail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => void chunks.push(chunk))
      stream.on('end', () => {
        const [headers = '', ...body] = Buffer.concat(chunks).toString('utf8').split('\r\n\r\n')
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
        mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), headers, text: body.join('\n\n') })
        done()
      })
    },
    ...options,
  })
  // A client that goes away in the middle is no failure of the test.
  server.on('error', () => undefined)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  closing.push(() => server.close())
  const address = server.server.address()
  return { mails, port: typeof address === 'object' ? (address?.port ?? 0) : 0 }
}

const query = '?from=firebreak@acme.example&to=oncall@acme.example,boss@acme.example'
const addressAt = (port: number, login = ''): string => `smtp://${login}127.0.0.1:${port}${query}`

const header = (mail: Mail | undefined, name: string): string | undefined =>
  new RegExp(`^${name}: (.*(?:\\r\\n[ \\t].*)*)`, 'im').exec(mail?.headers ?? '')?.[1]?.replace(/\r\n/g, '')

/** A server that answers each command with the reply that is set for it. */
const replying = (code: number): Error => Object.assign(new Error('in its own words'), { responseCode: code })

describe('a mail', () => {
  it('is plain text to everybody whom the operator named', async () => {
    const { mails, port } = await mailServer()
    expect(await tell({ kind: 'email', address: addressAt(port) })).toEqual({
      succeeded: true,
      result: { type: 'Sent', receipt: 'the mail server took it' },
    })
    const [mail] = mails
    expect(mail).toMatchObject({ from: 'firebreak@acme.example', to: ['oncall@acme.example', 'boss@acme.example'] })
    expect(header(mail, 'Subject')).toBe(words.title)
    expect(header(mail, 'From')).toBe('Firebreak <firebreak@acme.example>')
    expect(header(mail, 'Content-Type')).toBe('text/plain; charset=utf-8')
    expect(header(mail, 'Auto-Submitted')).toBe('auto-generated')
    expect(mail?.text.replace(/\r\n/g, '\n').trim()).toBe(
      `${words.title}\n\nSeverity: P0 Critical\nCommander: dana\n\n${words.text}\n\n${words.url}`,
    )
  })

  it('has the same Message-ID when it is sent again, and belongs to the others of its incident', async () => {
    const { mails, port } = await mailServer()
    for (const key of ['notify/1', 'notify/1', 'notify/2']) await tell({ kind: 'email', address: addressAt(port), key })
    const [first, again, other] = mails.map((mail) => header(mail, 'Message-ID'))
    expect(first).toMatch(/^<firebreak\.[0-9a-f]{32}@acme\.example>$/)
    expect(again).toBe(first)
    expect(other).not.toBe(first)
    const threads = mails.flatMap((mail) => [header(mail, 'In-Reply-To'), header(mail, 'References')])
    expect(new Set(threads).size).toBe(1)
    expect(threads[0]).toMatch(/^<firebreak\.[0-9a-f]{32}@acme\.example>$/)
  })

  it('takes no header, recipient or end from what somebody wrote', async () => {
    const { mails, port } = await mailServer()
    await tell({
      kind: 'email',
      address: addressAt(port),
      words: {
        title: 'Down\r\nBcc: mallory@evil.example\r\n\r\n<b>x</b>',
        facts: [['Commander', 'dana\r\nBcc: mallory@evil.example']],
        text: 'a\r\n.\r\nRCPT TO:<mallory@evil.example>\r\n.\r\nQUIT',
      },
    })
    expect(mails).toHaveLength(1)
    expect(mails[0]?.to).toEqual(['oncall@acme.example', 'boss@acme.example'])
    expect(header(mails[0], 'Bcc')).toBeUndefined()
    expect(header(mails[0], 'Subject')).toBe('Down Bcc: mallory@evil.example <b>x</b>')
    expect(mails[0]?.text).toContain('QUIT')
  })

  it('is sent with the user and the password of the address', async () => {
    const seen: unknown[] = []
    const { mails, port } = await mailServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) => {
        seen.push([username, password])
        done(null, { user: username })
      },
    })
    await tell({ kind: 'email', address: addressAt(port, 'bot%40acme:p%3Ass@') })
    expect(seen).toEqual([['bot@acme', 'p:ss']])
    expect(mails).toHaveLength(1)
  })
})

describe('a mail server that says no', () => {
  it.each([
    ['onAuth', 535, /^the mail server does not know the user or the password \(535\); the operator/],
    ['onMailFrom', 550, /^the mail server refused it \(550\); .*sender and the recipients/],
    ['onRcptTo', 550, /^the mail server refused it \(550\); .*sender and the recipients/],
  ])('is an outcome: %s %i', async (step, code, expected) => {
    const refuse = (_given: unknown, _session: unknown, done: (error: Error) => void): void => done(replying(code))
    const letIn: SMTPServerOptions['onAuth'] = ({ username }, _session, done) => done(null, { user: username })
    const { port } = await mailServer({ allowInsecureAuth: true, onAuth: letIn, [step]: refuse })
    const reason = await reasonOf(tell({ kind: 'email', address: addressAt(port, 'bot:hunter2@') }))
    expect(reason).toMatch(expected)
    expect(reason).not.toMatch(/hunter2|acme|own words/)
  })

  it('of one recipient says so, and has told the others', async () => {
    const { mails, port } = await mailServer({
      onRcptTo: ({ address }, _session, done) => done(address.startsWith('boss') ? replying(550) : null),
    })
    expect(await tell({ kind: 'email', address: addressAt(port) })).toMatchObject({
      result: { receipt: 'the mail server took it, and refused 1 of 2 recipients' },
    })
    expect(mails).toHaveLength(1)
  })
})

describe('a password', () => {
  // This machine as well, but under an address that could be any other's.
  const elsewhere = (port: number): string => `smtp://bot:hunter2@0.0.0.0:${port}${query}`
  const logins = (seen: unknown[]): SMTPServerOptions => ({
    allowInsecureAuth: true,
    onAuth: (given, _session, done) => {
      seen.push(given)
      done(null, { user: 'bot' })
    },
  })

  it('is not sent to a server that offers no encryption', async () => {
    const seen: unknown[] = []
    const { mails, port } = await mailServer(logins(seen))
    expect(await reasonOf(tell({ kind: 'email', address: elsewhere(port) }))).toMatch(
      /^the mail server offers no encryption \(\d+\); the operator of this server should use one that does$/,
    )
    expect([mails, seen]).toEqual([[], []])
  })

  it('is not sent to a server that cannot prove who it is, except on this machine', async () => {
    const seen: unknown[] = []
    const { mails, port } = await mailServer({ ...logins(seen), disabledCommands: [] })
    const thrown: unknown = await tell({ kind: 'email', address: elsewhere(port) }).catch((error: unknown) => error)
    expect(thrown).toBeInstanceOf(TryLater)
    expect([mails, seen]).toEqual([[], []])
    await tell({ kind: 'email', address: addressAt(port, 'bot:hunter2@') })
    expect(mails).toHaveLength(1)
  })
})

describe('a mail server that is away', () => {
  const waits = async (told: Told): Promise<TryLater> => {
    const thrown: unknown = await tell(told).catch((error: unknown) => error)
    if (!(thrown instanceof TryLater)) throw new Error(`it was settled: ${JSON.stringify(thrown)}`)
    return thrown
  }

  it('for the moment is tried again', async () => {
    const { port } = await mailServer({ onMailFrom: (_address, _session, done) => done(replying(451)) })
    expect(await waits({ kind: 'email', address: addressAt(port) })).toMatchObject({
      message: 'the mail server answered 451',
      afterMs: 60_000,
    })
  })

  it('altogether is tried again', async () => {
    expect((await waits({ kind: 'email', address: addressAt(1) })).message).toMatch(
      /^the mail server could not be reached: the connection /,
    )
  })

  it('and does not answer is tried again', async () => {
    const silent = createServer()
    await once(silent.listen(0, '127.0.0.1'), 'listening')
    closing.push(() => silent.close())
    const address = silent.address()
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0
    expect((await waits({ kind: 'email', address: addressAt(port), timeout: 200 })).message).toBe(
      'the mail server could not be reached: no answer came within 0.2 s',
    )
  })

  it('and answers so slowly that other work would wait is tried again', async () => {
    const slow = createServer((socket) => {
      const reply = (code: number): void => void setTimeout(() => socket.write(`${code} ok\r\n`), 150)
      socket.on('data', () => reply(250)).on('error', () => undefined)
      socket.write('220 slow\r\n')
    })
    await once(slow.listen(0, '127.0.0.1'), 'listening')
    closing.push(() => slow.close())
    const address = slow.address()
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0
    expect((await waits({ kind: 'email', address: addressAt(port), timeout: 200 })).message).toBe(
      'the mail server could not be reached: it took too long',
    )
  })
})
