import type { DrillEntry } from '../incident/drill.ts'
import { neutral } from '../lib/markdown-neutral.ts'
import type { Sentences } from './timeline-sentences.ts'
import { andList, mixed, person } from './words.ts'

export const drillSentences: Sentences<DrillEntry['type']> = {
  DrillBegun: ({ by, name, scenario }) =>
    `${by === undefined ? 'The calendar' : person(by)} began the drill "${neutral(name, { max: 80 })}" with ${neutral(scenario.path, { max: 200 })}.`,
  DrillInject: ({ inject }) => `The situation took its turn ${inject + 1}.`,
  PageSpared: ({ channels }) =>
    `In an emergency ${andList(channels.map((channel) => neutral(channel, { max: 60 })))} would have been told now.`,
  FreezeRehearsed: ({ status, mode, why }) => {
    switch (status) {
      case 'asked':
        return `An emergency would be frozen now, in mode \`${mode}\`; a ruleset that is switched off is made in its place.`
      case 'standing':
        return why === undefined
          ? 'The ruleset of this drill stands, switched off: it enforces nothing.'
          : `The switched-off ruleset of this drill could not be removed: ${mixed(why)}`
      case 'none':
        return `No ruleset was made${why === undefined ? '' : `: ${mixed(why)}`}.`
      case 'gone':
        return 'The switched-off ruleset of this drill was removed.'
    }
  },
  DrillScored: () => 'The drill was scored.',
}
