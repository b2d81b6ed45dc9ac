import { z } from 'zod'
import { failure, type Result, success } from '../lib/result.ts'
import { keySpanAt, nodeAt, spanAt, toValue } from './document.ts'
import { parseDocument } from './parse-document.ts'
import { oneLine, writeKeyPath } from './problem.ts'
import { words } from './schema/name.ts'
import { longText } from './schema/template.ts'
import { duration } from './schema/time.ts'

/** What a drill plays: a file of the repository, such as `.github/incident/drills/leak.yml`. */
export interface DrillScenario {
  readonly path: string
  readonly title: string
  readonly description: string
  /** Ids of the policy; whether they exist is looked at when the drill begins. */
  readonly severity: string | undefined
  readonly kind: string | undefined
  /** What the team learns in the course of it, `after` so many milliseconds. */
  readonly injects: readonly { readonly after: number; readonly text: string }[]
}

const mostInjects = 20

const scenario = z.strictObject({
  title: words(200),
  description: longText().default(''),
  severity: words(50).optional(),
  kind: words(50).optional(),
  injects: z
    .array(z.strictObject({ after: duration('1s', '30d'), say: longText() }))
    .max(mostInjects)
    .default([]),
})

/**
 * Reads a scenario file.
 * @returns the scenario, or one sentence that says where and what is wrong
 */
export function readScenario(text: string, path: string): Result<DrillScenario, string> {
  const document = parseDocument(text, path)
  if (!document.ok) {
    const [first] = document.error
    return failure(first ? `${path}:${first.line}:${first.column}: ${first.message}` : `${path} cannot be read.`)
  }
  const parsed = scenario.safeParse(toValue(document.value))
  if (parsed.success) {
    const { injects, severity, kind, ...rest } = parsed.data
    return success({ path, ...rest, severity, kind, injects: injects.map(({ after, say }) => ({ after, text: say })) })
  }
  const [issue] = parsed.error.issues
  const place = (issue?.path ?? []).map((part) => (typeof part === 'symbol' ? String(part) : part))
  const unknown =
    issue?.code === 'unrecognized_keys' ? keySpanAt(document.value, [...place, issue.keys[0] ?? '']) : undefined
  const at = unknown ?? spanAt(document.value, place)
  return failure(
    `${path}:${at.line}:${at.column}: ${explained(issue, writeKeyPath(place), nodeAt(document.value, place) === undefined)}`,
  )
}

function explained(issue: z.core.$ZodIssue | undefined, key: string, isMissing: boolean): string {
  if (issue?.code === 'unrecognized_keys')
    return `unknown key \`${oneLine(issue.keys[0] ?? '')}\`; possible are \`title\`, \`description\`, \`severity\`, \`kind\` and \`injects\` (\`after\`, \`say\`).`
  if (isMissing) return `\`${key}\` is missing.`
  return `\`${key}\` is not what is expected there${issue?.code === 'custom' ? `: ${issue.message}` : ''}.`
}
