import { expect, it } from 'vitest'
import { answering, receiver, routingKey } from '../notify/stage.ts'
import { configured, scenes } from './stage.ts'

const raise = scenes()

const paging = (secret: string) =>
  configured({
    severities: { P1: { responders: ['maintainers'] } },
    channels: { pager: { type: 'pagerduty', secret } },
    escalation: { policies: { default: { steps: [{ notify: ['maintainers'], channels: ['pager'] }] } } },
  })

const success = answering(202, '{"status":"success"}')

it('a pager that is away is tried again until it is back, and has one alarm for the incident', async () => {
  let respond = answering(503)
  const { url, received } = await receiver((response, request) => respond(response, request))
  const { world, seen, emergency, say } = await raise({
    config: paging('PAGERDUTY_KEY'),
    channels: { PAGERDUTY_KEY: `${routingKey} ${url}` },
  })
  const number = await emergency()
  await world.fastForward('10m')
  expect(received.length).toBeGreaterThan(5)
  expect(seen.card(number)).not.toMatch(/`pager` told at/)
  respond = success
  await world.restart()
  await world.fastForward('2m')
  expect(seen.card(number)).toMatch(/`pager` told at/)
  await say(number, '/incident ack')
  await say(number, '/incident resolve The query is gone')
  const events = received.map(({ body }) => JSON.parse(body) as { event_action: string; dedup_key: string })
  expect(events.slice(-3).map((event) => event.event_action)).toEqual(['trigger', 'acknowledge', 'resolve'])
  expect(new Set(events.map((event) => event.dedup_key)).size).toBe(1)
})

it('a pager that stays away is said aloud before the hour is over, and no secret is', async () => {
  const { url } = await receiver(answering(503, routingKey))
  const { world, seen, emergency } = await raise({
    config: paging('PAGERDUTY_KEY'),
    channels: { PAGERDUTY_KEY: `${routingKey} ${url}` },
  })
  const number = await emergency()
  await world.fastForward('20m')
  expect(seen.said(number, /not told/)).toEqual([])
  await world.fastForward('40m')
  expect(seen.comment(number, /`pager` was \*\*not told\*\*/)).toContain('PagerDuty answered 503')
  const everything = JSON.stringify([world.log, world.github.state])
  expect(everything).not.toContain(routingKey)
  expect(everything).not.toContain(url)
})

it('a repository that names a setting of the server gets nothing', async () => {
  const { seen, emergency } = await raise({ config: paging('WEBHOOK_SECRET') })
  const number = await emergency()
  expect(seen.comment(number, /`pager` was \*\*not told\*\*/)).toContain('is not granted to this repository')
})
