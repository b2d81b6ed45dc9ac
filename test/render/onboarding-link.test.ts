import { describe, expect, it } from 'vitest'
import { loadOverPresets } from '../../src/policy/load-presets.ts'
import { releasePatterns } from '../../src/policy/repository-traits.ts'
import { starterFile } from '../../src/policy/starter.ts'
import { starterForm } from '../../src/policy/starter-form.ts'
import { fileLink, formLink } from '../../src/render/onboarding-link.ts'
import { surveyOf } from './samples-onboarding.ts'

const read = (link: string | undefined) => {
  const url = new URL(link ?? 'none:')
  return { url, ...Object.fromEntries(url.searchParams) } as { url: URL; filename?: string; value?: string }
}

const many = (count: number, length: number) =>
  Array.from({ length: count }, (_, place) => `m${place}`.padEnd(length, 'x'))
const longNames = {
  ownerLogin: 'acme'.padEnd(39, 'x'),
  people: many(10, 39).map((login) => ({ login, permission: 'admin' }) as const),
  teams: [],
  releaseBranches: releasePatterns,
}

describe('the link to the editor', () => {
  it('opens it on the default branch, with the file as it is', () => {
    const survey = surveyOf('main', { releaseBranches: ['release/*'] })
    const { url, filename, value } = read(fileLink('maintainer-team', survey))
    expect(`${url.origin}${url.pathname}`).toBe('https://github.test/acme/shop/new/main')
    expect(filename).toBe('.github/incident.yml')
    expect(value).toBe(starterFile('maintainer-team', survey))
  })

  it('stays on a server of the company', () => {
    const survey = surveyOf('main', { url: 'https://git.acme.example/acme/shop' })
    expect(fileLink('maintainer-team', survey)).toMatch(/^https:\/\/git\.acme\.example\/acme\/shop\/new\/main\?/)
  })

  it.each(['release/1.0', 'a#b?c&d', 'ünïcode', '100%', ")](x 'y' <z>", 'a\ud800b'])(
    'bears the branch %j',
    (branch) => {
      const link = fileLink('maintainer-team', surveyOf('x', { defaultBranch: branch }))
      expect(link).toMatch(/^[\w:/?&=%.-]+$/)
      expect(decodeURIComponent(new URL(link).pathname)).toBe(`/acme/shop/new/${branch.toWellFormed()}`)
    },
  )

  it('is whole for the longest names, and below what proxies take', () => {
    for (const preset of ['committee', 'production', 'care-and-learning']) {
      const link = fileLink(preset, surveyOf('x', longNames))
      expect(link.length).toBeLessThanOrEqual(6_000)
      expect(loadOverPresets(read(link).value ?? '').ok).toBe(true)
    }
  })

  it('leaves the comments away where it would be too long, then the file', () => {
    const long = { ...longNames, defaultBranch: 'b'.repeat(2_500) }
    const bare = read(fileLink('committee', surveyOf('x', long))).value ?? ''
    expect(bare).not.toContain('# Who is called')
    expect(loadOverPresets(bare).ok).toBe(true)
    const longer = fileLink('committee', surveyOf('x', { ...long, defaultBranch: 'b'.repeat(5_500) }))
    expect(read(longer).value).toBe('')
    expect(fileLink('committee', surveyOf('x', { ...long, defaultBranch: 'b'.repeat(7_000) }))).toBe(
      'https://github.test/acme/shop',
    )
  })

  it('has one for the form of every preset', () => {
    for (const preset of ['single-maintainer', 'production', 'care-and-learning', 'incident-response-plan']) {
      const survey = surveyOf('main', longNames)
      const loaded = loadOverPresets(starterFile(preset, survey))
      const form = loaded.ok ? starterForm(loaded.value.policy) : ''
      expect(read(formLink(survey, form))).toMatchObject({
        filename: '.github/ISSUE_TEMPLATE/emergency.yml',
        value: form,
      })
    }
    expect(formLink(surveyOf('main'), undefined)).toBeUndefined()
  })
})
