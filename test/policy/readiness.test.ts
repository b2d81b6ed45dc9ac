import { expect, it } from 'vitest'
import { parseLayer } from '../../src/policy/layer.ts'
import type { Policy } from '../../src/policy/policy.ts'
import { resolvePolicy } from '../../src/policy/resolve-policy.ts'
import { upgradedPolicy } from '../../src/policy/upgrade.ts'

/** What files laid over one another come to, the base first. */
function readinessOf(...texts: readonly string[]): Policy['readiness'] {
  const layers = texts.map((text, index) => {
    const layer = parseLayer(text, { file: `${index}.yml` })
    if (!layer.ok) throw new Error(layer.error[0]?.message)
    return layer.value
  })
  const resolved = resolvePolicy(layers)
  if (!resolved.ok) throw new Error(resolved.error.map(({ message }) => message).join())
  return resolved.value.policy.readiness
}

const usual = { dashboard: false, cron: '0 6 * * *', timezone: 'UTC' }
const roles = 'roles: { maintainers: ["@dana"] }\n'

it('nobody looks unless the file asks for it', () => {
  expect(readinessOf(roles)).toEqual(usual)
  expect(readinessOf(`${roles}readiness: {}`)).toEqual(usual)
})

it('a shared file says when, and a repository whether', () => {
  const shared = 'readiness: { cron: "30 4 * * 1", timezone: Europe/Berlin }'
  const own = `${roles}readiness: { dashboard: true }`
  expect(readinessOf(shared, own)).toEqual({ dashboard: true, cron: '30 4 * * 1', timezone: 'Europe/Berlin' })
  expect(readinessOf('readiness: { dashboard: true }', `${roles}readiness: { dashboard: false }`)).toEqual(usual)
})

it('a policy that an earlier program stored asks for nothing', () => {
  const layer = parseLayer(roles, { file: 'f' })
  const resolved = layer.ok ? resolvePolicy([layer.value]) : undefined
  if (!resolved?.ok) throw new Error('the file is broken')
  const { readiness: _, ...stored } = resolved.value.policy
  expect(upgradedPolicy(stored as Policy).readiness).toEqual(usual)
})
