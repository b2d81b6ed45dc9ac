import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { detectKind, detectSeverity } from '../../src/incident/detect.ts'
import { sectionText } from '../../src/lib/markdown.ts'
import { projectRoot } from '../architecture/planted-tree.ts'
import { adopted } from '../policy/adopted.ts'

const form = z
  .object({
    body: z.array(
      z.object({
        id: z.string().optional(),
        attributes: z.object({ label: z.string().optional(), options: z.array(z.string()).optional() }),
      }),
    ),
  })
  .parse(load(readFileSync(join(projectRoot, '.github/ISSUE_TEMPLATE/emergency.yml'), 'utf8')))

/** What GitHub makes of a form in which this option was chosen, read as the App reads it. */
function answerTo(id: string, option: string): string | undefined {
  const label = form.body.find((field) => field.id === id)?.attributes.label
  return sectionText(`### ${label}\n\n${option}\n\n### What happens\n\nIt is down.`, id)
}

const optionsOf = (id: string): readonly string[] =>
  form.body.find((field) => field.id === id)?.attributes.options ?? []

const thread = { title: '', body: '', labels: [] }

describe('the issue form for emergencies', () => {
  it('offers the kinds of the preset that the README shows, and one answer that decides nothing', async () => {
    const policy = await adopted('single-maintainer')
    const found = optionsOf('kind').map((option) => detectKind(policy, thread, answerTo('kind', option))?.kind)
    expect(found.toSorted()).toEqual([...Object.keys(policy.kinds), undefined].toSorted())
  })

  it('offers severities as the scales of the presets call them', async () => {
    const policy = await adopted('production')
    const found = optionsOf('severity').map(
      (option) => detectSeverity(policy, thread, answerTo('severity', option))?.severity,
    )
    expect(found).toEqual(['P0', 'P1', 'P2'])
  })
})
