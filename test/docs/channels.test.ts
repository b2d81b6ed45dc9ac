import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { readSettings } from '../../src/env.ts'
import { appPrivateKey } from '../harness/keys.ts'
import { receiver, signingKey, tell } from '../notify/stage.ts'
import { nodesOf, readPage, tableBelow } from './pages.ts'

const page = readPage('docs/channels.md')
const codeOf = (language: string): string[] =>
  nodesOf(page.tree, 'code')
    .filter(({ lang }) => lang === language)
    .map(({ value }) => value)

describe('docs/channels.md', () => {
  it('shows the body of a webhook as it is sent', async () => {
    const { url, received } = await receiver()
    await tell({ kind: 'webhook', address: `${url} ${signingKey}` })
    const [request] = received
    expect(JSON.parse(codeOf('json')[0] ?? '')).toEqual(JSON.parse(request?.body ?? ''))
    const [sample = ''] = codeOf('js')
    expect(sample).toContain(`.${Webhook.prototype.verify.name}(body, headers)`)
  })

  it('shows settings with which the server starts', () => {
    const lines = codeOf('sh')[0]?.split('\n') ?? []
    const shown = Object.fromEntries(
      lines.map((line) => {
        const [, name = '', value = ''] = /^([A-Z_]+)="?(.*?)"?$/.exec(line) ?? []
        return [name, value]
      }),
    )
    const settings = readSettings(
      { APP_ID: '1', PRIVATE_KEY: appPrivateKey, WEBHOOK_SECRET: 'long enough', ...shown },
      String,
    )
    expect(settings.ok ? settings.value.channels.map(({ name }) => name) : settings.error).toEqual([
      'SLACK_INCIDENTS',
      'PAGERDUTY_KEY',
    ])
  })

  it('has a row for each kind', () => {
    const rows = tableBelow(page, 'The channels').map(([kind]) => kind)
    expect(rows).toEqual(['slack', 'discord', 'teams', 'pagerduty', 'email', 'webhook'])
  })
})
