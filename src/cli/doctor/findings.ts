import type { Finding } from '../../incident/finding.ts'
import { channelFindings } from '../../incident/readiness/channels.ts'
import { isAboutTheFile } from '../../incident/readiness/configuration.ts'
import { findingsOf } from '../../incident/readiness/judge.ts'
import { defaultPath } from '../../policy/extends.ts'
import type { Examined } from './examine.ts'

/** What is printed, in whatever form. */
export interface Findings {
  /** `OWNER/REPO`. */
  readonly repository: string
  readonly findings: readonly Finding[]
  /** Sentences about what was not looked at. */
  readonly leftOut: readonly string[]
}

const mostProblems = 10

/** All that is known of a repository and its channels. */
export function findingsIn({ policy, path, facts, problems, probed, now }: Examined): readonly Finding[] {
  return [
    ...findingsOf(policy, facts, now).map((finding) =>
      path !== undefined && isAboutTheFile(finding) ? aboutAnother(path, finding) : finding,
    ),
    ...problems.slice(0, mostProblems).map(
      ({ file, line, column, message }): Finding => ({
        ...{ topic: 'configuration', level: 'broken' },
        seen: `${file === defaultPath ? (path ?? file) : file}:${line}:${column}: ${message}`,
      }),
    ),
    ...channelFindings(policy, probed),
  ]
}

/** Nothing of it is on the default branch, or in force. */
function aboutAnother(path: string, { level, subjects = [], topic }: Finding): Finding {
  if (level === 'good') return { topic, level, subjects, seen: `${path} is valid.` }
  return {
    ...{ topic, level, subjects },
    seen: `${path} has errors.`,
    emergency: 'On the default branch it would change nothing: the last valid version would count.',
    remedy: `Run firebreak validate ${path}, and correct what it names.`,
  }
}

export const countOf = (findings: readonly Finding[], level: Finding['level']): number =>
  findings.filter((finding) => finding.level === level).length

/** Whether a script should stop. */
export const isFailing = (findings: readonly Finding[], strict: boolean): boolean =>
  countOf(findings, 'broken') > 0 || (strict && countOf(findings, 'weak') > 0)

/** How it stands, in one sentence. */
export function glance({ findings }: Findings): string {
  const [broken, weak, unknown] = (['broken', 'weak', 'unknown'] as const).map((level) => countOf(findings, level))
  const unseen = unknown ? ` ${unknown} could not be seen.` : ''
  if (!broken && !weak) return `Nothing is known that would fail in an emergency.${unseen}`
  const parts = [broken && `${broken} would fail in an emergency`, weak && `${weak} ${weak === 1 ? 'is' : 'are'} weak`]
  return `${parts.filter(Boolean).join(', ')}.${unseen}`
}
