import type { Policy } from '../../policy/policy.ts'
import type { Finding } from '../finding.ts'
import type { ReadinessFacts } from './facts.ts'
import { about, byNumber, judged, named } from './sentences.ts'

const { good, weak, unknown } = about('labels')

/** Labels that people have to put on by themselves: the App makes the others when it needs them. */
const byPeople = ({ detection, freeze }: Policy): readonly string[] => [...detection.labels, ...freeze.exempt.labels]

/** Every label that the configuration relies on. */
export const labelsOf = (policy: Policy): readonly string[] => [
  ...new Set([
    ...byPeople(policy),
    ...policy.severities.map(({ label }) => label),
    ...Object.values(policy.kinds).flatMap(({ label }) => label ?? []),
    ...policy.postmortem.labels,
  ]),
]

export function labelFindings(policy: Policy, facts: ReadinessFacts): readonly Finding[] {
  const people = new Set(byPeople(policy).map((label) => label.toLowerCase()))
  return judged(
    facts.missingLabels,
    (why) => unknown('Which labels there are', why),
    (missing) => {
      if (missing.length === 0) return [good('Every label that the configuration names is there.')]
      const needed = missing.filter((label) => people.has(label.toLowerCase()))
      const made = missing.filter((label) => !people.has(label.toLowerCase()))
      return [
        ...(needed.length === 0
          ? []
          : [
              weak(`${byNumber(needed, 'This label is', 'These labels are')} missing: ${named(needed)}.`, {
                emergency:
                  'Nobody can put on a label that is not there: an emergency cannot be declared, or a pull request exempted, by it.',
                remedy: 'Make it under Issues → Labels → New label.',
              }),
            ]),
        ...(made.length === 0
          ? []
          : [
              good(
                `${named(made)} ${byNumber(made, 'is', 'are')} not there yet; the App makes ${byNumber(made, 'it', 'them')} when needed.`,
              ),
            ]),
      ]
    },
  )
}
