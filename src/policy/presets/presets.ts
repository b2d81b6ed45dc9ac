import { singleMaintainer } from './single-maintainer.ts'

const presets: Readonly<Record<string, string>> = {
  'single-maintainer': singleMaintainer,
}

/** What may stand after `firebreak:` in `extends`. */
export const presetNames: readonly string[] = Object.keys(presets)

/** The text of a preset, read by the same parser as every other file; undefined where there is none of that name. */
export function presetText(name: string): string | undefined {
  return Object.hasOwn(presets, name) ? presets[name] : undefined
}
