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
const alone: Partial<Survey> = {
  owner: 'user',
  ownerLogin: 'ana',
  people: [],
  teams: [],
  releaseBranches: [],
  mergers: 1,
}

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
      '| May merge | 1 person |',
      '| Would be called | ana |',
      '| Dependabot | could not be seen |',
      '| Deployed to | none that could be seen |',
      '| Code owners | are named |',
    ])
      expect(text).toContain(line)
    expect(text).not.toContain('| Teams |')
    // In the file, which is code, names have their sign.
    expect(text.replace(/```[\s\S]*```/, '').replaceAll(/\]\([^)]*\)/g, '')).not.toContain('@')
  })

  it('says how many may merge beside those who would be called', () => {
    const [person, rows] = [
      /\| Would be called \| (.*) \|/,
      (survey: Partial<Survey>) => suggested({ teams: [], ...survey }),
    ]
    const people = Array.from({ length: 14 }, (_, place) => ({ login: `dev${place}`, permission: 'admin' }) as const)
    const cut = rows({ people, mergers: 54 })
    expect(cut).toContain('| May merge | 54 people |')
    expect(person.exec(cut)?.[1]).toMatch(/^dev0, .* and dev9; 44 more may merge$/)
    expect(cut).toContain('54 people could be seen who may merge.')
    const written = rows({ people, mergers: 100, allCalled: true, isPublic: true })
    expect(person.exec(written)?.[1]).toMatch(
      /dev11 and 2 more; at least 86 more may merge, who are not named where anybody can read it$/,
    )
    expect(written).toContain('| May merge | 100 or more people |')
  })

  it('names teams that would be called, and no other as if it were', () => {
    const text = suggested({
      teams: [
        { slug: 'security', permission: 'write' },
        { slug: 'web', permission: 'write' },
      ],
      people: [{ login: 'ana', permission: 'admin' }],
      mergers: 1,
      ownerLogin: 'acme',
    })
    expect(text).toContain('| Would be called | ana and acme/security |')
    expect(text).toContain('it also calls ana and acme/security on the issue')
  })

  it('sends nobody to a clone of Firebreak to configure that', () => {
    expect(suggested(alone)).toContain(
      'in your own repository, with a clone of Firebreak beside it, `node ../firebreak/src/cli/firebreak.js simulate`',
    )
    expect(suggested(alone)).not.toContain('npx')
  })

  it('tells today, what comes with the file, and what never happens', () => {
    const text = suggested(alone)
    expect(text).toContain(
      '- **Today**: an issue whose title begins with `[EMERGENCY]`, or that has the label `emergency`, is noticed.',
    )
    expect(text).toContain('it also calls ana on the issue')
    expect(text).toContain('holds the default branch and `release/*` for hotfixes')
    expect(text).toContain('- **Never** does Firebreak merge, approve or deploy anything')
  })

  it('promises no freeze where the preset has none, and calls whoever is written down', () => {
    const calm = { ...inForce, severities: [{ id: 'P0', responders: [], freeze: undefined }] }
    const text = suggested({ ...alone, owner: 'organization', mergers: 0 }, { inForce: calm })
    expect(text).toContain('it also calls whomever you write down')
    expect(text).toContain('freezes branches when somebody says `/incident freeze`')
    expect(text).toContain('Nobody could be seen who may merge: please write down who is called.')
  })

  it('has links in the issue, and none in the pull request, where the files are', () => {
    expect(suggested(alone).match(/\/new\/main\?/g)).toHaveLength(2)
    const pull = suggested(alone, { way: 'pull-request' })
    expect(pull).not.toContain('/new/')
    expect(pull).toContain('Close this pull request, and delete its branch. It is not opened again')
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
