import { describe, expect, it } from 'vitest'
import type { InForce } from '../../src/incident/onboarding.ts'
import type { Survey } from '../../src/incident/survey.ts'
import { suggestPreset } from '../../src/policy/starter.ts'
import { renderMessage } from '../../src/render/comment.ts'
import { contextOf, declared, incidentAfter } from './samples.ts'
import { surveyOf } from './samples-onboarding.ts'

const context = contextOf(incidentAfter([declared]))
const inForce: InForce = {
  ...{ titlePrefixes: ['[INCIDENT]'], labels: [], branches: ['~DEFAULT_BRANCH', 'release/*'] },
  severities: [{ id: 'P0', responders: ['on-call', 'team'], freeze: 'hotfix-only' }],
}
const alone: Partial<Survey> = { owner: 'user', ownerLogin: 'ana', people: [], teams: [], releaseBranches: [] }

function suggested(
  survey: Partial<Survey>,
  change: { way?: 'issue' | 'pull-request'; inForce?: InForce } = {},
): string {
  const seen = surveyOf('main', survey)
  const today = { titlePrefixes: ['[EMERGENCY]'], labels: ['emergency'] }
  const message = {
    type: 'Onboarding',
    survey: seen,
    suggestion: suggestPreset(seen),
    today,
    inForce,
    form: 'name: x\n',
  } as const
  return renderMessage({ ...message, way: 'issue', ...change }, context)
}

describe('the suggestion', () => {
  it('says what was found, and mentions nobody', () => {
    const text = suggested({ ...alone, hasCodeOwners: true, hasDependabot: false, environments: [] })
    for (const line of [
      '| Belongs to | a person |',
      '| May merge | ana |',
      '| Dependabot | could not be seen |',
      '| Deployed to | none that could be seen |',
      '| Code owners | are named |',
    ])
      expect(text).toContain(line)
    expect(text).not.toContain('| Teams |')
    // In the file, which is code, names have their sign.
    expect(text.replace(/```[\s\S]*```/, '').replaceAll(/\]\([^)]*\)/g, '')).not.toContain('@')
  })

  it('tells today, what comes with the file, and what never happens', () => {
    const text = suggested(alone)
    expect(text).toContain(
      '- **Today**: an issue whose title begins with `[EMERGENCY]`, or that has the label `emergency`, is noticed.',
    )
    expect(text).toContain('it also calls ana on the issue')
    expect(text).toContain('holds the default branch and `release/*` for hotfixes')
    expect(text).toContain('- **Never**: Firebreak merges, approves or deploys nothing')
  })

  it('promises no freeze where the preset has none, and calls whoever is written down', () => {
    const calm = { ...inForce, severities: [{ id: 'P0', responders: [], freeze: undefined }] }
    const text = suggested({ ...alone, owner: 'organization' }, { inForce: calm })
    expect(text).toContain('it also calls whomever you write down')
    expect(text).toContain('freezes branches when somebody says `/incident freeze`')
    expect(text).toContain('Nobody could be seen who may merge: please write down who is called.')
  })

  it('has links in the issue, and none in the pull request, where the files are', () => {
    expect(suggested(alone).match(/\/new\/main\?/g)).toHaveLength(2)
    const pull = suggested(alone, { way: 'pull-request' })
    expect(pull).not.toContain('/new/')
    expect(pull).toContain('Close this pull request. It is not opened again')
  })
})

describe('what is said when it is configured', () => {
  it('is what is in force, and how to rehearse it', () => {
    const text = renderMessage({ type: 'Onboarded', inForce }, context)
    expect(text).toContain('An issue whose title begins with `[INCIDENT]` begins an emergency.')
    expect(text).toContain('| `P0` | `on-call` and `team` | the default branch and `release/*` (`hotfix-only`) |')
    expect(text).toContain('firebreak simulate')
  })

  it('lists a dozen severities', () => {
    const severities = Array.from({ length: 14 }, (_, place) => ({
      id: `P${place}`,
      responders: [],
      freeze: undefined,
    }))
    const text = renderMessage({ type: 'Onboarded', inForce: { ...inForce, severities } }, context)
    expect(text).toContain('| `P11` | nobody | nothing |')
    expect(text).toContain('And 2 severities more.')
  })
})
