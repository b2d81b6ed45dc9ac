import { describe, expect, it } from 'vitest'
import type { Thread } from '../../../src/incident/repository.ts'
import { issue } from '../procedure.ts'
import { answerTo, minutes, Story } from '../story.ts'

/** A command at an issue that nobody was told of, and that GitHub describes so when it is asked. */
function commanded(found: Partial<Thread>, command = 'ack') {
  const story: Story = new Story(undefined, {
    issue: ({ number }) => issue({ number, createdAt: story.now - minutes(5), ...found }),
  })
  return { story, decision: story.comments(`/incident ${command}`, 'bob') }
}

const refused = { reaction: 'confused', refusals: [{ type: 'no-incident', open: [] }] }

describe('a command at a marked issue without an incident', () => {
  it('begins it where the issue is new', () => {
    const { story, decision } = commanded({})
    expect(story.incident()).toMatchObject({ status: 'acknowledged', freeze: { status: 'applying' } })
    expect(answerTo(decision)).toEqual({ reaction: '+1', refusals: [] })
    expect(story.opens().entries).toEqual([])
  })

  it.each<readonly [string, Partial<Thread>]>([
    ['is too old for its opening to be on its way', { createdAt: 0 }],
    ['is of an age that GitHub does not tell', { createdAt: Number.NEGATIVE_INFINITY }],
    ['is closed', { state: 'closed' }],
    ['is not marked any more', { title: 'Nothing much' }],
    ['had an incident that is over and forgotten', { labels: ['Incident/Cancelled'] }],
    ['was opened by this App', { author: 'firebreak[bot]', authorType: 'Bot' }],
  ])('is refused where the issue %s', (_what, found) => {
    const { story, decision } = commanded(found)
    expect(story.incidents).toEqual([])
    expect(answerTo(decision)).toEqual(refused)
  })

  it.each(['help', 'drill fire', 'resume'])('begins nothing by %s, which needs none', (command) => {
    expect(commanded({}, command).story.incidents).toEqual([])
  })
})
