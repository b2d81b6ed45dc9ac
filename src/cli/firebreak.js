#!/usr/bin/env node
// Plain JavaScript for the same reason as ../start.js: an older Node can read it.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'
import { keepCompiledCode } from '../compiled-code.js'
import { problemOfNode, requireNode } from '../node-version.js'

/** Called by its path or by a link, it is run by whichever Node comes first; `npm ci` has put the right one here (Linux). */
const nodeOfOurs = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url))
const handedOver = 'FIREBREAK_HANDED_OVER'
/** As for whatever else keeps a command from beginning; 1 means that it found something amiss. */
const couldNotBegin = 2
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
/** As a shell counts it: 130 for Ctrl-C. */
const codeOf = (signal) => 128 + constants.signals[signal]

if (problemOfNode(process.versions.node) !== undefined && existsSync(nodeOfOurs) && !process.env[handedOver]) handOver()
else await run()

/** The same command, by the right Node. */
function handOver() {
  const args = [fileURLToPath(import.meta.url), ...process.argv.slice(2)]
  const child = spawn(nodeOfOurs, args, { stdio: 'inherit', env: { ...process.env, [handedOver]: 'yes' } })
  for (const signal of signals) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? codeOf(signal)))
}

async function run() {
  requireNode(couldNotBegin)
  keepCompiledCode()
  // A reader that has seen enough (`… | head`) closes the pipe; that is no failure of ours.
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error) => {
      if (error.code !== 'EPIPE') throw error
      process.exit(0)
    })
  // What is to be removed at the end is removed at this end, too.
  for (const signal of signals) process.once(signal, () => process.exit(codeOf(signal)))
  const { runCommand } = await import('./run-command.ts')
  const { processTerminal } = await import('./process-terminal.ts')
  process.exitCode = await runCommand(process.argv.slice(2), processTerminal(process), process.env)
}
