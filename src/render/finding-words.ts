import type { Finding, FindingTopic } from '../incident/finding.ts'

/** What a reader calls each topic. */
export const topicHeadings: Readonly<Record<FindingTopic, string>> = {
  permissions: 'Permissions of the App',
  configuration: 'Configuration',
  freeze: 'Freeze',
  bypass: 'Who passes the rules',
  checks: 'Other required checks',
  'merge-queue': 'Merge queue',
  rivals: 'Other tools that set rules',
  labels: 'Labels',
  people: 'People and teams',
  coverage: 'Who is there when',
  channels: 'Channels',
  deliveries: "GitHub's deliveries",
  clock: 'Clock',
  drills: 'Drills',
}

export const levelSigns: Readonly<Record<Finding['level'], string>> = {
  broken: '❌',
  weak: '⚠️',
  unknown: '❔',
  good: '✅',
}
