import { Writable } from 'node:stream'
import { type DestinationStream, type Logger, pino } from 'pino'
import { PinoPretty } from 'pino-pretty'
import { redact } from './engine/redact.ts'
import { currentTrail } from './engine/trail.ts'
import type { LogLevel } from './env.ts'

export interface LogOptions {
  readonly level: LogLevel
  readonly format: 'json' | 'pretty'
  /** Where the lines go; colours are used when it is a terminal. */
  readonly out: DestinationStream & { readonly isTTY?: boolean }
}

/**
 * The one logger. Every line, whoever wrote it, names the delivery, the incident and the effect that it is about where
 * there are any, and passes the redactor before it leaves the process.
 */
export function createLog({ level, format, out }: LogOptions): Logger {
  const redacting = { write: (line: string): void => void out.write(redact(line)) }
  const options = { level, name: 'firebreak', mixin: () => ({ ...currentTrail() }) }
  if (format === 'json') return pino(options, redacting)
  const destination = new Writable({
    decodeStrings: false,
    write(line: string, _encoding, done) {
      redacting.write(line)
      done()
    },
  })
  const pretty = PinoPretty({
    colorize: out.isTTY === true,
    ignore: 'pid,hostname,name',
    translateTime: 'SYS:HH:MM:ss.l',
    destination,
    sync: true,
  })
  return pino(options, pretty)
}
