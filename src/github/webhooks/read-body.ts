import type { IncomingMessage } from 'node:http'
import { mostBytes, tooLarge } from './label.ts'
import { Refusal } from './refusal.ts'
import type { Share } from './room.ts'

/**
 * Reads a request to its end, and stops in the middle when it is too much or too slow.
 * @param share takes the bytes as they come, not as they are announced: announcing costs a stranger nothing
 * @param patience milliseconds for all of it
 * @returns the pieces in which it came
 * @throws Refusal
 */
export function readBody(request: IncomingMessage, share: Share, patience: number): Promise<Buffer[]> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer[]>()
  const chunks: Buffer[] = []
  let size = 0
  const onData = (chunk: Buffer): void => {
    size += chunk.length
    if (size > mostBytes) end(tooLarge())
    else if (!share.take(chunk.length)) end(new Refusal('no-room', 'Too much is coming in at this moment.'))
    else chunks.push(chunk)
  }
  const onEnd = (): void => end()
  // Whoever sends it is gone: Node makes an error of that.
  const onError = (): void => end(new Refusal('truncated', 'The delivery broke off.'))
  const timer = setTimeout(() => end(new Refusal('too-slow', 'The delivery took too long.')), patience)
  function end(refusal?: Refusal): void {
    clearTimeout(timer)
    request.off('data', onData).off('end', onEnd)
    // The request lives on for as long as its connection, and with it the listener for errors: it must not keep the body.
    const body = chunks.splice(0)
    if (refusal) reject(refusal)
    else resolve(body)
  }
  // The listener for errors stays: one that comes later has nobody else, and would end the process.
  request.on('error', onError).on('data', onData).on('end', onEnd)
  return promise
}
