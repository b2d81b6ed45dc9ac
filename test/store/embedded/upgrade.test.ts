import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../../src/engine/ports.ts'
import type { Incident } from '../../../src/incident/incident.ts'
import { renderCard } from '../../../src/render/card.ts'
import { migrations } from '../../../src/store/embedded/migrations.ts'
import { openEmbeddedStore } from '../../../src/store/embedded/open-embedded-store.ts'
import { repository } from '../../incident/procedure.ts'
import { effectsOf, hours, messagesOf, Story } from '../../incident/story.ts'
import { temporaryDirectory } from '../support/directory.ts'

/** What the first version stored: #12, acknowledged and frozen; and #12 resolved, with its post-mortem open as #40. */
interface Stored {
  readonly state: Omit<Incident, 'timeline'>
  readonly timeline: Incident['timeline']
  readonly timers: readonly { readonly name: string; readonly at: number }[]
}

const stored: Readonly<Record<'frozen' | 'resolved', Stored>> = JSON.parse(
  readFileSync(new URL('./fixtures/version-1-incidents.json', import.meta.url), 'utf8'),
)

/** A database as that version left it. */
function oldDatabase(directory: string, { state, timeline, timers }: Stored): void {
  using database = new DatabaseSync(join(directory, 'firebreak.sqlite'))
  for (const step of migrations.slice(0, 2)) database.exec(step)
  database.exec('pragma user_version = 2')
  database.prepare('insert into repository (id, body) values (?, ?)').run(repository.id, JSON.stringify(repository))
  database
    .prepare('insert into incident (id, repository_id, number, version, active, state) values (?, ?, ?, ?, 1, ?)')
    .run(state.id, state.repositoryId, state.anchor.number, state.version, JSON.stringify(state))
  const entry = database.prepare('insert into entry (incident, seq, body) values (?, ?, ?)')
  for (const [index, line] of timeline.entries()) entry.run(state.id, index + 1, JSON.stringify(line))
  const timer = database.prepare('insert into timer (incident, name, lane, due_at) values (?, ?, ?, ?)')
  for (const { name, at } of timers) timer.run(state.id, name, state.repositoryId, at)
}

describe('an incident that the first version stored', () => {
  let home: ReturnType<typeof temporaryDirectory>
  let store: Store | undefined
  beforeEach(() => {
    home = temporaryDirectory()
  })
  afterEach(async () => {
    await store?.close()
    home[Symbol.dispose]()
  })

  /** The story goes on where the old version left it. */
  async function goesOn(which: keyof typeof stored): Promise<{ story: Story; store: Store }> {
    oldDatabase(home.path, stored[which])
    store = await openEmbeddedStore({ directory: home.path, now: () => Date.parse('2026-03-02T10:00:00Z') })
    const [incident] = await store.activeIncidents(repository.id)
    if (!incident) throw new Error('the incident is gone')
    const story = new Story(incident.policy)
    story.takesUp(incident)
    story.now = Date.parse('2026-03-02T09:15:00Z')
    return { story, store }
  }

  it('is followed as before, and keeps its timers', async () => {
    const { store } = await goesOn('frozen')
    expect(await store.interest(repository.id)).toMatchObject({ anchors: new Set([12]), active: 1, frozen: true })
    expect((await store.interest(repository.id)).followed).toContain(20)
    const due = Math.min(...stored.frozen.timers.map(({ at }) => at))
    expect(await store.fireTimers(due)).toBe(1)
  })

  it('that is frozen gets its lists, its updates and its aftermath, and comes to its end', async () => {
    const { story } = await goesOn('frozen')
    expect(renderCard(story.incident())).toContain('**Freeze** | **on** since')
    story.merges('carol')
    story.thawHolds()
    expect(story.timers().map(({ name }) => name)).toEqual(['resolve-within', 'update', 'deadline/0'])
    expect(messagesOf(story.fires('update'), 'UpdateDue')).toHaveLength(1)
    expect(messagesOf(story.fires('deadline/0'), 'DeadlineReached')[0]?.members).toEqual(['@bob'])
    story.comments('/incident resolve It was the cache')
    expect(effectsOf(story.succeeds('OpenIssue', review), 'PostComment').map(({ thread }) => thread)).toEqual([12, 40])
    story.fires('review/scheduled')
    endsWell(story)
  })

  it('that is resolved is reviewed, followed up and closed', async () => {
    const { story } = await goesOn('resolved')
    expect(renderCard(story.incident())).toContain('#40')
    endsWell(story)
  })
})

describe('a policy that the first version stored', () => {
  it('counts until it is read anew, which the next event does, and is news then', async () => {
    using home = temporaryDirectory()
    const { policy } = stored.frozen.state
    const record = { policy, blob: 'b10b', etag: 'W/"1"', reportedBlob: 'b10b', checkedAt: Date.now() }
    oldDatabase(home.path, stored.frozen)
    {
      using database = new DatabaseSync(join(home.path, 'firebreak.sqlite'))
      const row = database.prepare('insert into policy (repository_id, body) values (?, ?)')
      row.run(repository.id, JSON.stringify(record))
    }
    const store = await openEmbeddedStore({ directory: home.path })
    const read = await store.policyRecord(repository.id)
    expect(read).toMatchObject({ checkedAt: 0, policy: { severities: policy.severities, rollOut: { stages: [] } } })
    expect([read?.blob, read?.etag, read?.reportedBlob]).toEqual([undefined, undefined, undefined])
    await store.close()
  })
})

const review = { type: 'IssueOpened', number: 40, url: 'https://github.test/acme/shop/issues/40' } as const

const table = ['## Action items', '', '| Action | Owner | Due |', '|---|---|---|', '| Alert on it | @bob | 1d |']

/** From the post-mortem to the last follow-up. */
function endsWell(story: Story): void {
  const mine = { number: 40, author: 'firebreak[bot]', authorType: 'Bot', title: 'Post-mortem' } as const
  story.changesIssue('edited', 'alice', { ...mine, body: table.join('\n') })
  story.succeeds('OpenIssue', { type: 'IssueOpened', number: 41, url: 'https://github.test/acme/shop/issues/41' })
  expect(messagesOf(story.fires('action/1'), 'ActionDue')).toHaveLength(1)
  story.changesIssue('closed', 'alice', { ...mine, body: table.join('\n'), state: 'closed' })
  expect(story.incident().status).toBe('resolved')
  story.changesIssue('closed', 'bob', { number: 41, state: 'closed' })
  expect(story.incident().status).toBe('closed')
  expect(messagesOf(story.fires('follow-up/0'), 'Checklist')).toMatchObject([{ title: 'Later' }])
  story.now += hours(24 * 31)
  story.fires('follow-up/over')
  expect(story.timers()).toEqual([])
}
