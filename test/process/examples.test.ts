import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Example, officialExamples } from '../github/normalize/official-examples.ts'
import { LocalApp } from './local-app.ts'

let app: LocalApp
beforeAll(async () => {
  app = await LocalApp.start()
})
afterAll(() => app.close())

let sent = 0

interface Answer {
  readonly status: number
  readonly calls: readonly string[]
  /** Something of before was tried again meanwhile: the calls may be that one's. */
  readonly isMixed: boolean
}

/** Posts a payload as GitHub would, and waits for what it sets off. @returns the answer, and the calls that it caused */
async function post({ name, payload }: Example): Promise<Answer> {
  const body = JSON.stringify(payload)
  const before = app.github.requests.length
  const logged = app.log.length
  sent += 1
  const { status } = await fetch(app.webhookUrl, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-github-event': name,
      'x-github-delivery': `00000000-0000-4000-8000-${String(sent).padStart(12, '0')}`,
      'x-hub-signature-256': `sha256=${createHmac('sha256', app.webhookSecret).update(body).digest('hex')}`,
    },
  })
  await app.engine.idle()
  const isMixed = app.log.slice(logged).some((line) => JSON.parse(line).failures > 0)
  return { status, calls: app.github.requests.slice(before).map(({ method, path }) => `${method} ${path}`), isMixed }
}

interface Effect {
  readonly event: string
  readonly calls: readonly string[]
}

/**
 * Posts every example. On a slow machine, what waits for the App to be put back is tried again meanwhile.
 * @param expected whose calls are their own, whatever else was tried
 * @returns which of them caused calls
 */
async function postAll(examples: readonly Example[], expected: readonly string[]): Promise<Effect[]> {
  const effects: Effect[] = []
  for (const each of examples) {
    const event = `${each.name}.${each.payload.action ?? ''}`
    const { status, calls, isMixed } = await post(each)
    expect(status, event).toBe(200)
    const isOwn = !isMixed || expected.some((one) => event.startsWith(one))
    if (calls.length > 0 && isOwn) effects.push({ event, calls })
  }
  return effects
}

/** The example as it would be sent about a repository where the App is installed. */
function aboutShop({ name, payload }: Example): Example {
  const { id, owner, name: repositoryName } = app.repository
  if (typeof payload.repository !== 'object') return { name, payload }
  const identity = { id, name: repositoryName, full_name: `${owner}/${repositoryName}`, default_branch: 'main' }
  const repository = { ...payload.repository, ...identity, owner: { login: owner, id: 1, type: 'Organization' } }
  return { name, payload: { ...payload, repository, installation: { id: app.installationId } } }
}

const troubles = (): string[] => app.log.filter((line) => Number(JSON.parse(line).level) >= 50)

const isForToken = (call: string): boolean => /^POST \/app\/installations\/\d+\/access_tokens$/.test(call)

describe("each of GitHub's own examples of a webhook", () => {
  it('is answered with success where nothing is known of the repository, and asked about at most', async () => {
    // Where the App was added, the configuration is to be read.
    const added = ['installation', 'installation_repositories']
    const expected = ['dependabot_alert', ...added, 'issues', 'pull_request', 'repository']
    const effects = await postAll(officialExamples(), expected)
    const events = new Set(effects.map(({ event }) => event.split('.')[0]))
    expect([...events].sort()).toEqual(expected)
    // The App is not installed there: no call can come further than that.
    for (const { calls } of effects) expect(calls.filter((call) => !isForToken(call))).toEqual([])
    expect(troubles()).toEqual([])
  })

  it('changes nothing where the App is at home: none of them is an emergency', async () => {
    const before = structuredClone(app.repository)
    // The first alert is how the configuration comes to be read; another default branch may have another one, and so
    // may a repository to which the App is added.
    const added = ['installation_repositories.added', 'installation_repositories.added']
    const expected = ['dependabot_alert.created', ...added, 'repository.edited']
    const effects = await postAll(officialExamples().map(aboutShop), expected)
    expect(effects.map(({ event }) => event)).toEqual(expected)
    // What the examples say was added is another installation, which the stand-in does not know.
    const elsewhere = effects.filter(({ event }) => event === 'installation_repositories.added')
    for (const { calls } of elsewhere) expect(calls.filter((call) => !isForToken(call))).toEqual([])
    const here = effects.filter((effect) => !elsewhere.includes(effect))
    for (const { calls } of here)
      expect(calls.findLast((call) => !isForToken(call))).toBe('GET /repos/acme/shop/contents/.github/incident.yml')
    expect(app.repository).toEqual(before)
    expect(troubles()).toEqual([])
  })
})
