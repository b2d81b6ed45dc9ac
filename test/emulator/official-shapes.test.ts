import { afterAll, beforeAll, expect, test } from 'vitest'
import { DEFAULT_EVENTS } from '../../src/emulator/webhooks/event.ts'
import { checkExchange, checkWebhook } from '../harness/openapi.ts'
import { type Fixture, startFixture } from './fixture.ts'
import { playEverything } from './play-everything.ts'

/** Where GitHub is known to answer otherwise than it describes. */
const GAPS = [
  // Labels made by naming them have no description; null comes then, the description of lists says text.
  /\/pulls: .*labels\/\d+\/description/,
  // `contexts` is deprecated and refused beside `checks`, but described as required.
  /protection: request body .*'contexts'/,
  // The account of an installation is a user or an enterprise, described here as both at once.
  /GET \/app\/installations: .*\/account/,
  // An address that was not set is an empty string; GitHub's own example has it too.
  /\/(environment|log)_url must match format "uri"$/,
  // Described as null and as an object at once, which nothing fits.
  /\/repository_advisory\/(author|publisher|private_fork) must be (null|object)$/,
]

let world: Fixture

beforeAll(async () => {
  world = await startFixture({}, { events: [...DEFAULT_EVENTS, 'deployment', 'create', 'delete'] })
  await playEverything(world)
  await world.github.settle()
}, 60_000)
afterAll(() => world.close())

test("every webhook fits GitHub's own description", () => {
  const wrong = world.hooks
    .flatMap(({ event, action, payload }) => checkWebhook(event, action === '' ? undefined : action, payload))
    .filter((problem) => !GAPS.some((gap) => gap.test(problem)))
  expect(wrong).toEqual([])
  expect(new Set(world.hooks.map(({ event, action }) => `${event}.${action}`)).size).toBeGreaterThan(50)
}, 60_000)

test("every answer fits GitHub's own description", () => {
  const wrong = world.github.requests.flatMap(checkExchange).filter((problem) => !GAPS.some((gap) => gap.test(problem)))
  expect(wrong).toEqual([])
  expect(world.github.unknownRequests).toEqual([])
}, 60_000)
