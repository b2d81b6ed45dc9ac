import type { Policy } from '../../policy/policy.ts'
import type { Finding } from '../finding.ts'
import type { ReadinessFacts } from './facts.ts'
import { freezeMaterial } from './freeze.ts'
import { rivalAt } from './rival-files.ts'
import { about, judged } from './sentences.ts'

const { good, weak, broken, unknown } = about('rivals')

/** What else keeps the settings of this repository, and would find a freeze that it did not make. */
export function rivalFindings(policy: Policy, facts: ReadinessFacts): readonly Finding[] {
  const isClassic = freezeMaterial(policy, facts) === 'branch-protection'
  return judged(
    facts.rivals,
    (why) => unknown('Whether something else sets the rules here', why),
    (paths) =>
      paths.length === 0
        ? [
            good(
              'No file of a tool was found that sets the rules of repositories. One that is kept elsewhere is not seen.',
            ),
          ]
        : paths.map((path) => rivalFinding(path, isClassic)),
  )
}

function rivalFinding(path: string, isClassic: boolean): Finding {
  const rival = rivalAt(path)
  const seen = `${path} looks like ${rival?.tool ?? 'a tool that sets rules'}.`
  const what = isClassic
    ? 'puts branch protection back as its file says'
    : 'may delete rulesets that its file does not know'
  const emergency = `If it ${what}, it lifts the freeze in the middle of the emergency. That is noticed and said; the freeze is not put back by itself.`
  const remedy = isClassic
    ? 'Have it leave these branches alone, or write mechanism: auto below freeze in .github/incident.yml where rulesets can be had.'
    : 'Have it leave rulesets alone whose names begin with "Firebreak freeze ", and rehearse it in a drill.'
  return (isClassic && rival?.isHint === false ? broken : weak)(seen, { subjects: [path], emergency, remedy })
}
