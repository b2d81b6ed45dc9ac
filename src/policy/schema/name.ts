import { failure, success } from '../../lib/result.ts'
import { text, type Wording } from './value.ts'

const loginForm = '[A-Za-z0-9](?:[A-Za-z0-9]|[-_](?=[A-Za-z0-9])){0,38}'
const teamForm = '[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,99})'
const repositoryForm = '[A-Za-z0-9._-]{1,100}'

const login = new RegExp(`^${loginForm}$`)
const teamSlug = new RegExp(`^${teamForm}$`)
const repository = new RegExp(`^${repositoryForm}$`)

/** `OWNER/REPO`, as a part of a regular expression. */
export const fullNameForm = `${loginForm}/${repositoryForm}`

/** GitHub's limit for a label's name. */
const longestLabel = 50

/** `@user` or `@org/team`. */
export function member() {
  const form = { pattern: `^@${loginForm}(?:/${teamForm})?$`, examples: ['@user', '@org/team'] }
  return text({ expects: '`"@user"` or `"@org/team"`', short: 'member', form }, (written) => {
    if (isMember(written)) return success(written)
    const repaired = `@${written.trim().replace(/^(https:\/\/github\.com\/|@)+/, '')}`
    return failure({ remedy: isMember(repaired) ? `Write \`"${repaired}"\`.` : undefined })
  })
}

export function isMember(written: string): boolean {
  const [account = '', team, ...rest] = written.slice(1).split('/')
  if (!written.startsWith('@') || rest.length > 0 || !login.test(account)) return false
  return team === undefined || teamSlug.test(team)
}

/** An account as GitHub names it, without an at-sign; apps end in `[bot]`. */
export function author() {
  const expects = 'an account such as `octocat` or `dependabot[bot]`'
  const form = { pattern: `^${loginForm}(?:\\[bot\\])?$`, examples: ['dependabot[bot]'] }
  return text({ expects, short: 'account', form }, (written) => {
    if (login.test(written.replace(/\[bot\]$/, ''))) return success(written)
    return failure({ remedy: written.startsWith('@') ? 'Write it without the `@`.' : undefined })
  })
}

/** The name of a label. */
export function label() {
  const expects = `a label of at most ${longestLabel} characters`
  const form = { pattern: String.raw`^[^,\s](?:[^,\r\n]*[^,\s])?$`, most: longestLabel }
  return text({ expects, short: 'label', form }, (written) => {
    const length = [...written].length
    if (length === 0 || length > longestLabel || written.trim() !== written || /[,\r\n]/.test(written))
      return failure({})
    if (!written.toLowerCase().startsWith('incident/')) return success(written)
    return failure({ remedy: 'Labels that start with `incident/` show the status, and only the app sets them.' })
  })
}

/** A name that refers to something defined elsewhere in the file; whether it is defined is checked on the whole. */
export function reference(what: string) {
  const article = /^[aeiou]/.test(what) ? 'an' : 'a'
  return plainText({ expects: `the name of ${article} ${what}`, short: `${what}` }, 100)
}

/** The name of a GitHub environment. */
export function environment() {
  return plainText({ expects: 'the name of an environment such as `production`', short: 'name' }, 255)
}

/** A role, or `@user`. */
export function roleOrUser() {
  const form = { least: 1, examples: ['commander', '@user'] }
  return text({ expects: 'the name of a role, or `"@user"`', short: 'role, `@user`', form }, (written) => {
    if (!written.startsWith('@')) return written === '' ? failure({}) : success(written)
    if (login.test(written.slice(1))) return success(written)
    return failure({ remedy: written.includes('/') ? 'GitHub assigns people, not teams.' : undefined })
  })
}

/** Text for people: not empty, at most `most` characters, on one line. */
export function plainText(wording: Wording, most: number) {
  const form = { pattern: String.raw`^[^\r\n]*\S[^\r\n]*$`, most, ...wording.form }
  return text({ ...wording, form }, (written) => {
    if (written.trim() === '') return failure({ expected: `${wording.expects}, not an empty text` })
    if (written.length > most) return failure({ expected: `${wording.expects} of at most ${most} characters` })
    return /[\r\n]/.test(written) ? failure({ expected: `${wording.expects} on one line` }) : success(written)
  })
}

export function words(most = 200) {
  return plainText({ expects: 'text', short: 'text' }, most)
}

/** `OWNER/REPO` */
export function repositoryName() {
  const form = { pattern: `^${fullNameForm}$` }
  return text({ expects: 'a repository as `OWNER/REPO`', short: '`OWNER/REPO`', form }, (written) => {
    const [owner = '', name = '', ...rest] = written.split('/')
    return rest.length === 0 && login.test(owner) && isRepositoryName(name) ? success(written) : failure({})
  })
}

/** Whether GitHub accepts `name` as a repository's name (without the owner). */
export function isRepositoryName(name: string): boolean {
  return repository.test(name) && name !== '.' && name !== '..'
}

export function isLogin(name: string): boolean {
  return login.test(name)
}
