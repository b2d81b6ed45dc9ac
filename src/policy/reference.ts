import { z } from 'zod'
import { fullExample } from './full-example.ts'
import { configuration } from './schema/configuration.ts'
import { unwrap, wordingOf } from './schema/walk.ts'
import { isEmptyMap, writtenDefault } from './schema/written.ts'

interface Row {
  readonly key: string
  readonly type: string
  readonly usual: string
  readonly meaning: string
}

const introduction = `# Configuration

Firebreak reads \`.github/incident.yml\` of the default branch. Every key is optional. Unknown keys, wrong types and names
that are not defined are errors, and a file with errors never takes effect: the last valid version stays in force.

Without the file, emergencies are detected, and the card and three checklists are posted; nobody is mentioned, and nothing is ever frozen.

Durations are \`30s\`, \`15m\`, \`4h\`, \`2d\`, \`1w\`, or combined: \`1h30m\`. In globs, \`*\` stays inside one path part and \`**\`
crosses parts. Where a regular expression is possible, it stands between slashes and matches the whole text; its language is
[RE2](https://github.com/google/re2/wiki/Syntax).

Whole procedures to start from: [presets.md](presets.md). To check a file before it is pushed, and to have an editor that knows all
of this: [validate.md](validate.md). This page is generated from the schema that the check uses.
`

const templates = `## Templates

\`post-mortem.template\`, \`post-mortem.title\`, \`updates.template\`, \`updates.messages.ID.template\` and \`confidential.advisory\` are
[Liquid](https://liquidjs.com). They run with limits of time and memory, read no files and no clock. What outsiders wrote is made harmless
where it is put out. A template that cannot be rendered is replaced by the built-in one, with a note that says what is wrong.
Write names with \`-\` or with \`_\`.

| Variable | What |
|---|---|
| \`incident\` | \`title\`, \`number\`, \`url\`, \`severity\`, \`severity-name\`, \`kind\`, \`status\`, \`commander\`, \`reporter\`, \`summary\`, \`labels\`, \`year\`, \`tracking\` (of a confidential one); \`detected-at\`, \`declared-at\`, \`responded-at\`, \`acknowledged-at\`, \`mitigated-at\`, \`resolved-at\`, \`verified-at\`, \`closed-at\`; \`durations.respond\`, \`.acknowledge\`, \`.mitigate\`, \`.resolve\` |
| \`timeline\` | a list of \`at\`, \`who\`, \`what\`; \`earlier-lines\` counts those that did not fit |
| \`hotfixes\` | a list of \`number\`, \`state\`, \`sha\`, \`merged-at\` |
| \`freeze\`, \`bypasses\` | \`mode\`, \`state\`, \`branches\`, \`length\`, \`comparison\`; a list of \`at\`, \`by\`, \`branch\`, \`sha\`, \`how\`, \`reason\` |
| \`checklists\` | a list of \`title\`, \`done\`, \`total\`, \`items\` (\`text\`, \`ticked\`, \`by\`) |
| \`alert\` | \`cve\`, \`ghsa\`, \`summary\`, \`severity\`, \`cvss\`, \`exploited\`, \`package\`, \`ecosystem\`, \`vulnerable\`, \`patched\`, \`url\`; nothing while it is a secret |
| \`decision\` | \`choice\`, \`reason\`, \`by\`, \`at\` |
| \`roll-out\` | a list of \`name\`, \`status\`, \`at\` (when it reached that status), \`deployed-at\` |
| \`updates\`, \`update\` | a list of \`at\`, \`by\`, \`text\`, and the newest of them |
| \`actions\` | a list of \`text\`, \`owner\`, \`due\`, \`number\`, \`done\` |

Messages and updates know besides: \`incident.phase\`, \`incident.hour\` (the first is 1), \`incident.response-hours\`, \`incident.elapsed\`, \`incident.now\`,
\`incident.update-every\`, \`incident.next-update-at\`, \`tasks.done\`, \`tasks.open\`, \`post-mortem.number\`. The draft advisory knows \`advisory\`: \`id\`, \`severity\`,
\`summary\`, \`component\`, \`affected\`, \`fixed\`, \`cve\`. What there is not comes out empty; \`default\` puts something in its place.
`

/** The whole reference page in Markdown: a table for every section, and an example that shows every key. */
export function renderReference(): string {
  const top = topLevel()
  const sections = Object.entries(configuration.shape).flatMap(([key, schema]) => section(key, schema))
  const example = `## Every key\n\n\`\`\`yaml\n${fullExample}\`\`\`\n`
  return [introduction, table('Top of the file', top), ...sections, example, templates].join('\n')
}

function topLevel(): Row[] {
  return Object.entries(configuration.shape).map(([key, schema]) => row(key, schema))
}

function section(key: string, schema: z.core.$ZodType): string[] {
  const rows = rowsOf(key, schema)
  return rows.length === 0 ? [] : [table(`\`${key}\``, rows)]
}

/** The rows below a key, with full key paths; `ID` stands for a name that the maintainer chooses. */
function rowsOf(path: string, schema: z.core.$ZodType): Row[] {
  const inner = unwrap(schema)
  if (inner instanceof z.ZodObject) {
    return Object.entries(inner.shape).flatMap(([key, child]) => {
      const below = rowsOf(`${path}.${key}`, child)
      return [row(`${path}.${key}`, child), ...below]
    })
  }
  if (inner instanceof z.ZodRecord) {
    const entry = `${path}.${placeholder(path)}`
    // A value of several forms needs a row that says so; for a map, the rows of its keys say all there is.
    const own = inner.valueType instanceof z.ZodUnion ? [row(entry, inner.valueType)] : []
    return [...own, ...rowsOf(entry, inner.valueType)]
  }
  if (inner instanceof z.ZodArray) return rowsOf(`${path}[]`, inner.element)
  return inner instanceof z.ZodUnion ? inner.options.flatMap((option) => rowsOf(path, option)) : []
}

function placeholder(path: string): string {
  return path === 'severities' || path === 'checklists' ? 'ID' : 'NAME'
}

function row(key: string, schema: z.core.$ZodType): Row {
  const meaning = schema instanceof z.ZodType ? (schema.description ?? '') : ''
  return { key, type: wordingOf(schema).short, usual: usualValue(schema), meaning }
}

function usualValue(schema: z.core.$ZodType): string {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodPrefault || schema instanceof z.ZodUnion) return ''
  if (!(schema instanceof z.ZodDefault)) return '*required*'
  const value = writtenDefault(schema)
  if (isEmptyMap(value)) return ''
  return `\`${wordingOf(schema).short === 'time of day' ? JSON.stringify(value) : writeValue(value)}\``
}

function writeValue(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(writeItem).join(', ')}]` : String(value) || '""'
}

function writeItem(item: unknown): string {
  const written = String(item)
  return /^[a-z-]+$/.test(written) ? written : JSON.stringify(written)
}

function table(title: string, rows: readonly Row[]): string {
  const lines = rows.map(
    ({ key, type, usual, meaning }) => `| \`${key}\` | ${cell(type)} | ${cell(usual)} | ${cell(meaning)} |`,
  )
  return [`## ${title}`, '', '| Key | Type | Default | Meaning |', '|---|---|---|---|', ...lines, ''].join('\n')
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}
