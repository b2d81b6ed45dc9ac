import { describe, expect, it } from 'vitest'
import type { Finding } from '../../../src/incident/finding.ts'
import type { ProbeResult } from '../../../src/incident/readiness/channels.ts'
import { answers, dashboards, gone, levelsOf, news, off, on, Repository, watched } from './readiness-story.ts'

describe('what people are told', () => {
  it('is nothing by the first look, and nothing as long as nothing changes', () => {
    const repository = new Repository()
    repository.channels.team = gone
    repository.configurationChanges()
    const first = repository.looks()
    expect(levelsOf(dashboards(first)[0]?.message)).toContain('broken')
    expect([...first, ...repository.looks(), ...repository.looks()].flatMap((put) => news([put]))).toEqual([])
  })

  it('is what broke, once; what breaks besides; and that nothing is broken any more', () => {
    const repository = watched()
    repository.channels.team = gone
    const [broke] = news(repository.looks())
    expect(broke).toMatchObject({ thread: 5, broke: [{ topic: 'channels', level: 'broken' }], members: [] })
    expect(news(repository.looks())).toEqual([])
    repository.channels.pager = gone
    expect(news(repository.looks())).toMatchObject([{ broke: [{ seen: expect.stringContaining('pager') }] }])
    repository.channels.team = answers
    expect(news(repository.looks())).toEqual([])
    repository.channels.pager = answers
    expect(news(repository.looks())).toMatchObject([{ broke: [] }])
    expect(news(repository.looks())).toEqual([])
  })

  it('is that nobody answers at a channel when it was so the last time as well', () => {
    const repository = watched()
    const away: ProbeResult = { state: 'away', why: 'the time ran out' }
    repository.channels.team = away
    expect(news(repository.looks())).toEqual([])
    repository.channels.team = answers
    expect(news(repository.looks())).toEqual([])
    repository.channels.team = away
    expect(news(repository.looks())).toEqual([])
    expect(news(repository.looks())).toMatchObject([{ broke: [{ seen: expect.stringContaining('team') }] }])
    repository.channels.team = gone
    expect(news(repository.looks())).toEqual([])
    repository.channels.team = away
    expect(news(repository.looks())).toEqual([])
    repository.channels.team = answers
    expect(news(repository.looks())).toMatchObject([{ broke: [] }])
  })

  it('is told once by a record that was written when words were all that was kept', () => {
    const repository = watched()
    repository.channels.team = gone
    repository.looks()
    const { dashboard } = repository.planned
    if (!dashboard) throw new Error('nobody looked')
    const told = ['channels: The channel "team" (slack) refuses: the address is gone.']
    repository.planned = { ...repository.planned, dashboard: { ...dashboard, told } }
    expect(news(repository.looks())).toEqual([])
    expect(repository.planned.dashboard?.told).toEqual(['channels: team'])
  })

  it('is that all is mended, though another channel cannot be told', () => {
    const repository = watched()
    repository.channels.team = gone
    repository.channels.pager = { state: 'unclear', why: 'it tells only of a real alarm' }
    repository.looks()
    repository.channels.team = answers
    expect(news(repository.looks())).toMatchObject([{ broke: [] }])
  })

  it('is no alarm about what was broken before the database was lost', () => {
    const repository = watched()
    repository.channels.team = gone
    repository.looks()
    const { dashboard: _, ...lost } = repository.planned
    repository.planned = lost
    repository.configurationChanges()
    const after = repository.looks()
    expect(dashboards(after)[0]).toMatchObject({ again: true })
    expect(news(after)).toEqual([])
  })

  it('is said when the issue tells of it, by that look and by none that was overtaken', () => {
    const repository = watched()
    repository.channels.team = gone
    repository.now = repository.nextLook ?? 0
    const first = repository.fires0()
    expect(news(first)).toEqual([])
    repository.now = repository.nextLook ?? 0
    const [put] = repository.fires0()
    if (!put) throw new Error('nobody looked')
    const told = repository.settles(put, { succeeded: true, result: { type: 'IssueOpened', number: 9, url: '' } })
    expect(news(told.effects)).toMatchObject([{ thread: 9 }])
    const again = repository.settles(put, { succeeded: true, result: { type: 'IssueOpened', number: 9, url: '' } })
    expect(news(again.effects)).toEqual([])
  })

  it('is not lost where the issue could not be written', () => {
    const repository = watched()
    repository.channels.team = gone
    repository.now = repository.nextLook ?? 0
    const [put] = repository.fires0()
    if (put) repository.settles(put, { succeeded: false, reason: 'refused' })
    expect(news(repository.looks())).toHaveLength(1)
  })

  const settledWith = (findings: readonly Finding[], repository = watched()) => {
    const put = repository.effects.findLast(({ effect }) => effect.type === 'KeepIssue')
    if (put?.effect.type !== 'KeepIssue' || put.effect.message.type !== 'Dashboard') throw new Error('nobody looked')
    const message = { ...put.effect.message, findings }
    const outcome = { succeeded: true, result: { type: 'IssueOpened', number: 5, url: '' } } as const
    return news(repository.settles({ ...put, effect: { ...put.effect, message } }, outcome).effects)
  }
  const broken = (topic: Finding['topic'], seen = 'It would not work.'): Finding => ({ topic, level: 'broken', seen })

  it('calls the responders of the worst severity that freezes when a freeze would not hold, and nobody else', () => {
    expect(settledWith([broken('freeze')])).toMatchObject([{ members: ['@alice'] }])
    expect(settledWith([broken('labels')])).toMatchObject([{ members: [] }])
  })

  it('is no news where only a number is another one', () => {
    const repository = watched()
    expect(settledWith([broken('deliveries', '3 of 40 deliveries failed.')], repository)).toHaveLength(1)
    expect(settledWith([broken('deliveries', '5 of 52 deliveries failed.')], repository)).toEqual([])
  })

  it('does not say that all is mended where it could not be seen', () => {
    const repository = watched()
    settledWith([broken('freeze')], repository)
    expect(settledWith([{ topic: 'freeze', level: 'unknown', seen: 'It was not seen.' }], repository)).toEqual([])
    expect(settledWith([], repository)).toMatchObject([{ broke: [] }])
  })
})

describe('the issue', () => {
  it('stays closed when somebody closed it, until something breaks', () => {
    const repository = watched()
    repository.changesIssue('closed', 'mallory', { number: 5, title: 'Firebreak: readiness' })
    expect(dashboards(repository.looks())).toMatchObject([{ open: false }])
    repository.channels.team = gone
    const opened = repository.looks()
    expect(dashboards(opened)).toMatchObject([{ open: true }])
    expect(news(opened)).toHaveLength(1)
    expect(dashboards(repository.looks())).toMatchObject([{ open: true }])
  })

  it('is kept open again when somebody reopened it', () => {
    const repository = watched()
    for (const change of ['closed', 'reopened'] as const)
      repository.changesIssue(change, 'bob', { number: 5, title: 'Firebreak: readiness' })
    expect(dashboards(repository.looks())).toMatchObject([{ open: true }])
  })

  it.each([
    ['trudy', 'x', 1],
    ['trudy', 'X', 1],
    ['mallory', 'x', 0],
    ['trudy', ' ', 0],
  ])('has it looked again by the box: %s, [%s]', (by, mark, looks) => {
    const repository = watched()
    const body = `Text\n\n- [${mark}] Look again now (for whoever may edit this issue)\n`
    const { effects } = repository.changesIssue('edited', by, { number: 5, title: 'Firebreak: readiness', body })
    expect(dashboards(effects)).toHaveLength(looks)
  })

  it('is not looked at again by a box on another issue, or in an emergency', () => {
    const repository = watched()
    const body = '- [x] Look again now'
    expect(dashboards(repository.changesIssue('edited', 'alice', { number: 6, title: 'Mine', body }).effects)).toEqual(
      [],
    )
    repository.opens()
    expect(dashboards(repository.changesIssue('edited', 'alice', { number: 5, title: 'x', body }).effects)).toEqual([])
  })

  it('is closed when nobody is to look any more, and opened when somebody is again', () => {
    const repository = watched()
    repository.configurationChanges(off)
    const [end] = dashboards(repository.effects.slice(-1))
    expect(end).toMatchObject({ open: false, message: { type: 'DashboardOff' } })
    expect(repository.waiting).toEqual([])
    const asked = repository.effects.length
    repository.configurationChanges()
    expect(repository.effects).toHaveLength(asked)
    repository.configurationChanges(on)
    expect(dashboards(repository.looks())).toMatchObject([{ open: true }])
  })

  it('that comes in after nobody is to look any more is told of no further', () => {
    const repository = watched()
    repository.now = repository.nextLook ?? 0
    const [put] = repository.fires0()
    repository.configurationChanges(off)
    if (put) repository.settles(put, { succeeded: true, result: { type: 'IssueOpened', number: 5, url: '' } })
    expect(repository.planned.dashboard).toBeUndefined()
  })
})
