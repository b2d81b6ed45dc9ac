import { z } from 'zod'
import { label, plainText } from './name.ts'
import { listOf, trueOrFalse, word } from './value.ts'

const titlePrefix = plainText({ expects: 'the start of a title such as `"[EMERGENCY]"`', short: 'text' }, 50)

export const detection = z.strictObject({
  'title-prefixes': listOf(titlePrefix, 'prefixes', 10)
    .default(['[EMERGENCY]'])
    .describe(
      'An issue or pull request whose title starts with one of these is an emergency; case and inner spaces are ignored.',
    ),
  labels: listOf(label(), 'labels', 10)
    .default(['emergency'])
    .describe(
      'An issue or pull request with one of these labels is an emergency; case is ignored. After a title match the first of them is added.',
    ),
  alerts: z
    .strictObject({
      dependabot: trueOrFalse()
        .default(false)
        .describe(
          'Open an incident from Dependabot alerts, one for each advisory, with the first severity whose `when` holds. It ends when the last alert is fixed or dismissed.',
        ),
      advisories: trueOrFalse()
        .default(false)
        .describe(
          'Open an incident from vulnerabilities that are reported in private. A public repository says nothing of the report; one from somebody below the trust level is only reported until it is confirmed.',
        ),
    })
    .prefault({})
    .describe('Security alerts that open an incident.'),
  trust: word(['read', 'triage', 'write', 'maintain', 'admin'])
    .default('triage')
    .describe(
      'Least repository permission whose emergencies freeze and page. Those of others are only reported, until a trusted person confirms them.',
    ),
})
