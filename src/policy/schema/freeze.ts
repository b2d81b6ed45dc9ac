import { z } from 'zod'
import { author, label, words } from './name.ts'
import { pathGlob, refPattern } from './pattern.ts'
import { freezeMode } from './severities.ts'
import { duration, localTime, timezone } from './time.ts'
import { listOf, orFalse, trueOrFalse, wholeNumber, word, worded } from './value.ts'

const exempt = z.strictObject({
  labels: listOf(label(), 'labels', 20).default([]).describe('Pull requests with one of these labels may merge.'),
  paths: listOf(pathGlob(), 'globs', 50)
    .default([])
    .describe('Pull requests that change nothing but these paths may merge.'),
  authors: listOf(author(), 'accounts', 20).default([]).describe('Pull requests of these accounts may merge.'),
})

const reviewed = z.strictObject({
  approvals: wholeNumber(1, 6).default(2).describe('Approving reviews that a merge needs (GitHub allows up to six).'),
  strict: trueOrFalse().default(true).describe('Required checks must have run on a branch that is up to date.'),
  'enforce-admins': trueOrFalse().default(true).describe('Administrators are held to it too.'),
})

const freezeWindow = z.strictObject({
  name: words(60).describe('What it is called in the check and in the ruleset.'),
  from: localTime().describe('Start.'),
  to: localTime().describe('End.'),
  timezone: timezone().default('UTC').describe('Where `from` and `to` are local time.'),
  mode: freezeMode().default('hotfix-only').describe('As `severities.ID.freeze`.'),
})

const branches = worded(z.array(refPattern()).min(1).max(20), {
  expects: 'a list of 1 to 20 ref patterns',
  short: 'list of ref pattern',
})

export const freeze = z.strictObject({
  branches: branches
    .default(['~DEFAULT_BRANCH'])
    .describe("What is frozen, in GitHub's own ref patterns: `*` stays inside one part of the name."),
  mechanism: word(['auto', 'ruleset', 'branch-protection'])
    .default('auto')
    .describe(
      '`auto`: a ruleset of our own; branch protection where the server or plan has no rulesets; where it has neither, an advisory freeze that says loudly that nothing is enforced.',
    ),
  lift: word(['hotfix-merged', 'resolved', 'manual']).default('resolved').describe('When the freeze ends by itself.'),
  'max-duration': orFalse(duration('1s', '30d'))
    .default(86_400_000)
    .describe('After this the maintainers are asked; at twice that the freeze is lifted.'),
  exempt: exempt.prefault({}).describe('Pull requests that a freeze lets through.'),
  reviewed: reviewed
    .prefault({})
    .describe('What the mode `reviewed` asks for; never less than the branch asked for before.'),
  windows: listOf(freezeWindow, 'windows', 20).default([]).describe('Planned freezes.'),
})
