import { failure, type Result } from '../lib/result.ts'
import { defaultPath, extendsOf } from './extends.ts'
import { type Layer, parseLayer } from './layer.ts'
import { presetText } from './presets/presets.ts'
import type { Problem } from './problem.ts'
import { type ResolvedPolicy, resolvePolicy } from './resolve-policy.ts'

/**
 * Reads a configuration that extends presets alone, at once. What it extends in other repositories is left out, so this is for
 * texts of our own; `loadPolicy` reads everybody's.
 */
export function loadOverPresets(text: string): Result<ResolvedPolicy, Problem[]> {
  const layers: Layer[] = []
  const problems = collect(text, defaultPath, layers)
  return problems.length > 0 ? failure(problems) : resolvePolicy(layers)
}

/** The base first. Presets extend no circle: a test reads each. */
function collect(text: string, file: string, layers: Layer[]): Problem[] {
  const layer = parseLayer(text, { file })
  if (!layer.ok) return layer.error
  const references = extendsOf(layer.value)
  if (!references.ok) return references.error
  const problems = references.value.flatMap((reference) => {
    const base = reference.type === 'preset' ? presetText(reference.name) : undefined
    return base === undefined
      ? []
      : collect(base, `firebreak:${reference.type === 'preset' ? reference.name : ''}`, layers)
  })
  layers.push(layer.value)
  return problems
}
