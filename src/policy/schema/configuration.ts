import { z } from 'zod'
import { defaultPermissions } from '../commands.ts'
import { presetNames } from '../presets/presets.ts'
import { confidential, cooldown, rollOut } from './course.ts'
import { detection } from './detection.ts'
import { channel, escalation } from './escalation.ts'
import { freeze } from './freeze.ts'
import { hotfix, kind } from './hotfix.ts'
import { fullNameForm, plainText, reference } from './name.ts'
import { drill, readiness } from './preparation.ts'
import { checklist, postmortem, updates } from './records.ts'
import { role } from './roles.ts'
import { severity } from './severities.ts'
import { listOf, mapOf, word, worded } from './value.ts'

const presets = presetNames.map((name) => `firebreak:${name}`)

const source = plainText(
  {
    expects: '`firebreak:NAME`, `OWNER/REPO` or `OWNER/REPO:PATH`',
    short: 'source',
    form: {
      pattern: `^(?:${presets.join('|')}|${fullNameForm}(?::[^/\\\\][^\\\\]*\\.ya?ml)?)$`,
      examples: [...presets, 'OWNER/REPO', 'OWNER/REPO:PATH.yml'],
    },
  },
  300,
)
const sources = worded(z.union([source, listOf(source, 'sources', 10)]), {
  expects: '`firebreak:NAME`, `OWNER/REPO`, `OWNER/REPO:PATH`, or a list of them',
  short: 'source, or a list of source',
})

const permission = () => word(['read', 'triage', 'write', 'maintain', 'admin'])

const commands = z.strictObject(
  Object.fromEntries(
    Object.entries(defaultPermissions).map(([name, least]) => [
      name,
      permission().optional().describe(`By default \`${least}\`.`),
    ]),
  ),
)

/**
 * The configuration language: every key with its type, its default and its meaning. The check of a file, its messages,
 * the policy and the reference page all come from here. Parsing fills in the defaults.
 */
export const configuration = z.strictObject({
  version: worded(z.literal(1), { expects: '`1`', short: '`1`' }).default(1).describe('Version of this language.'),
  extends: sources
    .optional()
    .describe('Presets and shared files; later ones win. Maps merge key by key, lists replace.'),
  detection: detection.prefault({}).describe('What counts as an emergency.'),
  roles: mapOf(role, 'names to roles')
    .default({})
    .describe('People that can be named elsewhere. `commander` and `reporter` are built in.'),
  channels: mapOf(channel, 'names to channels').default({}).describe('Ways to reach people outside GitHub.'),
  'default-severity': reference('severity')
    .optional()
    .describe('What an incident starts with. By default the most severe.'),
  severities: mapOf(severity, 'ids to severities, most severe first')
    .default({})
    .describe('The scale, most severe first. A file that gives it replaces the whole scale.'),
  kinds: mapOf(kind, 'names to kinds')
    .default({})
    .describe('Sorts of incidents; chosen by label, form, command or keyword.'),
  freeze: freeze.prefault({}).describe('How branches are frozen.'),
  hotfix: hotfix.prefault({}).describe('What a valid hotfix is.'),
  escalation: escalation.prefault({}).describe('Who is told when nobody answers.'),
  checklists: mapOf(checklist, 'ids to checklists')
    .default({})
    .describe('Lists that are posted as comments. A file that gives them replaces all of them.'),
  updates: updates.prefault({}).describe('Status updates during an incident.'),
  'roll-out': rollOut.prefault({}).describe('How a merged hotfix reaches production.'),
  confidential: confidential.prefault({}).describe('Where the details of confidential incidents are kept.'),
  cooldown: cooldown.prefault({}).describe('What `/incident cooldown` does besides locking the conversation.'),
  'post-mortem': postmortem.prefault({}).describe('What is written afterwards.'),
  drills: listOf(drill, 'drills', 20).default([]).describe('Exercises: no real freeze, no real page.'),
  readiness: readiness.prefault({}).describe('A daily look at what would not work in an emergency.'),
  commands: commands.default({}).describe('Least repository permission for a command.'),
})

export type Configuration = z.infer<typeof configuration>
