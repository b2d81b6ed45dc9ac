import { z } from 'zod'
import { failure, success } from '../../lib/result.ts'
import { environment, repositoryName, words } from './name.ts'
import { template } from './template.ts'
import { duration } from './time.ts'
import { listOf, orFalse, text, word } from './value.ts'

const stage = z.strictObject({
  name: words(60).describe('What it is called, such as `Canary`.'),
  environment: environment()
    .optional()
    .describe(
      'The GitHub environment that its deployments go to; they are followed. Without it the stage is only an item of the checklist.',
    ),
  traffic: words(60).optional().describe('How much of production it reaches, in your words, such as `10 %`.'),
  watch: duration().optional().describe('How long it is watched before the next stage.'),
  'roll-back': words(200).optional().describe('What has it rolled back, in your words, such as `Error rate > 0.1 %`.'),
})

export const rollOut = z.strictObject({
  stages: listOf(stage, 'stages', 10)
    .default([])
    .describe(
      'The way of a merged hotfix into production, in order. Deployments are followed where a stage names an environment.',
    ),
})

const trackingForm = /^[A-Z][A-Z0-9]{0,9}$/

const tracking = text(
  { expects: 'capital letters such as `SEC`', short: 'capital letters', form: { pattern: trackingForm.source } },
  (written) => (trackingForm.test(written) ? success(written) : failure({})),
)

export const confidential = z.strictObject({
  tracking: tracking
    .default('SEC')
    .describe('Begins the tracking id by which public texts call a confidential incident: `SEC-2026-12`.'),
  repository: repositoryName()
    .optional()
    .describe('A private repository of the same owner where details go when no draft security advisory can be opened.'),
  advisory: template().optional().describe('The text of the draft security advisory.'),
})

export const cooldown = z.strictObject({
  interactions: orFalse(word(['existing-users', 'contributors-only', 'collaborators-only']))
    .default(false)
    .describe(
      'Who may still interact with the whole public repository while a conversation cools off; `false`: everybody.',
    ),
})
