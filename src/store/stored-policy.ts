import type { PolicyRecord } from '../engine/ports.ts'
import { languageVersion, upgradedPolicy } from '../policy/upgrade.ts'
import { jsonIn, type Row } from './row.ts'

/** A policy as it is stored: with the version of the language in which it was written. */
export const policyText = (record: PolicyRecord): string => JSON.stringify({ ...record, language: languageVersion })

export function policyIn(row: Row): PolicyRecord {
  const { language = 1, ...record } = jsonIn<PolicyRecord & { language?: number }>(row, 'body')
  if (language === languageVersion) return record
  const unread = { blob: undefined, etag: undefined, reportedBlob: undefined, checkedAt: 0 }
  // Read anew with the next event, and told anew: this version may run what the one before only took note of, as drills.
  return { ...record, policy: upgradedPolicy(record.policy), ...unread }
}
