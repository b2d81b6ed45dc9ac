import { beforeEach, describe, expect, test } from 'vitest'
import { TryLater } from '../../src/engine/ports.ts'
import { type Configurations, createConfigurations } from '../../src/github/configuration.ts'
import type { FileReference } from '../../src/policy/extends.ts'
import {
  grantTokens,
  repository,
  type ScriptedGitHub,
  scriptGitHub,
  thrownBy,
  withoutNetwork,
} from './scripted-github.ts'

withoutNetwork()

let github: ScriptedGitHub
let configurations: Configurations
beforeEach(() => {
  github = scriptGitHub()
  configurations = createConfigurations(github.clients)
})

const notFound = { message: 'Not Found' }
const file = (text: string) => ({
  type: 'file',
  sha: 'blob1',
  encoding: 'base64',
  size: Buffer.byteLength(text),
  content: Buffer.from(text)
    .toString('base64')
    .replace(/(.{60})/g, '$1\n'),
})

const reference = (changes: Partial<FileReference> = {}): FileReference => ({
  type: 'file',
  owner: 'acme',
  repository: 'shared',
  path: 'incidents/base.yml',
  at: { file: '.github/incident.yml', line: 1, column: 1, endLine: 1, endColumn: 1 },
  ...changes,
})

describe('the configuration', () => {
  beforeEach(() => grantTokens(github))

  const path = '/repos/acme/shop/contents/.github/incident.yml'
  const text = `# ${'ä'.repeat(100)}\ndetection: {}\n`

  test('comes from the default branch, with what proves it unchanged', async () => {
    github.api.get(path).reply(200, file(text), { etag: 'W/"1"' })
    expect(await configurations.configuration(repository, {})).toEqual({
      found: true,
      text,
      blob: 'blob1',
      etag: 'W/"1"',
    })
  })

  test('unchanged since', async () => {
    github.api.get(path).matchHeader('if-none-match', 'W/"1"').reply(304)
    expect(await configurations.configuration(repository, { etag: 'W/"1"' })).toEqual({ found: 'unchanged' })
  })

  test('at a commit', async () => {
    github.api.get(path).query({ ref: 'abc' }).reply(200, file('a: 1'))
    expect(await configurations.configuration(repository, { ref: 'abc' })).toMatchObject({ text: 'a: 1' })
  })

  test.each([[notFound], [{ message: 'This repository is empty.' }], [{ message: 'No commit found for the ref abc' }]])(
    'there is none: %j',
    async (body) => {
      github.api.get(path).reply(404, body)
      expect(await configurations.configuration(repository, {})).toEqual({ found: false })
    },
  )

  test('what cannot be read now is not taken for absent', async () => {
    github.api.get(path).twice().reply(503)
    expect(await thrownBy(configurations.configuration(repository, {}))).toBeInstanceOf(TryLater)
    github.api.get(path).reply(403, { message: 'Resource not accessible by integration' })
    expect(await thrownBy(configurations.configuration(repository, {}))).toMatchObject({ kind: 'permission' })
  })

  test.each([
    ['GitHub gives no text of', { encoding: 'none', content: '', size: 2_000_000 }],
    ['is larger than anybody writes by hand', { size: 300_000 }],
  ])('a file that %s is not taken for an empty one', async (_, changes) => {
    github.api.get(path).reply(200, { ...file('detection: {}'), ...changes })
    const read = await configurations.configuration(repository, {})
    expect(read).toMatchObject({ found: true, blob: 'blob1' })
    expect(read.found === true && read.text.length).toBeGreaterThan(256 * 1024)
  })
})

describe('a file that is extended', () => {
  beforeEach(() => grantTokens(github))

  const shared = '/repos/acme/shared'
  const describedAs = (isPrivate: boolean, owner = 'acme') => ({ owner: { login: owner }, private: isPrivate })
  const contents = (body: object = file('base')) =>
    github.api.get(`${shared}/contents/incidents/base.yml`).reply(200, body)
  const publicHere = { ...repository, private: false }

  test('of a public repository is read as anybody could', async () => {
    github.api.get(shared).reply(200, describedAs(false))
    contents()
    expect(await configurations.extended(publicHere, reference())).toBe('base')
    expect(github.mints).toHaveLength(1)
  })

  test('of a private repository is read for a private one, with a token for that file alone', async () => {
    github.api.get(shared).reply(404, notFound)
    github.api.get(shared).reply(200, describedAs(true))
    github.api.get('/repos/acme/shop').reply(200, describedAs(true))
    contents()
    expect(await configurations.extended(repository, reference())).toBe('base')
    expect(github.mints[1]).toEqual({
      repositories: ['shared'],
      permissions: { contents: 'read', metadata: 'read' },
    })
  })

  test('of a private repository is not read for a public one', async () => {
    github.api.get(shared).reply(404, notFound)
    github.api.get(shared).reply(200, describedAs(true))
    github.api.get('/repos/acme/shop').reply(200, describedAs(false))
    // What the last delivery said is out of date: the repository was published since.
    expect(await configurations.extended(repository, reference())).toBeUndefined()
  })

  test("of another owner's repository is not even asked for", async () => {
    expect(await configurations.extended(repository, reference({ owner: 'other' }))).toBeUndefined()
    expect(github.mints).toEqual([])
  })

  test('that moved to another owner is not read', async () => {
    github.api.get(shared).reply(200, describedAs(false, 'other'))
    expect(await configurations.extended(repository, reference())).toBeUndefined()
  })

  test('of this repository needs no second token', async () => {
    github.api.get('/repos/acme/shop/contents/incidents/base.yml').reply(200, file('own'))
    expect(await configurations.extended(repository, reference({ repository: 'shop' }))).toBe('own')
  })

  test('that is not there', async () => {
    github.api.get(shared).reply(200, describedAs(false))
    github.api.get(`${shared}/contents/incidents/base.yml`).reply(404, notFound)
    expect(await configurations.extended(repository, reference())).toBeUndefined()
  })

  test('that cannot be read now is not taken for absent', async () => {
    github.api.get(shared).twice().reply(502)
    expect(await thrownBy(configurations.extended(repository, reference()))).toBeInstanceOf(TryLater)
  })
})

test('a private file outside the installation is not to be seen', async () => {
  const mint = { token: 'ghs_1', expires_at: '2026-01-01T01:00:00Z' }
  const message =
    'There is at least one repository that does not exist or is not accessible to the parent installation.'
  github.api.post(github.mintPath, /repository_ids/).reply(201, mint)
  github.api.post(github.mintPath, /repositories/).reply(422, { message })
  github.api.get('/repos/acme/shared').reply(404, notFound)
  expect(await configurations.extended(repository, reference())).toBeUndefined()
})
