import { describe, expect, it } from 'vitest'
import { commands, describedCommand } from '../../src/incident/commands-table.ts'
import { defaultPermissions } from '../../src/policy/commands.ts'

describe('the commands that a configuration may name', () => {
  it('are those that there are, with the same least permissions', () => {
    const table = Object.fromEntries(commands.map(({ name, permission }) => [name, permission]))
    expect(table).toEqual(defaultPermissions)
  })

  it('are each named once, and each usage begins with the name', () => {
    expect(new Set(commands.map(({ name }) => name)).size).toBe(commands.length)
    for (const { name, usage } of commands) expect(usage.split(' ')[0]).toBe(name)
  })

  it('are found by their name alone', () => {
    expect(describedCommand('ack')?.permission).toBe('triage')
    expect(describedCommand('constructor')).toBeUndefined()
  })
})
