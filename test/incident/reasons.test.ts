import { describe, expect, it } from 'vitest'
import type { Decision } from '../../src/incident/plan.ts'
import type { Reason } from '../../src/incident/reason.ts'
import { policy } from './policies.ts'
import { frozenStory, Story } from './story.ts'

/** `✓` and `✗`, each reason indented below what it is a ground of. */
const lines = (reasons: readonly Reason[], indent = ''): readonly string[] =>
  reasons.flatMap(({ what, holds, because }) => [
    `${indent}${holds ? '✓' : '✗'} ${what}`,
    ...lines(because, `${indent}  `),
  ])

const why = ({ because }: Decision): string => lines(because).join('\n')

function answered(): Story {
  const story = new Story()
  story.opens()
  return story
}

function withHotfix(): Story {
  const story = frozenStory()
  story.opensHotfix()
  return story
}

/** What a maintainer is told of a decision; each names what it rests on. */
const told: readonly (readonly [what: string, decision: () => Decision, parts: readonly string[]])[] = [
  [
    'a declaration by somebody who is believed',
    () => new Story().opens(),
    [
      '✓ alice is believed\n  ✓ GitHub says: admin permission\n  ✓ `detection.trust` asks for triage',
      '✓ #12 carries the title [EMERGENCY]',
      '✓ its severity is P1\n  ✓ nothing names one, and `default-severity` is P1',
      '✓ the branches are to be frozen\n  ✓ `severities.P1.freeze` is hotfix-only',
    ],
  ],
  [
    'a severity that a label names',
    () => new Story().opens({ labels: [policy.severities[0]?.label ?? ''] }),
    [`✓ its severity is ${policy.severities[0]?.id}\n  ✓ its label names it`],
  ],
  [
    'a report by somebody who is not believed',
    () => new Story().opens({ author: 'mallory' }),
    [
      '✗ mallory is not believed\n  ✓ GitHub says: read permission',
      '✗ it is only reported, until somebody who is believed',
    ],
  ],
  ['a freeze that was seen', () => answered().freezeHolds(), ['✓ a ruleset holds\n  ✓ main: it was seen to hold']],
  [
    'a freeze that GitHub refused',
    () => answered().givesUp('ApplyFreeze', 'no ruleset can be had'),
    ['✗ it was given up: a freeze (hotfix-only)', '  ✗ no ruleset can be had'],
  ],
  [
    'a step of the escalation',
    () => answered().fires('escalation'),
    [
      '✓ what was waited for is due: the next step of the escalation',
      'of the escalation tells',
      '✓ nobody has answered ',
    ],
  ],
  [
    'an answer',
    () => answered().comments('I look at it'),
    ['✓ alice is a responder and commented: the escalation stops'],
  ],
  [
    'a comment that is no answer',
    () => answered().comments('Me too', 'mallory'),
    ['✗ that mallory commented is no answer: the escalation goes on'],
  ],
  [
    'a command that was refused for a permission',
    () => frozenStory().comments('/incident thaw', 'mallory'),
    ['✗ `/incident thaw` was refused\n  ✓ GitHub says: read permission\n  ✓ `commands.thaw` asks for maintain'],
  ],
  [
    'a command that was refused for another reason',
    () => frozenStory().comments('/incident reopen It is back'),
    ['✗ `/incident reopen` was refused\n  ✗ the incident is declared, and it needs resolved or closed or cancelled'],
  ],
  [
    'a thaw by command',
    () => frozenStory().comments('/incident thaw'),
    ['✓ alice may `/incident thaw`', '✓ the branches are to be given back: alice asked for it'],
  ],
  [
    'a hotfix, rule by rule',
    () => frozenStory().opensHotfix(),
    [
      '✓ #20 passes the rules of `hotfix.require`\n  ✓ branch: is named hotfix/fix\n  ✓ incident: #12 is declared',
      '✓ #20 passes firebreak/freeze-12\n  ✓ it is a valid hotfix of #12',
    ],
  ],
  [
    'a merge that mitigates',
    () => withHotfix().merges('bob'),
    [
      '✓ hotfix #20 was merged into main, a base for hotfixes\n  ✓ `hotfix.bases` is',
      `\`freeze.lift\` is ${policy.freeze.lift}`,
    ],
  ],
  [
    'a push that nothing explains, and the bypass that it is',
    () => {
      const story = frozenStory()
      story.pushes()
      return story.fires(story.timers().find(({ name }) => name.startsWith('push/'))?.name ?? '')
    },
    ['✗ 2222222 reached main past the freeze\n  ✗ commits were pushed directly'],
  ],
  [
    'a label of somebody who is not believed, upon which nothing is done',
    () => {
      const label = policy.severities[0]?.label ?? ''
      return answered().changesIssue('labelled', 'mallory', {}, { label })
    },
    ['✗ mallory is not believed'],
  ],
  [
    'a thaw that was seen, branch by branch',
    () => {
      const story = frozenStory()
      story.comments('/incident thaw')
      const comparison = [{ branch: 'main', same: false, differences: ['one approval more'] }]
      return story.succeeds('LiftFreeze', { type: 'Lifted', comparison, wasMissing: false })
    },
    ['✗ the branches are as they were before the freeze\n  ✗ main: one approval more'],
  ],
  [
    'the end',
    () => frozenStory().comments('/incident resolve It was the cache'),
    ['✓ it is resolved: alice did it (command)', '`postmortem.open` is'],
  ],
]

describe('the reasons of', () => {
  it.each(told)('%s', (_what, decision, parts) => {
    const found = why(decision())
    for (const part of parts) expect(found).toContain(part)
  })
})
