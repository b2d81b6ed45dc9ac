import { z } from 'zod'
import { deadlines } from './escalation.ts'
import { label, plainText, reference, repositoryName, roleOrUser, words } from './name.ts'
import { path } from './pattern.ts'
import { template } from './template.ts'
import { duration } from './time.ts'
import { listOf, mapOf, trueOrFalse, wholeNumber, word, worded } from './value.ts'

const item = plainText({ expects: 'a checklist item', short: 'text' }, 300)

const trigger = () => word(['declared', 'hotfix-opened', 'hotfix-merged', 'resolved', 'post-mortem'])

export const checklist = z.strictObject({
  title: words(120).optional().describe('Heading of the comment. By default the id.'),
  on: trigger()
    .optional()
    .describe(
      'The event at which it is posted, once. Without it, it is posted only where a kind or a follow-up names it.',
    ),
  kinds: listOf(reference('kind'), 'kinds', 50).default([]).describe('Only for these kinds; empty: all.'),
  severities: listOf(reference('severity'), 'severities', 20)
    .default([])
    .describe('Only for these severities; empty: all.'),
  due: duration().optional().describe('Open items are asked for this long after the list was posted.'),
  items: listOf(item, 'items', 50).default([]).describe('What is to be ticked.'),
  file: path().optional().describe('A Markdown file with the items, instead of `items`.'),
})

const updateMessage = z.strictObject({
  title: words(120).optional().describe('Heading of the comment. By default the id.'),
  on: trigger().describe('The moment at which it is posted, once.'),
  template: template().describe('The text: Liquid.'),
  channels: listOf(reference('channel'), 'channels', 10).default([]).describe('Channels that get it too.'),
  kinds: listOf(reference('kind'), 'kinds', 50).default([]).describe('Only for these kinds; empty: all.'),
  severities: listOf(reference('severity'), 'severities', 20)
    .default([])
    .describe('Only for these severities; empty: all.'),
})

export const updates = z.strictObject({
  template: template().optional().describe('The form of a status update, put out where one is asked for.'),
  messages: mapOf(updateMessage, 'ids to messages')
    .default({})
    .describe('Messages that are posted at a moment of the incident, such as a kick-off and a resolution message.'),
  'minimum-words': wholeNumber(0, 100)
    .default(0)
    .describe('An update with fewer words is answered with what is missing.'),
  deadlines: deadlines().default([]).describe('Who must have been told by when.'),
})

const followUp = z.strictObject({
  after: duration().describe('Measured from the resolution.'),
  checklist: reference('checklist').describe('The list that is posted then.'),
})

const openedAt = worded(z.union([z.literal(false), z.enum(['hotfix-merged', 'resolved'])]), {
  expects: '`hotfix-merged`, `resolved` or `false`',
  short: '`hotfix-merged`, `resolved`, `false`',
})

export const postmortem = z.strictObject({
  open: openedAt
    .default('hotfix-merged')
    .describe(
      'When the post-mortem issue is opened. With `hotfix-merged` it is opened at `resolved` where there was no hotfix.',
    ),
  severities: listOf(reference('severity'), 'severities', 20)
    .optional()
    .describe('Only for these severities. By default all.'),
  template: template().optional().describe('The text of the issue.'),
  title: words(200).default('Post-mortem: {{ incident.title }}').describe('Title of the issue; Liquid.'),
  labels: listOf(label(), 'labels', 10).default(['post-mortem']).describe('Labels of the issue.'),
  assign: listOf(roleOrUser(), 'roles or users', 10).default(['commander']).describe('Who is assigned.'),
  repository: repositoryName().optional().describe('Where the issue is opened. By default in the same repository.'),
  due: z
    .strictObject({
      scheduled: duration().optional().describe('A review is scheduled within this time of the resolution.'),
      held: duration().optional().describe('It is held within this time.'),
      published: duration().optional().describe('It is published within this time.'),
    })
    .prefault({})
    .describe('Deadlines that are asked for.'),
  actions: trueOrFalse()
    .default(false)
    .describe('Rows of the table of action items become issues, tracked until they are closed.'),
  publish: z
    .strictObject({ discussions: words(100).optional().describe('A category of Discussions.') })
    .prefault({})
    .describe('Where the finished post-mortem is published.'),
  'follow-ups': listOf(followUp, 'follow-ups', 10)
    .default([])
    .describe('Lists that are posted some time after the resolution.'),
})
