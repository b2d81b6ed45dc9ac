import { describe, expect, it } from 'vitest'
import { configured, described, scenes, shop } from './stage.ts'

const leak = `
title: Users see the data of others
description: |
  At 2 am users report that they can open other users' pages.
severity: P1
injects:
  - { after: 30m, say: "A journalist asks @everyone for a comment." }
`

const drills = [
  {
    name: 'Quarterly simulation',
    cron: '0 10 1 */3 *',
    timezone: 'UTC',
    scenarios: ['.github/incident/drills/*.yml'],
    assign: ['maintainers'],
  },
]

const files = { '.github/incident/drills/leak.yml': leak }
const config = configured({
  drills,
  channels: { pager: { type: 'pagerduty', secret: 'PAGERDUTY_KEY' } },
  severities: {
    P1: { 'respond-within': '15m', freeze: 'hotfix-only', responders: ['maintainers'], approvals: { required: 0 } },
  },
  escalation: {
    policies: {
      default: {
        steps: [
          { notify: ['maintainers'], channels: ['pager'] },
          { after: '4h', notify: ['backup'] },
        ],
      },
    },
  },
})

const raise = scenes({ config, files })

describe('a drill', () => {
  it('is begun by command, plays its scenario, freezes nothing, pages nobody and is scored', async () => {
    const { world, github, seen, alice, trudy, settle, mayMerge, pull, say } = await raise()
    const place = trudy.openIssue({ title: 'When is the next exercise?' }).number
    const open = await pull('feature/x')
    await say(place, '/incident drill quarterly simulation', 'trudy')

    const [drill] = seen.issues(/^\[DRILL\] Users see/)
    if (!drill) throw new Error(`no drill was opened: ${seen.comments(place).join()} ${world.log.join()}`)
    expect(seen.labels(drill.number)).toEqual(['incident-drill', 'incident/declared'])
    expect(drill.body).toContain('This is a drill.')
    const [ruleset] = github.repository(shop).rulesets
    expect(ruleset).toMatchObject({ enforcement: 'disabled', name: expect.stringContaining(`drill #${drill.number}`) })
    expect(mayMerge(open)).toBe(true)

    await world.fastForward('30m')
    expect(seen.comments(drill.number).at(-1)).toMatch(/This is a drill[\s\S]*situation changes[\s\S]*`@everyone`/)

    alice.comment(drill.number, '/incident ack')
    await settle()
    await say(drill.number, '/incident resolve It was only an exercise', 'alice')
    const score = seen.comments(drill.number).find((body) => body.includes('The drill is over'))
    expect(score).toMatch(/First response[^\n]*❌ after 30 min[^\n]*within 15 min/)
    expect(seen.issues(/^Post-mortem/)).toEqual([])
    expect(seen.rulesets()).toEqual([])
    expect(seen.labels(drill.number)).toEqual(['incident-drill', 'incident/closed'])
  })

  it('is begun by the calendar, once, also when the App was down at that time', async () => {
    const { world, seen, alice, settle } = await raise()
    alice.pushTo('main', { '.github/incident.yml': `${config} ` })
    await settle()
    const drillsHeld = () => seen.issues(/^\[DRILL\]/)
    // It is 2 March, 09:00; the first is due on 1 April, 10:00.
    await world.fastForward('30d')
    expect(drillsHeld()).toEqual([])
    await world.stop()
    await world.fastForward('3h')
    await world.restart()
    expect(drillsHeld()).toHaveLength(1)
    await world.fastForward('1d')
    expect(drillsHeld()).toHaveLength(1)
    await world.fastForward('92d')
    expect(drillsHeld()).toHaveLength(2)
  })

  it('is closed when it was cancelled, and leaves nothing behind', async () => {
    const { seen, alice, say, settle } = await raise()
    const place = alice.openIssue({ title: 'Exercise?' }).number
    await say(place, '/incident drill Quarterly simulation')
    const [drill] = seen.issues(/^\[DRILL\]/)
    await say(drill?.number ?? 0, '/incident cancel Nobody has time')
    await settle()
    expect(seen.rulesets()).toEqual([])
    expect(seen.said(drill?.number ?? 0, /The drill is over/)).toEqual([])
  })

  it('is thawed and frozen again as an emergency would be, and each time nothing is held', async () => {
    const { seen, alice, say, pull, mayMerge } = await raise()
    const place = alice.openIssue({ title: 'Exercise?' }).number
    await say(place, '/incident drill Quarterly simulation')
    const drill = seen.issues(/^\[DRILL\]/)[0]?.number ?? 0
    const open = await pull('feature/x')
    await say(drill, '/incident thaw')
    expect(seen.rulesets()).toEqual([])
    await say(drill, '/incident freeze locked')
    expect(seen.rulesets()).toEqual([`Firebreak drill #${drill} (locked): switched off, enforces nothing`])
    expect(mayMerge(open)).toBe(true)
    await say(drill, '/incident resolve Enough')
    expect(seen.rulesets()).toEqual([])
  })

  it('has no hotfix that passes the freeze of an emergency', async () => {
    const { seen, alice, say, emergency, pull, mayMerge } = await raise()
    const place = alice.openIssue({ title: 'Exercise?' }).number
    await say(place, '/incident drill Quarterly simulation')
    const drill = seen.issues(/^\[DRILL\]/)[0]?.number ?? 0
    const emergencyNumber = await emergency()
    const fix = await pull('hotfix/exercise', { title: '[EMERGENCY] Fix', body: described(drill), login: 'alice' })
    expect(seen.check(fix, 'firebreak/hotfix')?.conclusion).toBe('success')
    expect(seen.check(fix, `firebreak/freeze-${emergencyNumber}`)?.conclusion).toBe('failure')
    expect(mayMerge(fix)).toBe(false)
  })

  it('that cannot be held says why: to whoever asks, and as an issue that closes again', async () => {
    const broken = { '.github/incident/drills/leak.yml': 'title: Leak\nseverety: P1\n' }
    const { world, seen, alice, say, settle } = await raise({ files: broken })
    const place = alice.openIssue({ title: 'Exercise?' }).number
    await say(place, '/incident drill Quarterly simulation')
    expect(seen.said(place).at(-1)).toMatch(/cannot be held.*leak\.yml:2:1.*unknown key/)
    await say(place, '/incident drill Quaterly simulation')
    expect(seen.said(place).at(-1)).toContain('Quarterly simulation')

    alice.pushTo('main', { '.github/incident.yml': `${config} ` })
    await settle()
    await world.fastForward('31d')
    const [problem] = seen.issues(/could not be held/)
    expect(problem).toMatchObject({ state: 'open' })
    alice.pushTo('main', { '.github/incident/drills/leak.yml': leak })
    await settle()
    await world.fastForward('92d')
    expect(seen.issues(/could not be held/)).toMatchObject([{ state: 'closed' }])
    expect(seen.issues(/^\[DRILL\]/)).toHaveLength(1)
  })

  it('is held as often as the calendar says and no more, however short its pauses and whatever happens meanwhile', async () => {
    const often = JSON.stringify({ ...JSON.parse(config), drills: [{ ...drills[0], cron: '*/5 * * * *' }] })
    const { world, seen, alice, emergency, settle } = await raise()
    await world.fastForward('2m')
    alice.pushTo('main', { '.github/incident.yml': often })
    await settle()
    expect(seen.issues(/^\[DRILL\]/), 'nothing from before it was configured').toEqual([])
    for (let minutes = 0; minutes < 20; minutes += 4) {
      await emergency()
      await world.fastForward('4m')
    }
    expect(seen.issues(/^\[DRILL\]/)).toHaveLength(4)
  })
})
