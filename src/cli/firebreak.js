#!/usr/bin/env node
// Plain JavaScript for the same reason as ../start.js: an older Node is told what is needed.
import { keepCompiledCode } from '../compiled-code.js'
import { requireNode } from '../node-version.js'

requireNode()
keepCompiledCode()
// A reader that has seen enough (`… | head`) closes the pipe; that is no failure of ours.
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})
// Where nobody looks, a line that is rewritten would only be noise in a log.
const isWatched = process.stderr.isTTY === true && !process.env.CI
const { runCommand } = await import('./run-command.ts')
const terminal = {
  print: (line) => console.log(line),
  printError: (line) => console.error(line),
  isTerminal: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
  rewrite: isWatched ? (line) => process.stderr.write(`\r\u001B[K${line}`) : undefined,
  // Opened only where somebody reads it: an open pipe would keep the process alive.
  get input() {
    return process.stdin
  },
}
process.exitCode = await runCommand(process.argv.slice(2), terminal, process.env)
