import { lstatSync, mkdirSync } from 'node:fs'
import module from 'node:module'
import { fileURLToPath } from 'node:url'

/** Beside the packages: whoever may write there may change the code itself, so the cache lets in nobody new. */
const besideThePackages = fileURLToPath(new URL('../node_modules/.cache/firebreak', import.meta.url))

/**
 * Has Node keep what it compiles for the next start, which is then twice as fast. What is kept is run as it is, so a
 * directory that others may write to would let them run code as us, and Node's own default is one below the system's
 * temporary directory. Where the directory is not ours alone, or there is none to be had (a read-only installation), the
 * code is compiled each time. `NODE_COMPILE_CACHE` names another one; `NODE_DISABLE_COMPILE_CACHE` switches it off.
 * @param {string} directory created if it is not there
 * @returns {boolean} whether it is used
 */
export function keepCompiledCode(directory = besideThePackages) {
  if (!isTrusted(directory)) return false
  const { status } = module.enableCompileCache(directory)
  return status === module.constants.compileCacheStatus.ENABLED
}

/** Writes to disk what was compiled until now; Node does so by itself only at an orderly end. */
export function writeCompiledCode() {
  module.flushCompileCache()
}

/**
 * @param {string} directory
 * @returns {boolean} whether nobody may write to it who may not change the code
 */
function isTrusted(directory) {
  try {
    // Nothing in it is secret: an image may fill it as root for a server that may only read.
    mkdirSync(directory, { recursive: true, mode: 0o755 })
    const found = lstatSync(directory)
    const owners = [lstatSync(fileURLToPath(import.meta.url)).uid, process.getuid?.()]
    return found.isDirectory() && owners.includes(found.uid) && (found.mode & 0o022) === 0
  } catch {
    return false
  }
}
