import { didYouMean } from '../../lib/did-you-mean.ts'
import { compileGlob, compilePattern, compileRefPattern } from '../../lib/glob.ts'
import { failure, success } from '../../lib/result.ts'
import { type Refusal, text } from './value.ts'

/** A part of `wrongPath` and of `refuseImpossibleBranch`, for editors. */
const pathForm = { pattern: String.raw`^[^/\\][^\\]*$`, most: 255 }
const branchForm = { least: 1, most: 255 }

const branchTokens = ['~DEFAULT_BRANCH', '~ALL']

/** Characters and sequences that `git check-ref-format` refuses in a branch's name. */
const impossibleInBranch = /[\s~^:\\]|\.\.|@\{|\/\/|\.lock$|\/$|^\//

/** A branch: a glob, or a regular expression between slashes. */
export function branchPattern() {
  const expects = 'a glob such as `hotfix/*`, or a regular expression between slashes'
  const form = { least: 1, examples: ['hotfix/*', '/hotfix/cve-[0-9]{4}-[0-9]+/'] }
  return text({ expects, short: 'pattern', form }, (written) => {
    const refusal = refuseBranchPattern(written)
    return refusal === undefined ? success(written) : failure(refusal)
  })
}

/** A branch that hotfixes may go to: as above, or the default branch. */
export function basePattern() {
  const expects = '`~DEFAULT_BRANCH`, a glob, or a regular expression between slashes'
  const form = { least: 1, examples: ['~DEFAULT_BRANCH'] }
  return text({ expects, short: 'pattern, `~DEFAULT_BRANCH`', form }, (written) => {
    if (branchTokens.includes(written)) return success(written)
    const refusal = written.startsWith('~') ? refuseToken(written) : refuseBranchPattern(written)
    return refusal === undefined ? success(written) : failure(refusal)
  })
}

/** Branches in GitHub's own ref patterns. */
export function refPattern() {
  const expects = '`~DEFAULT_BRANCH`, `~ALL`, or a pattern such as `release/*`'
  const form = { ...branchForm, examples: [...branchTokens, 'release/*'] }
  return text({ expects, short: 'ref pattern', form }, (written) => {
    if (branchTokens.includes(written)) return success(written)
    const refusal = refuseRefPattern(written)
    return refusal === undefined ? success(written) : failure(refusal)
  })
}

/** Files of the repository. */
export function pathGlob() {
  const form = { ...pathForm, examples: ['docs/**', '**/*.md'] }
  return text({ expects: 'a glob for paths such as `docs/**`', short: 'glob', form }, (written) => {
    const remedy = wrongPath(written)
    if (remedy !== undefined) return failure({ remedy })
    const glob = compileGlob(written)
    return glob.ok ? success(written) : failure({ remedy: `It cannot match: ${glob.error}.` })
  })
}

/** One file of the repository. */
export function path() {
  const expects = 'a path inside the repository such as `.github/incident/update.md`'
  return text({ expects, short: 'path', form: pathForm }, (written) => {
    const remedy = wrongPath(written)
    return remedy === undefined ? success(written) : failure({ remedy })
  })
}

/** Why a text is no path inside a repository, as a sentence; undefined when it is one. */
export function wrongPath(written: string): string | undefined {
  if (written === '' || written.length > 255) return 'A path has from 1 to 255 characters.'
  if (/^[a-z]+:\/\//i.test(written)) return 'Addresses are not possible here.'
  if (written.startsWith('/')) return 'Paths start at the top of the repository, without a slash.'
  if (/[\\\p{Cc}]/u.test(written)) return 'Paths have forward slashes and no control characters.'
  const parts = written.split('/')
  if (parts.includes('..') || parts.includes('.') || parts.includes(''))
    return 'Paths have no `.`, `..` or empty parts.'
  return undefined
}

function refuseToken(written: string): Refusal {
  const nearest = didYouMean(written, branchTokens)
  return { remedy: nearest === undefined ? undefined : `Did you mean \`${nearest}\`?` }
}

function refuseBranchPattern(written: string): Refusal | undefined {
  const isExpression = written.length > 2 && written.startsWith('/') && written.endsWith('/')
  if (!isExpression) {
    const impossible = refuseImpossibleBranch(written)
    if (impossible !== undefined) return impossible
  }
  const pattern = compilePattern(written)
  if (pattern.ok) return undefined
  return { remedy: `The ${isExpression ? 'regular expression' : 'glob'} cannot be read: ${pattern.error}.` }
}

function refuseRefPattern(written: string): Refusal | undefined {
  if (written.startsWith('~')) return refuseToken(written)
  if (written.startsWith('/') && written.endsWith('/') && written.length > 2) {
    return { remedy: 'GitHub freezes by ref patterns, which know no regular expressions.' }
  }
  if (/[{}]/.test(written)) return { remedy: "GitHub's patterns know no `{a,b}`; write one pattern for each." }
  const impossible = refuseImpossibleBranch(written)
  if (impossible !== undefined) return impossible
  const pattern = compileRefPattern(written)
  return pattern.ok ? undefined : { remedy: `The pattern cannot be read: ${pattern.error}.` }
}

function refuseImpossibleBranch(written: string): Refusal | undefined {
  if (written === '' || written.length > 255) return { remedy: 'A pattern has from 1 to 255 characters.' }
  if (written.startsWith('refs/')) return { remedy: `Write the branch's name without \`refs/heads/\`.` }
  const impossible = impossibleInBranch.exec(written.replace(/\[[^\]]*\]/g, ''))?.[0]
  return impossible === undefined ? undefined : { remedy: `No branch name contains \`${impossible}\` there.` }
}
