import { isColoured, type Terminal } from './terminal.ts'
import { printable } from './validate/finding.ts'

const beginningOfLine = '\r\u001B[K'

/** A process as a terminal: its streams, its variables, its end. */
export function processTerminal(own: Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr' | 'env' | 'once'>): Terminal {
  const { stdout, stderr, env } = own
  // Where nobody looks, a line that is rewritten would only be noise in a log.
  const isWatched = stderr.isTTY === true && !env.CI
  let isShown = false
  const rewrite = (line: string): void => {
    stderr.write(`${beginningOfLine}${line}`)
    isShown = line !== ''
  }
  const takeBack = (): void => {
    if (isShown) rewrite('')
  }
  own.once('exit', takeBack)
  return {
    print(line) {
      takeBack()
      stdout.write(`${line}\n`)
    },
    printError(line) {
      takeBack()
      // What went wrong may quote what GitHub or a file says; nothing of ours is coloured here.
      stderr.write(`${line.split('\n').map(printable).join('\n')}\n`)
    },
    isTerminal: isColoured(stdout.isTTY === true, env),
    rewrite: isWatched ? rewrite : undefined,
    // Opened only where somebody reads it: an open pipe would keep the process alive.
    get input() {
      return own.stdin
    },
    atEnd: (clean) => void own.once('exit', clean),
  }
}
