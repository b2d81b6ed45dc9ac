import { expect, it } from 'vitest'
import { rivalAt, rivalFiles } from '../../../src/incident/readiness/rival-files.ts'

it.each([
  ['.github/settings.yml', /settings bot/],
  ['.github/settings.yaml', /settings bot/],
  ['.github/suborgs/payments.yml', /safe-settings/],
  ['.github/repos/shop.yml', /safe-settings/],
  ['.asf.yaml', /Apache/],
  ['.allstar/branch_protection.yaml', /Allstar/],
  ['otterdog/eclipse-foo.jsonnet', /Otterdog/],
  ['.github/workflows/branch-protection-bot.yml', /workflow/],
  ['.github/workflows/Sync_Ruleset.yaml', /workflow/],
  ['.github/rulesets/main.json', /kept as files/],
  ['infra/github.tf', /Terraform/],
  ['terraform/branch_protection.tf', /Terraform/],
])('%s gives its tool away', (path, tool) => {
  expect(rivalAt(path)?.tool).toMatch(tool)
})

it.each([
  '.github/incident.yml',
  '.github/workflows/ci.yml',
  'infra/main.tf',
  'docs/settings.yml',
  'src/ruleset.ts',
  '',
])('%s gives nothing away', (path) => {
  expect(rivalAt(path)).toBeUndefined()
})

it('names as many as anybody reads', () => {
  expect(rivalFiles(Array.from({ length: 50 }, (_, place) => `.github/rulesets/${place}.json`))).toHaveLength(10)
})
