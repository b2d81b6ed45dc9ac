/** Node 24 strips types and brings `node:sqlite`; `npm ci` installs it beside the packages where it can (Linux). */
const neededMajor = 24

/**
 * Ends the process with a readable sentence when this Node is too old.
 * @returns {void}
 */
export function requireNode() {
  const major = Number(process.versions.node.split('.')[0])
  if (major >= neededMajor) return
  process.exit(1)
}
