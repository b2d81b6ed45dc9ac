#!/usr/bin/env node
// Plain JavaScript for the same reason as ../start.js: an older Node is told what is needed.
import { constants } from 'node:os'
import { keepCompiledCode } from '../compiled-code.js'
import { requireNode } from '../node-version.js'

requireNode()
keepCompiledCode()
// A reader that has seen enough (`… | head`) closes the pipe; that is no failure of ours.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(0)
  })
// As a shell counts it: 130 for Ctrl-C. What is to be removed at the end is removed at this end, too.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.once(signal, () => process.exit(128 + constants.signals[signal]))

const { runCommand } = await import('./run-command.ts')
const { processTerminal } = await import('./process-terminal.ts')
process.exitCode = await runCommand(process.argv.slice(2), processTerminal(process), process.env)
