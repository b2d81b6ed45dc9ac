import { expect, it } from 'vitest'
import { coverageFindings } from '../../src/incident/readiness/coverage.ts'
import { policyOf } from '../policy/read.ts'

const twenty = Array.from({ length: 20 }, (_, place) => place)

// It is judged in the server itself, for a stranger's file, too. Walking the calendar for years took two minutes.
it('hours that hold next to no time, in twenty severities, are looked up for some weeks and no further', async () => {
  const hours = '{ days: Mon-Sun, from: "09:00", to: "09:01", timezone: America/New_York }'
  const { policy } = await policyOf(`version: 1
roles: { on-call: ["@ana"] }
severities:
${twenty.map((place) => `  S${place}: { freeze: locked, escalation: e${place} }`).join('\n')}
escalation:
  policies:
${twenty.map((place) => `    e${place}: { hours: ${hours}, steps: [{ after: 30d, notify: [on-call] }] }`).join('\n')}
`)
  const [finding] = coverageFindings(policy, Date.UTC(2026, 2, 2))
  expect(finding?.seen).toMatch(/^S0, .* and S19 on .* calls nobody within 28 days\.$/u)
})
