import { buildFreeze, buildHotfix } from './build-freeze.ts'
import { buildEscalation, buildRoles, buildSeverities, buildUpdates } from './build-people.ts'
import {
  buildChecklists,
  buildConfidential,
  buildCooldown,
  buildDrills,
  buildPostmortem,
  buildReadiness,
  buildRollOut,
} from './build-records.ts'
import type { Kind, Permission, Policy } from './policy.ts'
import type { Configuration } from './schema/configuration.ts'

/** The policy that a checked configuration describes. Every name it mentions is defined. */
export function buildPolicy(configuration: Configuration): Policy {
  const severities = buildSeverities(configuration)
  return {
    origin: 'file',
    detection: buildDetection(configuration),
    roles: buildRoles(configuration),
    channels: configuration.channels,
    severities,
    defaultSeverity: configuration['default-severity'] ?? severities[0]?.id ?? '',
    kinds: buildKinds(configuration),
    freeze: buildFreeze(configuration),
    hotfix: buildHotfix(configuration),
    escalation: buildEscalation(configuration),
    checklists: buildChecklists(configuration),
    updates: buildUpdates(configuration),
    rollOut: buildRollOut(configuration),
    confidential: buildConfidential(configuration),
    cooldown: buildCooldown(configuration),
    postmortem: buildPostmortem(configuration),
    drills: buildDrills(configuration),
    readiness: buildReadiness(configuration),
    commands: buildCommands(configuration),
  }
}

function buildDetection({ detection }: Configuration): Policy['detection'] {
  return {
    titlePrefixes: detection['title-prefixes'],
    labels: detection.labels,
    alerts: detection.alerts,
    trust: detection.trust,
  }
}

function buildKinds({ kinds, severities }: Configuration): Record<string, Kind> {
  return Object.fromEntries(
    Object.entries(kinds).map(([id, kind]) => [
      id,
      {
        label: kind.label,
        keywords: kind.keywords,
        // A preset's kind may name a severity of the preset's own scale, which the file has replaced.
        severity: kind.severity !== undefined && Object.hasOwn(severities, kind.severity) ? kind.severity : undefined,
        updateEvery: kind['update-every'],
        confidential: kind.confidential,
        runbook: kind.runbook,
        hotfixBranches: kind['hotfix-branches'],
        checklists: kind.checklists,
        drafts: kind.drafts,
      },
    ]),
  )
}

function buildCommands({ commands }: Configuration): Record<string, Permission> {
  const given: Record<string, Permission> = {}
  for (const [name, permission] of Object.entries(commands)) {
    if (permission !== undefined) given[name] = permission
  }
  return given
}
