import { z } from 'zod'
import { failure, success } from '../../lib/result.ts'
import { label, reference, words } from './name.ts'
import { duration } from './time.ts'
import { listOf, orFalse, text, trueOrFalse, wholeNumber, word } from './value.ts'

export const freezeMode = () => word(['hotfix-only', 'reviewed', 'locked'])

const operators = ['>=', '>', '<=', '<', '='] as const

const cvssForm = /^\s*(>=|>|<=|<|=)\s*(\d{1,2}(?:\.\d)?)\s*$/

const cvss = text(
  {
    expects: 'a comparison with a score from 0.0 to 10.0 such as `">=9.0"`',
    short: 'comparison',
    form: { pattern: cvssForm.source, examples: ['>=9.0'] },
  },
  (written) => {
    const match = cvssForm.exec(written)
    const operator = operators.find((one) => one === match?.[1])
    const score = Number(match?.[2] ?? 99)
    return operator === undefined || score > 10 ? failure({}) : success({ operator, score })
  },
)

const when = z.strictObject({
  cvss: cvss
    .optional()
    .describe(
      'The CVSS score, the higher of versions 3 and 4. Where GitHub has none, its word counts as the lower end of its band: critical 9.0, high 7.0, medium 4.0, low 0.1.',
    ),
  exploited: trueOrFalse()
    .optional()
    .describe(
      'Whether something says that it is exploited: it is malware, its CVSS vector says so, or EPSS puts an exploit within 30 days at 50 % or more.',
    ),
  scope: word(['runtime', 'development'])
    .optional()
    .describe('Where the vulnerable dependency is used; where GitHub does not know, it counts as `runtime`.'),
})

const approvals = z.strictObject({
  required: wholeNumber(0, 10).default(1).describe('How many approvals of its newest commit a hotfix needs.'),
  from: listOf(reference('role'), 'roles', 10)
    .default([])
    .describe('Whose approvals count; empty: everybody with write permission.'),
  each: trueOrFalse().default(false).describe('`true`: at least one approval from every role in `from`.'),
})

export const severity = z.strictObject({
  name: words(60).optional().describe('What people call it. By default the id.'),
  description: words(500).default('').describe('When to choose it.'),
  label: label()
    .optional()
    .describe('Put on the incident; putting it there by hand sets the severity. By default `severity/ID`.'),
  when: when
    .optional()
    .describe(
      'Security alerts that get this severity: all of it must hold, and the most severe one counts. Without it, alerts get this severity only if it is the default, and either no severity has a `when` or nobody has rated the alert yet. An alert for which no `when` holds opens no incident.',
    ),
  'respond-within': duration()
    .optional()
    .describe(
      'Promise of a first response by a responder; counted in the working hours of its escalation policy, if it has any.',
    ),
  'resolve-within': duration().optional().describe('Promise of a resolution.'),
  'update-every': orFalse(duration())
    .default(false)
    .describe('Status updates are asked for this often until the incident is resolved.'),
  freeze: orFalse(freezeMode())
    .default(false)
    .describe(
      'What happens to the frozen branches: only hotfixes merge, a strict review for all, nothing merges, or no freeze.',
    ),
  escalation: orFalse(reference('escalation policy'))
    .optional()
    .describe(
      'A name in `escalation.policies`. By default `default` where a policy of that name exists, else `false`.',
    ),
  responders: listOf(reference('role'), 'roles', 20)
    .default([])
    .describe(
      'Roles that are mentioned, and whose answer counts as a response. Where no step of the escalation names any of them, they are mentioned at once; with `escalation: false` nobody is.',
    ),
  approvals: approvals.prefault({}).describe('Approvals that a hotfix needs.'),
})
