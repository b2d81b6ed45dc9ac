import { emergencyChecklists } from './emergency-checklists.ts'

/**
 * What every configuration starts from, and all there is without one: emergencies are detected, the card and three
 * checklists are posted, nobody is mentioned, nothing is frozen.
 */
export const builtIn = `\
default-severity: emergency
severities:
  emergency:
    name: Emergency
    description: Every emergency, since no scale of severities is configured.

${emergencyChecklists}`
