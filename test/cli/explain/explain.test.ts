import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { beforeAll, describe, expect, it } from 'vitest'
import { runCommand } from '../../../src/cli/run-command.ts'
import { Harness } from '../../harness/firebreak.ts'
import { configured, type Scene, sceneOf, scenes } from '../../scenario/stage.ts'
import { playIncident, wholeConfig } from '../../scenario/whole-incident.ts'

async function explain(environment: Readonly<Record<string, string>>, ...args: string[]) {
  const [printed, errors]: [string[], string[]] = [[], []]
  const terminal = {
    print: (line: string) => void printed.push(line),
    printError: (line: string) => void errors.push(line),
    isTerminal: false,
  }
  const code = await runCommand(['explain', ...args], terminal, environment)
  return { code, text: printed.join('\n'), errors: errors.join('\n') }
}

const raise = scenes({ config: wholeConfig })

describe.each([
  ['a directory', false],
  ['PostgreSQL', true],
])('a whole incident whose data are in %s, while the server works on them', (_place, postgres) => {
  const played = async (): Promise<Scene> => {
    const scene = await raise({ postgres })
    await playIncident(scene)
    return scene
  }

  it('is explained from the report to the closed post-mortem', async () => {
    const { world } = await played()
    const { code, text } = await explain(world.environment, 'ACME/shop#2')
    expect(code).toBe(0)
    expect(text).toMatch(/^acme\/shop#2 “\[EMERGENCY\] Everything is down”: P1, closed\n/u)
    for (const line of [
      / 1 {2}2026-03-02 09:10:00 {2}trudy opened #2\n +→ trudy declared the incident/u,
      /mallory wrote \/incident resolve on #2\n +→ `\/incident resolve` was refused/u,
      /carol edited #1\n +→ #1 is held by firebreak\/freeze-2/u,
      /alice submitted a review of #3\n +→ Hotfix #3 does not pass yet at `[0-9a-f]{7}`: checklist\./u,
      /carol merged #3\n +→ carol merged hotfix #3 as `[0-9a-f]{7}`\.\n +→ The incident is mitigated by hotfix #3\./u,
      /the timer push\/[0-9a-f]{7} was due\n +→ [0-9a-f]{7} came with the merge of a pull request/u,
      /alice closed #4\n +→ alice closed the post-mortem\.\n +→ The incident is closed: the post-mortem was closed\./u,
      /\n18 decisions; times are UTC\./u,
    ])
      expect(text).toMatch(line)

    const first = await explain(world.environment, 'acme/shop#2', '--decision', '1', '--timezone', 'Europe/Berlin')
    expect(first.text).toContain('Decision 1 of 18, 2026-03-02 10:10:00 Europe/Berlin')
    expect(first.text).toContain('  permission trudy: triage\n')
    expect(first.text).toContain(
      [
        '  ✓ the branches are to be frozen',
        '      ✓ `severities.P1.freeze` is hotfix-only',
        '      ✓ `freeze.branches` is ~DEFAULT_BRANCH',
      ].join('\n'),
    )
    expect(first.text).toMatch(/a freeze \(hotfix-only\) of ~DEFAULT_BRANCH: done 2026-03-02 10:10:00/u)
    expect(first.text).toMatch(/the card on #2: done, last 2026-03-02 11:30:00/u)

    const last = await explain(world.environment, 'acme/shop#2', '--last')
    expect(last.text).toContain('  ✓ it is closed: the post-mortem was closed')
  }, 60_000)

  it('is found by its hotfix and by its post-mortem, and is there for scripts', async () => {
    const { world } = await played()
    for (const number of [3, 4]) {
      const { text } = await explain(world.environment, `acme/shop#${number}`)
      expect(text).toContain(`acme/shop#2 “[EMERGENCY] Everything is down”, which #${number} belongs to: P1, closed`)
      expect(text).toContain('18 decisions')
    }
    const held = await explain(world.environment, 'acme/shop#1')
    expect(held).toMatchObject({ code: 0, text: expect.stringMatching(/^acme\/shop#1, which is no incident/u) })
    expect(held.text).toMatch(/1 {2}[^\n]* carol edited #1\n +→ #1 is held by firebreak\/freeze-2/u)
    const { text } = await explain(world.environment, 'acme/shop#2', '--decision', '6', '--format', 'json')
    expect(JSON.parse(text)).toMatchObject({
      isConfidential: false,
      decisions: [
        {
          number: 6,
          at: '2026-03-02T09:20:00.000Z',
          cause: { type: 'CommentAdded', actor: 'mallory', about: '/incident resolve', thread: 2 },
          asked: expect.arrayContaining([{ ask: 'permission', about: 'mallory', answer: 'read' }]),
          because: expect.arrayContaining([
            expect.objectContaining({ what: '`/incident resolve` was refused', holds: false }),
          ]),
          effects: expect.arrayContaining([expect.objectContaining({ status: 'done' })]),
        },
      ],
    })
  }, 60_000)
})

it('a back-up, and what was put back from it, explains the same', async () => {
  const { world } = await raise()
  await sceneOf(world).emergency()
  const before = await explain(world.environment, 'acme/shop#1')
  const directory = mkdtempSync(join(tmpdir(), 'firebreak-explain-'))
  const terminal = { print: () => undefined, printError: () => undefined, isTerminal: false }
  const file = join(directory, 'firebreak.sqlite')
  expect(await runCommand(['db', 'backup', '--from', world.dataDirectory, '--to', file], terminal)).toBe(0)
  const after = await explain({}, 'acme/shop#1', '--data', directory)
  expect(before.text).toContain('trudy opened #1')
  expect(after).toEqual(before)
  rmSync(directory, { recursive: true })
})

describe('what is kept of decisions', () => {
  let world: Harness
  let scene: Scene
  beforeAll(async () => {
    const kinds = { leak: { confidential: true, label: 'kind/leak' } }
    const windows = [{ name: 'Spring', from: '2026-03-03T09:00', to: '2026-03-04T09:00', timezone: 'UTC' }]
    world = await Harness.start({ config: configured({ kinds, freeze: { windows } }) })
    scene = sceneOf(world)
    for (const title of ['[EMERGENCY] One', '[EMERGENCY] Another']) await scene.emergency(title)
    return async () => await world.close()
  })

  it('is told of a refusal where there is no incident, and of one who is not believed', async () => {
    const { number } = scene.carol.openIssue({ title: 'A wish' })
    await scene.say(number, '/incident thaw', 'alice')
    const refused = await explain(world.environment, `acme/shop#${number}`)
    expect(refused.text).toContain(`acme/shop#${number}, which is no incident`)
    expect(refused.text).toMatch(/alice wrote \/incident thaw on #\d+\n +→ `\/incident thaw` was refused/u)
    const emergency = await scene.emergency('[EMERGENCY] Is it?', 'mallory')
    const { text } = await explain(world.environment, `acme/shop#${emergency}`, '--decision', '1')
    expect(text).toContain(
      '  ✗ mallory is not believed\n      ✓ GitHub says: read permission\n      ✓ `detection.trust` asks for triage',
    )
    expect(text).toContain('  ✗ it is only reported, until somebody who is believed confirms it')
  })

  it('says of a confidential incident that it is one', async () => {
    const { number } = scene.alice.openIssue({ title: '[EMERGENCY] The token is out', labels: ['kind/leak'] })
    await world.settle()
    const { text } = await explain(world.environment, `acme/shop#${number}`)
    expect(text).toMatch(/\nCONFIDENTIAL: this incident is kept secret on GitHub/u)
  })

  it('says what waits, and since when', async () => {
    const emergency = await scene.emergency()
    await world.stop()
    const file = new DatabaseSync(join(world.dataDirectory, 'firebreak.sqlite'))
    file.exec(
      `update effect set status = 'waiting', settled_at = null, failures = 2, last_error = 'GitHub is down'
       where key like '%#${emergency}/card'`,
    )
    file.exec(
      `update effect set status = 'given-up', last_error = 'it is locked' where key like '%#${emergency}/%ApplyFreeze'`,
    )
    file.close()
    const { text } = await explain(world.environment, `acme/shop#${emergency}`, '--decision', '1')
    expect(text).toMatch(
      /the card on #\d+: waiting since 2026-03-02 09:00:00, tried in vain 2 times \(GitHub is down\)/u,
    )
    expect(text).toMatch(/a freeze .*: given up 2026-03-02 09:00:00, because it is locked/u)
    const database = new DatabaseSync(join(world.dataDirectory, 'firebreak.sqlite'))
    database.exec(`update effect set status = 'done', settled_at = 1 where status in ('waiting', 'given-up')`)
    database.close()
    await world.restart()
  })

  it('is told of a planned freeze by its name', async () => {
    await world.fastForward('25h')
    const { code, text } = await explain(world.environment, 'acme/shop', '--window', 'Spring')
    expect(code).toBe(0)
    expect(text).toMatch(/^The planned freeze “Spring” of acme\/shop\n/u)
    const first = await explain(world.environment, 'acme/shop', '--window', 'spring', '--decision', '1')
    expect(first.text).toContain('✓ the planned freeze "Spring" is on until 2026-03-04T09:00 (UTC)')
    expect((await explain(world.environment, 'acme/shop', '--window', 'Autumn')).errors).toMatch(
      /^Nothing that is remembered was decided about a planned freeze “Autumn” of acme\/shop\.$/u,
    )
  })

  it('of an older database is its timeline, and the last version says so', async () => {
    const emergency = await scene.emergency('[EMERGENCY] From before')
    await world.stop()
    const file = new DatabaseSync(join(world.dataDirectory, 'firebreak.sqlite'))
    file.exec('create table kept as select * from account; drop table account')
    file.close()
    const { code, text } = await explain(world.environment, `acme/shop#${emergency}`)
    expect(code).toBe(0)
    expect(text).toMatch(
      /Of what came before, nothing but the timeline is kept:\n +2026-03-\d\d .* trudy declared the incident/u,
    )
    expect(text).toContain('No decision about it is kept.')
    const database = new DatabaseSync(join(world.dataDirectory, 'firebreak.sqlite'))
    database.exec(
      `create table account (subject text not null, id integer not null, lane integer not null, at integer not null,
         body text not null, primary key (subject, id)) strict, without rowid;
       insert into account select * from kept; drop table kept`,
    )
    database.close()
    await world.restart()
  })

  it.each([
    [['acme/shpo#2'], 2, /^Nothing is stored of a repository acme\/shpo\. Did you mean acme\/shop\?$/u],
    [['acme/shop#999'], 2, /^No incident belongs to acme\/shop#999, .* Its incidents: #\d+, #\d+/u],
    [['acme/shop#2', '--decision', '99'], 2, /^There is no decision 99\. They are numbered from 1 to \d+\.$/u],
    [['acme/shop'], 2, /"acme\/shop" says no number: write acme\/shop#N, or --window NAME/u],
    [[], 2, /OWNER\/REPO#N is missing, or --severity ID/u],
    [['shop#2'], 2, /"shop#2" is no OWNER\/REPO#N/u],
    [['acme/shop#2', '--severity', 'P1'], 2, /no number goes with it/u],
    [['--severity', 'P2', '--config', 'acme/shop'], 2, /^The configuration has no severity P2\. It has P1\.$/u],
    [
      ['--severity', 'P1', '--kind', 'leek', '--config', 'acme/shop'],
      2,
      /^The configuration has no kind leek\. Did you mean leak\?$/u,
    ],
    [['--severity', 'P1', '--config', 'acme/shpo'], 2, /^Nothing is stored of a repository acme\/shpo\. Did you mean/u],
    [['--severity', 'P1', '--config', 'no.yml'], 2, /^There is no file no\.yml\.$/u],
    [['--severity', 'P1', '--config', 'preset:none'], 2, /^There is no preset none/u],
    [['--severity', 'P1', '--at', 'noon'], 2, /--at is `noon`, expected a moment/u],
    [['acme/shop#2', '--format', 'xml'], 2, /--format is `xml`, expected one of text, json/u],
    [['acme/shop#2', '--timezone', 'Mars'], 2, /--timezone is `Mars`/u],
  ])('is not told of %j, and why', async (args, code, expected) => {
    const result = await explain(world.environment, ...args)
    expect(result.errors).toMatch(expected)
    expect(result.code).toBe(code)
    expect(result.text).toBe('')
  })

  it('is read from the policy of the repository: who would be told, until when somebody is on duty, and who may thaw', async () => {
    const { code, text } = await explain(
      world.environment,
      ...['--severity', 'P1', '--config', 'acme/shop', '--at', '2026-03-08T03:00'],
    )
    expect(code).toBe(0)
    expect(text).toMatch(
      /^P1, declared Sun 8 Mar 2026 03:00 \(UTC\)\nby the configuration of acme\/shop, as read last at 2026-/u,
    )
    expect(text).toMatch(/at once +@alice\n +after 4h {2}Sun 8 Mar 2026 07:00 {2}@bob/u)
    expect(text).toContain('~DEFAULT_BRANCH, in mode hotfix-only, until ')
    expect(text).toContain('whoever has maintain permission may lift it: `/incident thaw`')
  })
})

it('a file that extends another repository is read with what --shared names', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'firebreak-explain-'))
  const [file, shared] = [join(directory, 'incident.yml'), join(directory, 'shared.yml')]
  writeFileSync(file, 'version: 1\nextends: acme/.github\n')
  writeFileSync(shared, 'version: 1\nroles: { on-call: ["@ana"] }\nseverities: { S1: { responders: [on-call] } }\n')
  const asked = ['--severity', 'S1', '--config', file]
  expect((await explain({}, ...asked)).errors).toContain('--shared acme/.github=FILE')
  const { code, text } = await explain({}, ...asked, '--shared', `acme/.github=${shared}`)
  expect(code).toBe(0)
  expect(text).toContain('@ana, and whoever was told')
  rmSync(directory, { recursive: true })
})

describe('data that cannot be read', () => {
  it.each([
    [{}, [], /it is not said where the data are: --data DATA_DIR, or the variable/u],
    [{ DATA_DIR: '/nowhere' }, [], /There is no database in \/nowhere/u],
    [
      { DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:1/none' },
      [],
      /^firebreak explain: .*(?:connect|trouble|ECONNREFUSED)/iu,
    ],
    [{ DATABASE_URL: 'mysql://x' }, [], /DATABASE_URL/u],
  ])(
    'are said to be so: %j',
    async (environment, args, expected) => {
      const { code, errors } = await explain(environment as Record<string, string>, 'acme/shop#2', ...args)
      expect(code).toBe(2)
      expect(errors).toMatch(expected)
      expect(errors).not.toContain('secret')
    },
    30_000,
  )

  it('are said to be so where the file is no database', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'firebreak-explain-'))
    writeFileSync(
      join(directory, 'firebreak.sqlite'),
      'not a database, and long enough to be looked at as one would be',
    )
    const { code, errors } = await explain({}, 'acme/shop#2', '--data', directory)
    expect({ code, errors }).toMatchObject({ code: 2, errors: expect.stringMatching(/cannot be read \(/u) })
    rmSync(directory, { recursive: true })
  })
})
