import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EmulatorOptions } from '../../../src/emulator/emulator.ts'
import type { Effect } from '../../../src/incident/effect.ts'
import { startWorkbench, type Workbench } from './workbench.ts'

let bench: Workbench
let thread: number

async function raise(appsOnLocked: NonNullable<EmulatorOptions['appsOnLocked']> = 'edit') {
  bench = await startWorkbench({ appsOnLocked, repository: { collaborators: { alice: 'admin', bob: 'write' } } })
  thread = person('alice').openIssue({ title: 'Heated' }).number
}

beforeEach(() => raise())
afterEach(async () => {
  expect(bench.github.unknownRequests).toEqual([])
  await bench.close()
})

const person = (login: string) => bench.github.as(login).in('acme/app')
const issue = () => bench.github.repository('acme/app').issues.find(({ number }) => number === thread)
const bodies = () => bench.github.repository('acme/app').comments.map(({ body }) => body.split('\n')[0])
const lockPath = /\/lock$/

const comment = (body = 'Hello'): Effect => ({
  ...{ type: 'PostComment', thread, message: { type: 'Help', to: 'alice' }, body },
})
const card = (body: string): Effect => ({ type: 'SyncCard', incident: '1#1', thread, body })
const lock = (firstKey?: string): Effect => ({ type: 'LockThread', thread, locked: true, firstKey })
const open = (firstKey = 'lock'): Effect => ({ type: 'LockThread', thread, locked: false, firstKey })

describe('words in a locked conversation', () => {
  it('are said, and it is locked again for the same reason', async () => {
    person('alice').lock(thread, 'spam')
    expect(await bench.perform(comment())).toMatchObject({ succeeded: true })
    expect(bodies()).toEqual(['Hello'])
    expect(issue()).toMatchObject({ locked: true, lockReason: 'spam' })
  })

  it.each(['nothing', 'edit', 'comment'] as const)('reach the card where Apps may do %s there', async (may) => {
    await bench.close()
    await raise(may)
    const first = await bench.perform(card('Frozen'))
    person('alice').lock(thread)
    await bench.perform(card('Thawed'), first.succeeded ? { previous: first.result } : {})
    expect(bodies()).toEqual(['Thawed'])
    expect(issue()).toMatchObject({ locked: true, lockReason: null })
  })

  it('begin a card there', async () => {
    person('alice').lock(thread)
    await bench.perform(card('Frozen'))
    expect([bodies(), issue()?.locked]).toEqual([['Frozen'], true])
  })

  it.each([
    ['looking at the lock', 'GET', /\/issues\/\d+$/],
    ['unlocking', 'DELETE', lockPath],
    ['locking again', 'PUT', lockPath],
    ['the comment itself', 'POST', /\/comments$/],
  ])('are said once and locked again when a reply is lost: %s', async (_what, method, path) => {
    person('alice').lock(thread, 'too heated')
    bench.github.faults.loseReply({ method, path })
    expect(await bench.insist(comment())).toMatchObject({ succeeded: true })
    expect(bodies()).toEqual(['Hello'])
    expect(issue()).toMatchObject({ locked: true, lockReason: 'too heated' })
  })

  it('leave it locked after a crash between unlocking and locking again', async () => {
    person('alice').lock(thread, 'too heated')
    bench.github.faults.answer({ method: 'PUT', path: lockPath }, { status: 502 })
    await expect(bench.perform(comment())).rejects.toMatchObject({ name: 'TryLater' })
    expect(issue()?.locked).toBe(false)
    await bench.perform(comment(), { triesBefore: 1 })
    expect([bodies(), issue()?.locked]).toEqual([['Hello'], true])
  })

  it('do not lock again what was opened meanwhile because the cool-down is over', async () => {
    await bench.perform(lock(), { key: 'lock' })
    bench.github.faults.answer({ method: 'PUT', path: lockPath }, { status: 502 })
    await expect(bench.perform(comment())).rejects.toMatchObject({ name: 'TryLater' })
    await bench.perform(open(), { key: 'open' })
    await bench.perform(comment(), { triesBefore: 1 })
    expect([bodies(), issue()?.locked]).toEqual([['Hello'], false])
  })

  it('lock an unchanged card that is owed its lock', async () => {
    await bench.close()
    await raise('nothing')
    const first = await bench.perform(card('Frozen'))
    const previous = first.succeeded ? { previous: first.result } : {}
    person('alice').lock(thread)
    bench.github.faults.answer({ method: 'PUT', path: lockPath }, { status: 502 })
    await expect(bench.perform(card('Thawed'), previous)).rejects.toMatchObject({ name: 'TryLater' })
    await bench.perform(card('Thawed'), { ...previous, triesBefore: 1 })
    expect([bodies(), issue()?.locked]).toEqual([['Thawed'], true])
  })
})

describe('a conversation', () => {
  it('is locked as too heated, and opened again', async () => {
    const seen = await bench.perform(lock(), { key: 'lock' })
    expect(seen).toEqual({ succeeded: true, result: { type: 'LockSeen', locked: true, wasLocked: false } })
    expect(issue()).toMatchObject({ locked: true, lockReason: 'too heated' })
    expect(await bench.perform(open())).toEqual({ succeeded: true, result: { type: 'LockSeen', locked: false } })
    expect(issue()?.locked).toBe(false)
  })

  it('that somebody had locked keeps that lock', async () => {
    person('alice').lock(thread, 'spam')
    await bench.perform(lock(), { key: 'lock' })
    const longer = await bench.perform(lock('lock'), { key: 'longer' })
    expect(longer).toEqual({ succeeded: true, result: { type: 'LockSeen', locked: true, wasLocked: true } })
    expect(await bench.perform(open())).toEqual({ succeeded: true, result: { type: 'LockSeen', locked: true } })
    expect(issue()).toMatchObject({ locked: true, lockReason: 'spam' })
  })

  it('that somebody locked for a reason of their own meanwhile stays locked', async () => {
    await bench.perform(lock(), { key: 'lock' })
    person('alice').unlock(thread)
    person('alice').lock(thread, 'spam')
    expect(await bench.perform(open())).toEqual({ succeeded: true, result: { type: 'LockSeen', locked: true } })
    expect(issue()).toMatchObject({ locked: true, lockReason: 'spam' })
  })

  it('that is open only because something was being written there counts as locked', async () => {
    person('alice').lock(thread, 'spam')
    bench.github.faults.answer({ method: 'PUT', path: lockPath }, { status: 502 })
    await expect(bench.perform(comment())).rejects.toMatchObject({ name: 'TryLater' })
    await bench.perform(lock(), { key: 'lock' })
    expect(issue()).toMatchObject({ locked: true, lockReason: 'spam' })
    await bench.perform(open())
    await bench.perform(comment(), { triesBefore: 1 })
    expect([bodies(), issue()?.lockReason]).toEqual([['Hello'], 'spam'])
  })

  it.each([
    ['looking', 'GET', /\/issues\/\d+$/],
    ['locking', 'PUT', lockPath],
    ['opening', 'DELETE', lockPath],
  ])('is locked and opened when a reply is lost: %s', async (_what, method, path) => {
    bench.github.faults.loseReply({ method, path })
    await bench.insist(lock(), { key: 'lock' })
    expect(issue()?.locked).toBe(true)
    await bench.insist(open())
    expect(issue()?.locked).toBe(false)
  })

  it('that is gone needs no opening', async () => {
    await bench.perform(lock(), { key: 'lock' })
    person('alice').deleteIssue(thread)
    expect(await bench.perform(open())).toMatchObject({ succeeded: true })
  })

  it('cannot be locked without the permission, and the reason is handed on', async () => {
    const [installation] = bench.github.state.installations
    if (installation) bench.github.grant(installation, { issues: 'read' }, 'olga')
    const outcome = await bench.perform(lock(), { key: 'lock' })
    expect(outcome).toMatchObject({ succeeded: false, reason: expect.stringContaining('not accessible') })
  })
})
