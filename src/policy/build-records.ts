import type { RollOutPolicy } from './course.ts'
import type { ChecklistTemplate, ConfidentialPolicy, CooldownPolicy, PostmortemPolicy } from './policy.ts'
import type { Drill, ReadinessPolicy } from './preparation.ts'
import type { Configuration } from './schema/configuration.ts'

export function buildChecklists({ checklists }: Configuration): ChecklistTemplate[] {
  return Object.entries(checklists).map(([id, checklist]) => ({
    id,
    title: checklist.title ?? id,
    on: checklist.on,
    kinds: checklist.kinds,
    severities: checklist.severities,
    due: checklist.due,
    items: checklist.items,
    file: checklist.file,
  }))
}

export function buildPostmortem(configuration: Configuration): PostmortemPolicy {
  const postmortem = configuration['post-mortem']
  const { due } = postmortem
  return {
    open: postmortem.open,
    severities: postmortem.severities,
    template: postmortem.template,
    title: postmortem.title,
    labels: postmortem.labels,
    assign: postmortem.assign,
    repository: postmortem.repository,
    due: { scheduled: due.scheduled, held: due.held, published: due.published },
    actions: postmortem.actions,
    publish: { discussions: postmortem.publish.discussions },
    followUps: postmortem['follow-ups'].filter(({ checklist }) => Object.hasOwn(configuration.checklists, checklist)),
  }
}

export function buildDrills({ drills }: Configuration): readonly Drill[] {
  return drills
}

export function buildReadiness({ readiness }: Configuration): ReadinessPolicy {
  return readiness
}

export function buildRollOut(configuration: Configuration): RollOutPolicy {
  const { stages } = configuration['roll-out']
  return {
    stages: stages.map(({ name, environment, traffic, watch, 'roll-back': rollBack }) => ({
      name,
      environment,
      traffic,
      watch,
      rollBack,
    })),
  }
}

export function buildConfidential({ confidential }: Configuration): ConfidentialPolicy {
  return { tracking: confidential.tracking, repository: confidential.repository, advisory: confidential.advisory }
}

export function buildCooldown({ cooldown: { interactions } }: Configuration): CooldownPolicy {
  return { interactions: interactions === false ? undefined : interactions }
}
