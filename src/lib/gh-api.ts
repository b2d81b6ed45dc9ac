/**
 * Commands of GitHub's command line (`gh api`), to be pasted into a shell. Nothing that stands in them can end a
 * quotation or run anything.
 */

const plain = /^[\w./-]+$/

/** A text as one word of a shell. */
export const shellWord = (text: string): string => (plain.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`)

/** A name as part of an address; what encoding leaves alone and a shell does not is encoded too. */
export const pathPart = (name: string): string =>
  encodeURIComponent(name).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)

/**
 * A request with a body. JSON holds no raw line breaks inside of its strings, so nothing in it can end the quoted block, nor
 * a block of Markdown around it.
 */
export function ghWithBody(method: 'POST' | 'PUT', path: string, body: unknown): string {
  return `gh api -X ${method} ${shellWord(path)} --input - <<'JSON'\n${JSON.stringify(body, undefined, 2)}\nJSON`
}

/** Deletes the rulesets of a repository whose names begin so. @param repository `OWNER/REPO` */
export function ghDeleteRulesets(repository: string, prefix: string): string {
  const path = `repos/${repository}/rulesets`
  const ids = `gh api --paginate ${path} --jq '.[] | select(.name | startswith("${prefix}")) | .id'`
  return `${ids} | xargs -I{} gh api -X DELETE ${path}/{}`
}
