import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readDescription } from '../harness/openapi-schema.ts'
import { projectRoot } from './planted-tree.ts'

const manifest = z
  .looseObject({
    name: z.string().max(34), // GitHub's limit for the name of an App
    description: z.string(),
    url: z.url(),
    public: z.boolean(),
    default_permissions: z.record(z.string(), z.enum(['read', 'write'])),
    default_events: z.array(z.string()),
  })
  .parse(load(readFileSync(join(projectRoot, 'app.yml'), 'utf8')))

const document = readFileSync(join(projectRoot, 'docs/permissions.md'), 'utf8')

/** Rows of a Markdown section's table, each as its cells; code marks are taken off. */
function tableUnder(heading: string): string[][] {
  const section = document.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? ''
  const rows = section.split('\n').filter((line) => line.startsWith('| `'))
  return rows.map((row) =>
    row
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim().replaceAll('`', '')),
  )
}

/** Where the manifest's name for a permission is not the one that people read, as events' descriptions give it. */
const manifestNames: Readonly<Record<string, string>> = {
  dependabot_alerts: 'vulnerability_alerts',
  repository_security_advisories: 'repository_advisories',
}

/** Missing in GitHub's description of what an App can be granted, and demanded in that of its events and routes. */
const undescribed = ['repository_advisories']

describe('app.yml', () => {
  it('asks for exactly the permissions that docs/permissions.md gives reasons for', () => {
    const rows = [...tableUnder('Repository permissions'), ...tableUnder('Organization permissions')]
    expect(Object.fromEntries(rows.map(([name, access]) => [name, access]))).toEqual(manifest.default_permissions)
    for (const [name, , reason, without] of rows) expect([name, reason, without]).not.toContain('')
  })

  it('subscribes to exactly the events that docs/permissions.md explains', () => {
    expect(tableUnder('Events').map(([name]) => name)).toEqual(manifest.default_events)
  })

  it('asks for permissions that GitHub knows', () => {
    const known = readDescription('@octokit/openapi/generated/api.github.com.json').components.schemas[
      'app-permissions'
    ]
    for (const [name, access] of Object.entries(manifest.default_permissions)) {
      if (undescribed.includes(name)) continue
      expect(known?.properties[name]?.enum, name).toContain(access)
    }
  })

  it('holds the permission that GitHub demands for each event, and the table names it', () => {
    const { webhooks = {} } = readDescription('@octokit/openapi-webhooks/generated/api.github.com.json')
    const operations = Object.values(webhooks).map(({ post }) => post)
    for (const [event, permission] of tableUnder('Events')) {
      const name = String(event).replaceAll('_', '-')
      const described = operations.find(({ operationId }) => operationId?.split('/')[0] === name)
      const [, words] = /at least read-level access for the "([\w ]+)"/.exec(described?.summary ?? '') ?? []
      const demanded = words?.toLowerCase().replaceAll(' ', '_') ?? ''
      expect(manifestNames[demanded] ?? demanded, event).toBe(permission)
      expect(manifest.default_permissions).toHaveProperty(String(permission))
    }
  })

  it('survives the setup page, which puts it between apostrophes and lets it win over what the server supplies', () => {
    expect(JSON.stringify(manifest)).not.toContain("'")
    expect(manifest).not.toHaveProperty('hook_attributes')
    expect(manifest).not.toHaveProperty('redirect_url')
  })
})
