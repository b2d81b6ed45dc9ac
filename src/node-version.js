/** Node 24 strips types and brings `node:sqlite`; `npm ci` installs it beside the packages where it can (Linux). */
const neededMajor = 24

/**
 * Says what to do when a Node is too old to run the project.
 * @param {string} version such as `20.11.0`
 * @returns {string | undefined} a sentence for people; undefined when this Node will do
 */
export function problemOfNode(version) {
  if (Number(version.split('.')[0]) >= neededMajor) return undefined
  return (
    `Firebreak needs Node ${neededMajor} or later, and this is Node ${version}. ` +
    'On Linux "npm ci" installs the right one beside the packages, and "npm start", "npm run" and "firebreak" use it; ' +
    `elsewhere install Node ${neededMajor}.`
  )
}

/**
 * Ends the process with a readable sentence when this Node is too old.
 * @param {number} code with which it ends; of the command line it is another one than "something is amiss"
 * @returns {void}
 */
export function requireNode(code = 1) {
  const problem = problemOfNode(process.versions.node)
  if (problem === undefined) return
  console.error(problem)
  process.exit(code)
}
