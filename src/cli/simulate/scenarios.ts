import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { presetNames } from '../../policy/presets/presets.ts'

const folder = new URL('./scenarios/', import.meta.url)

/** The scenarios that come with Firebreak, by their names; each is called after the preset it shows. */
export const shippedScenarios = (): readonly string[] => {
  const names = readdirSync(fileURLToPath(folder)).map((file) => file.replace(/\.yml$/u, ''))
  return presetNames.filter((preset) => names.includes(preset))
}

/** The text of one of them. @throws when there is none of that name */
export const shippedScenario = (name: string): string => readFileSync(new URL(`${name}.yml`, folder), 'utf8')
