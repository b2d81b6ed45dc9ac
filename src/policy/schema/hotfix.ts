import { z } from 'zod'
import { label, plainText, reference, words } from './name.ts'
import { basePattern, branchPattern, path } from './pattern.ts'
import { longText } from './template.ts'
import { duration } from './time.ts'
import { listOf, mapOf, trueOrFalse, word, worded } from './value.ts'

export const hotfixRule = () =>
  word(['title', 'branch', 'base', 'incident', 'impact', 'bypass-reason', 'approvals', 'checklist'])

const heading = plainText({ expects: 'the text of a heading', short: 'text' }, 100)

const bases = worded(z.array(basePattern()).min(1).max(20), {
  expects: 'a list of 1 to 20 branches',
  short: 'list of pattern, `~DEFAULT_BRANCH`',
})

export const hotfix = z.strictObject({
  branches: listOf(branchPattern(), 'patterns', 20)
    .default(['hotfix/*'])
    .describe('Names that a hotfix branch may have.'),
  bases: bases.default(['~DEFAULT_BRANCH']).describe('Branches that a hotfix may go to.'),
  require: listOf(hotfixRule(), 'rules', 8)
    .default(['branch', 'base', 'incident', 'impact', 'approvals'])
    .describe("Rules that a hotfix must keep; each has its own line in the check's report."),
  sections: z
    .strictObject({
      impact: heading.default('Impact').describe('Heading over the impact assessment.'),
      'bypass-reason': heading
        .default('Reason for bypass')
        .describe('Heading over the reason why the normal way was not taken.'),
    })
    .prefault({})
    .describe("Headings that the rules `impact` and `bypass-reason` look for in the pull request's description."),
})

const keyword = plainText({ expects: 'a word or phrase', short: 'text' }, 60)

const draft = z.strictObject({
  title: words(120).describe('When it is for.'),
  text: longText().describe('The text, in Liquid. What is known is filled in, such as `{{ incident.tracking }}`.'),
})

export const kind = z.strictObject({
  label: label().optional().describe('Marks the kind; putting it on the incident by hand sets the kind.'),
  keywords: listOf(keyword, 'words', 50)
    .default([])
    .describe('An emergency whose title or text contains one of these is of this kind; case is ignored.'),
  severity: reference('severity')
    .optional()
    .describe('What an incident of this kind starts with. By default `default-severity`.'),
  'update-every': mapOf(duration(), 'ids of severities to durations')
    .default({})
    .describe('Where updates of this kind are asked for more or less often than the severity itself says.'),
  confidential: trueOrFalse()
    .default(false)
    .describe('Details stay out of public places until the incident is disclosed.'),
  runbook: path().optional().describe('A file of the repository that the card links to.'),
  'hotfix-branches': listOf(branchPattern(), 'patterns', 20)
    .default([])
    .describe('Names that a hotfix branch of this kind may have, on top of `hotfix.branches`.'),
  checklists: listOf(reference('checklist'), 'checklists', 20)
    .default([])
    .describe('Lists that are posted when an incident of this kind is declared.'),
  drafts: listOf(draft, 'drafts', 20)
    .default([])
    .describe('Texts for people to adapt and send, posted when an incident of this kind is declared.'),
})
