import type { Permission } from './policy.ts'

/**
 * Every `/incident` command with the least repository permission that may use it where the configuration says nothing.
 * Members of a role that the incident names may do what `triage` may.
 */
export const defaultPermissions = {
  ack: 'triage',
  severity: 'triage',
  kind: 'triage',
  commander: 'triage',
  update: 'triage',
  note: 'triage',
  freeze: 'maintain',
  thaw: 'maintain',
  escalate: 'triage',
  snooze: 'triage',
  link: 'triage',
  bypass: 'triage',
  decide: 'triage',
  rollback: 'write',
  cooldown: 'write',
  confirm: 'triage',
  cancel: 'write',
  resolve: 'write',
  reopen: 'write',
  disclose: 'maintain',
  'post-mortem': 'write',
  drill: 'triage',
  status: 'read',
  help: 'read',
} as const satisfies Readonly<Record<string, Permission>>
