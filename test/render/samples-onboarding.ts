import type { InForce } from '../../src/incident/onboarding.ts'
import type { Survey } from '../../src/incident/survey.ts'
import type { SomeMessages } from './sample-types.ts'

/** A repository whose every name is a text from outside. */
export const surveyOf = (text: string, change: Partial<Survey> = {}): Survey => ({
  ...{ owner: 'organization', ownerLogin: text, url: 'https://github.test/acme/shop', defaultBranch: text },
  people: [
    ...['alice', 'bob', 'carol'].map((login) => ({ login, permission: 'admin' }) as const),
    { login: text, permission: 'maintain' },
  ],
  teams: [
    { slug: 'security', permission: 'write' },
    { slug: text, permission: 'admin' },
  ],
  ...{ hasDependabot: true, environments: ['production', text], releaseBranches: ['release/*', text] },
  ...{ hasCodeOwners: false, hasIssueForms: false, hasEmergencyForm: false, hasConfiguration: false },
  ...{ mergers: 43, isPublic: false, allCalled: false },
  ...{ archived: false, fork: false, hasIssues: true, mayWriteContents: false },
  ...change,
})

const rules = (text: string): InForce => ({
  ...{ titlePrefixes: [text], labels: [text], branches: ['~DEFAULT_BRANCH', text] },
  severities: [
    { id: text, responders: [text, 'maintainers'], freeze: 'hotfix-only' },
    { id: 'P1', responders: [], freeze: undefined },
  ],
})

export const onboardingMessages = (text: string) =>
  ({
    Onboarding: (['issue', 'pull-request'] as const).map(
      (way) =>
        ({
          ...{
            type: 'Onboarding',
            survey: surveyOf(text),
            inForce: rules(text),
            today: { titlePrefixes: [text], labels: [text] },
            form: text,
            way,
          },
          suggestion: { preset: 'maintainer-team', because: [text] },
        }) as const,
    ),
    Onboarded: [{ type: 'Onboarded', inForce: rules(text) }],
  }) satisfies SomeMessages
