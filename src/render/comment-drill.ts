import type { DrillMessage, DrillScore } from '../incident/drill.ts'
import { neutral, neutralBlock } from '../lib/markdown-neutral.ts'
import { durationWords } from './duration-words.ts'
import type { Sayings } from './saying.ts'
import { count, mentions, mixed, paragraphs, person, tableRow } from './words.ts'

/** What is said of exercises. Their issues and comments carry a banner besides: see `withBanner`. */
export const drillComments: Sayings<DrillMessage['type']> = {
  DrillIssue: ({ message: { drill, scenario, by, members } }) =>
    paragraphs(
      drillBanner,
      `This is the drill "${neutral(drill, { max: 80 })}"${by === undefined ? '' : `, begun by ${person(by)}`}. Respond as if it were real, here on this page.`,
      members.length > 0 && `${mentions(members)} – you take part.`,
      `## ${neutral(scenario.title, { max: 200 })}`,
      scenario.description !== '' && neutralBlock(scenario.description, { max: 20_000 }),
    ),
  DrillInject: ({ message }) => paragraphs('**The situation changes:**', neutralBlock(message.text, { max: 20_000 })),
  DrillScore: ({ message: { score } }) =>
    paragraphs(
      '**The drill is over.** How it went:',
      ['| | Result | Promise |', '|---|---|---|', ...scoreRows(score)].join('\n'),
      'Talk about it while it is fresh: what went well, what would have gone wrong at night, what changes in the procedure. ' +
        'A drill counts in no statistics and has no post-mortem.',
    ),
  DrillFailed: ({ message }) =>
    paragraphs(
      `The drill "${neutral(message.drill, { max: 80 })}" was due and could not be held: ${mixed(message.reason.replace(/\.$/, ''))}.`,
      'Scenario files are named by `drills` in `.github/incident.yml`. `/incident drill NAME` tries again; this issue closes when a drill could be held.',
    ),
}

/** Stands on top of everything that is said in an exercise, so that nobody takes it for an emergency. */
export const drillBanner = '> [!NOTE]\n> **This is a drill.** Nothing is frozen, and nobody outside GitHub is told.'

function scoreRows({
  acknowledged,
  checklists,
  updates,
  resolvedAfter,
  resolvePromised,
}: DrillScore): readonly string[] {
  const took = (after: number | undefined): string => (after === undefined ? 'never' : `after ${durationWords(after)}`)
  const within = (promised: number | undefined): string =>
    promised === undefined ? '–' : `within ${durationWords(promised)}`
  const verdict = (after: number | undefined, promised: number | undefined): string =>
    promised === undefined ? '' : after !== undefined && after <= promised ? '✅ ' : '❌ '
  return [
    tableRow(
      'First response',
      `${verdict(acknowledged.after, acknowledged.promised)}${took(acknowledged.after)}`,
      within(acknowledged.promised),
    ),
    tableRow(
      'Checklists',
      checklists.total === 0
        ? 'none were posted'
        : `${checklists.ticked === checklists.total ? '✅' : '❌'} ${checklists.ticked} of ${count(checklists.total, 'item')}`,
      checklists.total === 0 ? '–' : 'all',
    ),
    tableRow(
      'Updates',
      `${updates.every === undefined ? '' : updates.missed === 0 ? '✅ ' : '❌ '}${updates.given} given, ${updates.missed} had to be asked for`,
      updates.every === undefined ? '–' : `every ${durationWords(updates.every)}`,
    ),
    tableRow('Resolution', `${verdict(resolvedAfter, resolvePromised)}${took(resolvedAfter)}`, within(resolvePromised)),
  ]
}
