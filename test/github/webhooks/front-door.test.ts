import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FrontDoorOptions } from '../../../src/github/webhooks/front-door.ts'
import { example } from '../normalize/official-examples.ts'
import { Door, headersOf, headOf, signed } from './door.ts'

const megabyte = 1024 * 1024
const opened = JSON.stringify(example('issues', 'opened'))

let door: Door
const doors: Door[] = []
const openDoor = async (options?: Partial<FrontDoorOptions>): Promise<Door> => {
  const another = await new Door(options).open()
  doors.push(another)
  return another
}

beforeEach(async () => {
  door = await openDoor()
})
afterEach(async () => {
  await Promise.all(doors.splice(0).map((one) => one.close()))
})

describe('a delivery of GitHub', () => {
  it('is answered when its events are stored', async () => {
    expect(await door.post(opened)).toEqual({ status: 200, body: 'ok\n' })
    expect(door.accepted).toEqual([
      {
        delivery: { guid: 'guid-1', name: 'issues', receivedAt: 1234 },
        events: [expect.objectContaining({ type: 'IssueChanged', change: 'opened', at: 1234 })],
      },
    ])
    expect(door.outcomes).toEqual([['stored', 'issues']])
  })

  it('leaves one line in the log, with what it was and what became of it', async () => {
    await door.post(opened)
    expect(door.logged).toEqual([
      {
        level: 'debug',
        message: 'Delivery',
        fields: { delivery: 'guid-1', event: 'issues', repository: 'Codertocat/Hello-World', outcome: 'stored' },
      },
    ])
  })

  it.each([
    ['an event of no concern', 'star', JSON.stringify(example('star', 'created')), 'other'],
    ['an action of no concern', 'issues', JSON.stringify(example('issues', 'pinned')), 'issues'],
    ['an event nobody has heard of', 'novelty', '{"action":"created","installation":{"id":1}}', 'other'],
    ['a ping', 'ping', '{"zen":"Speak like a human.","hook_id":1}', 'other'],
  ])('is answered with success and forgotten: %s', async (_, name, body, counted) => {
    expect(await door.post(body, headersOf(body, name))).toMatchObject({ status: 200 })
    expect(door.accepted).toEqual([])
    expect(door.outcomes).toEqual([['ignored', counted]])
  })

  it.each([
    [
      'an error with a status of its own',
      Object.assign(new Error('no such row: ghs_0123456789abcdef'), { status: 404 }),
    ],
    ['any error', new Error('disk full')],
  ])('that could not be stored is a failure of the server: %s', async (_, error) => {
    door.store = () => Promise.reject(error)
    const { status, body } = await door.post(opened)
    expect(status).toBe(503)
    expect(body).not.toContain(error.message)
    expect(JSON.stringify(door.logged)).toContain('guid-1')
    expect(JSON.stringify(door.logged)).not.toContain('ghs_')
    expect(door.outcomes).toEqual([['not-stored', 'issues']])
  })

  it('is read in whatever pieces it comes, and with characters of several bytes cut in two', async () => {
    const body = Buffer.from(JSON.stringify({ ...example('issues', 'opened'), note: '🔥 Füße' }))
    const answer = await door.raw((send) => {
      send(headOf({ ...headersOf(body), 'content-length': String(body.length), connection: 'close' }))
      for (let at = 0; at < body.length; at += 1021) send(body.subarray(at, at + 1021))
    })
    expect(answer).toMatch(/^HTTP\/1\.1 200 /)
    expect(door.accepted).toHaveLength(1)
  })
})

describe('what GitHub did not sign', () => {
  const { 'x-hub-signature-256': _, ...unsigned } = headersOf(opened)
  it.each([
    ['signed with another secret', { ...unsigned, 'x-hub-signature-256': signed(opened, 'development') }],
    ['signed for another body', { ...unsigned, 'x-hub-signature-256': signed('{}') }],
    ['cut short', { ...unsigned, 'x-hub-signature-256': signed(opened).slice(0, -2) }],
    ['without its digits', { ...unsigned, 'x-hub-signature-256': 'sha256=' }],
    [
      'with the outdated algorithm',
      { ...unsigned, 'x-hub-signature': 'sha1=da39a3ee5e6b4b0d3255bfef95601890afd80709' },
    ],
    ['not signed', unsigned],
  ])('is refused: %s', async (_, headers) => {
    expect(await door.post(opened, headers)).toMatchObject({ status: 400 })
    expect(door.accepted).toEqual([])
  })

  it('is not parsed', async () => {
    const deep = '['.repeat(5 * megabyte)
    const { status, body } = await door.post(deep, { ...headersOf(deep), 'x-hub-signature-256': signed('{}') })
    expect(status).toBe(400)
    expect(body).toContain('signature')
  })

  it('is one line in the log for all of a minute, without a stack and without what was sent', async () => {
    for (let i = 0; i < 20; i++)
      await door.post('{"evil":"words"}', {
        ...unsigned,
        'x-github-delivery': 'evil-words',
        'x-hub-signature-256': signed(''),
      })
    expect(door.logged).toEqual([
      {
        level: 'warn',
        message: expect.stringContaining('secret'),
        fields: { reason: 'signature', status: 400, alsoRefused: 0 },
      },
    ])
    expect(JSON.stringify(door.logged)).not.toContain('evil')
    door.now += 60_000
    await door.post('{}', { ...unsigned, 'x-hub-signature-256': signed('') })
    expect(door.logged.slice(1)).toMatchObject([{ fields: { alsoRefused: 19 } }])
    expect(door.outcomes.slice(0, 2)).toEqual([
      ['signature', 'other'],
      ['signature', 'other'],
    ])
  })
})

describe('a request that is no delivery', () => {
  it.each(['GET', 'PUT', 'DELETE', 'OPTIONS'])('by the method %s is not allowed', async (method) => {
    expect(await door.raw((send) => send(headOf({ connection: 'close' }, method)))).toMatch(
      /^HTTP\/1\.1 405 [\s\S]*allow: POST/,
    )
  })

  it('at another path is somebody else’s to answer', async () => {
    const response = await fetch(`http://127.0.0.1:${door.port}/elsewhere`, { method: 'POST', body: opened })
    expect(await response.text()).toBe('somebody else')
  })

  it.each([
    ['application/x-www-form-urlencoded', 415],
    ['application/jsonp', 415],
    ['text/plain', 415],
    ['application/json; charset=utf-8', 200],
  ])('by its content type %s: %i', async (type, status) => {
    expect(await door.post(opened, { ...headersOf(opened), 'content-type': type })).toMatchObject({ status })
  })

  it.each([
    ['x-github-delivery', ''],
    ['x-github-delivery', 'a b'],
    ['x-github-delivery', 'a'.repeat(101)],
    ['x-github-event', ''],
    ['x-github-event', '../issues'],
  ])('for its header %s: %j', async (name, value) => {
    const { status, body } = await door.post(opened, { ...headersOf(opened), [name]: value })
    expect([status, body]).toEqual([400, expect.stringContaining(name)])
  })

  it.each(['null', '[]', '7', '"text"', 'true', '', '{', '{"a":', '{"action":"opened"'])(
    'for what it holds: %j',
    async (body) => {
      expect(await door.post(body)).toMatchObject({ status: 400 })
      expect(door.accepted).toEqual([])
    },
  )
})

describe('a body that is too much', () => {
  it('is refused for the size it announces, before any of it was sent', async () => {
    const headers = { ...headersOf('x'), 'content-length': String(25 * megabyte + 1) }
    expect(await door.raw((send) => send(headOf(headers)))).toMatch(/^HTTP\/1\.1 413 /)
  })

  it('is cut off where it exceeds the limit, when it announces nothing', async () => {
    const chunk = Buffer.alloc(megabyte, ' ')
    const answer = await door.raw((send) => {
      send(headOf({ ...headersOf('x'), 'transfer-encoding': 'chunked' }))
      for (let i = 0; i < 26; i++) send(Buffer.concat([Buffer.from('100000\r\n'), chunk, Buffer.from('\r\n')]))
    })
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
    expect(door.outcomes).toEqual([['too-large', 'other']])
  })

  it('is taken when it has 25 MB and is GitHub’s', async () => {
    const body = opened + ' '.repeat(25 * megabyte - Buffer.byteLength(opened))
    expect(await door.post(body)).toMatchObject({ status: 200 })
  })

  it('is refused when many come at once, and those that are small are taken all the same', async () => {
    const crowded = await openDoor({ room: { small: 2 * megabyte, large: 3 * megabyte } })
    const large = Buffer.from(opened + ' '.repeat(2 * megabyte))
    const head = headOf({ ...headersOf(large), 'content-length': String(large.length), connection: 'close' })
    let finish: () => void = () => undefined
    let isFirstGone = true
    const begin = () => {
      isFirstGone = false
      return crowded.raw((send) => {
        send(head)
        send(large.subarray(0, -1))
        finish = () => send(large.subarray(-1))
      })
    }
    let first = Promise.resolve('')
    // Until the first one occupies its room, there may still be some for another, which may even drive it out.
    let second = ''
    while (isFirstGone || !second.startsWith('HTTP/1.1 503')) {
      if (isFirstGone) {
        first = begin()
        void first.then(() => {
          isFirstGone = true
        })
      }
      second = await crowded.raw((send) => {
        send(head)
        send(large)
      })
    }
    expect(second).toMatch(/retry-after: 60/)
    expect(await crowded.post(opened)).toMatchObject({ status: 200 })
    finish()
    expect(await first).toMatch(/^HTTP\/1\.1 200 /)
    expect(await crowded.post(large)).toMatchObject({ status: 200 })
  })
})

it('bodies of strangers never occupy more together than one of the largest', async () => {
  const unsigned = { ...headersOf(''), 'content-length': String(14 * megabyte + 1), connection: 'close' }
  const hold = () =>
    door.raw((send) => {
      send(headOf(unsigned))
      send(Buffer.alloc(14 * megabyte, 'a'))
    })
  // The last byte never comes: whichever of the two is first goes on waiting.
  expect(await Promise.race([hold(), hold()])).toMatch(/^HTTP\/1\.1 503 /)
})

describe('a body that does not come', () => {
  it('is given up after a while', async () => {
    const hasty = await openDoor({ patience: 20 })
    const answer = await hasty.raw((send) => {
      send(headOf({ ...headersOf(opened), 'content-length': String(opened.length) }))
      send(opened.slice(0, 100))
    })
    expect(answer).toMatch(/^HTTP\/1\.1 408 /)
    expect(hasty.outcomes).toEqual([['too-slow', 'other']])
  })

  it('that breaks off is not taken, and the next one is', async () => {
    const answer = await door.raw((send, end) => {
      send(headOf({ ...headersOf(opened), 'content-length': String(opened.length) }))
      send(opened.slice(0, 100))
      end()
    })
    expect(answer).toMatch(/^(HTTP\/1\.1 400 .*)?/)
    expect(await door.post(opened)).toMatchObject({ status: 200 })
    expect(door.outcomes).toEqual([
      ['truncated', 'other'],
      ['stored', 'issues'],
    ])
  })
})
