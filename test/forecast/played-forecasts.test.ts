import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { PlayedForecasts, type PlayedForecastsParts } from '../../src/forecast/forecasts.ts'
import type { Forecast } from '../../src/incident/forecast.ts'
import { projectRoot } from '../architecture/planted-tree.ts'
import { playedHere } from '../harness/forecasts.ts'

const opened: PlayedForecasts[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

const written = (text: string) => ({ text, shared: {} })
const team = (login: string) =>
  written(
    `version: 1\nroles: { on-call: ["@${login}"] }\nseverities: { P0: { responders: [on-call], freeze: locked } }\n`,
  )

function forecasts(parts: Omit<PlayedForecastsParts, 'log'> = {}) {
  const logged: string[] = []
  const log = (level: string) => (fields: object, message: string) =>
    void logged.push(`${level} ${message} ${JSON.stringify(fields)}`)
  const played = new PlayedForecasts({
    ...parts,
    log: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') },
  })
  opened.push(played)
  return { played, logged }
}

const directory = mkdtempSync(join(tmpdir(), 'firebreak-players-'))
afterAll(() => rmSync(directory, { recursive: true }))
let files = 0

/** A process that does what a test wants. */
function doing(code: string): string {
  const file = join(directory, `${++files}.mjs`)
  writeFileSync(file, code)
  return file
}
const silent = "process.on('message', () => undefined)"
const echo = `process.on('message', ({ after }) => process.send(
  { type: 'answered', forecast: { type: 'not-played', why: after.text }, failures: [] }))`

async function answer(ask: () => Promise<Forecast | undefined>): Promise<Forecast> {
  const end = Date.now() + 40_000
  while (Date.now() < end) {
    const forecast = await ask()
    if (forecast) return forecast
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('no answer came')
}

describe('a forecast in a process of its own', () => {
  it('is the same as one that is played here, and the caller never waits for it', { timeout: 60_000 }, async () => {
    const { played, logged } = forecasts()
    const ask = () => played.of(team('ana'), team('ben'))
    expect(await ask()).toBeUndefined()
    expect(await answer(ask)).toEqual(await playedHere().of(team('ana'), team('ben')))
    expect(logged).toEqual([])
  })

  it('is played once for the same texts', async () => {
    const { played } = forecasts({
      file: doing(
        echo.replace('process.on', 'let count = 0\nprocess.on').replace('why: after.text', 'why: String(++count)'),
      ),
    })
    const both = await Promise.all([
      answer(() => played.of(undefined, team('a'))),
      answer(() => played.of(undefined, team('a'))),
    ])
    expect(both.map((one) => one.type === 'not-played' && one.why)).toEqual(['1', '1'])
    expect(await answer(() => played.of(undefined, team('b')))).toMatchObject({ why: '2' })
    expect(await answer(() => played.of(team('a'), team('b')))).toMatchObject({ why: '3' })
  })

  it('that does not end is given up, and the next one is played', async () => {
    const { played, logged } = forecasts({
      limits: { time: 1500 },
      file: doing(
        echo
          .replace('({ after }) =>', '({ after }) => { while (after.text === "endless"); return')
          .replace('))', ')})'),
      ),
    })
    const [endless, next] = await Promise.all([
      answer(() => played.of(undefined, written('endless'))),
      answer(() => played.of(undefined, written('short'))),
    ])
    expect(endless).toEqual({ type: 'not-played', why: 'it was not over after 1.5 seconds' })
    expect(next).toMatchObject({ why: 'short' })
    expect(logged.join()).toContain('took too long')
  })

  it('that takes too much memory ends its process and not the server', async () => {
    const greedy = `const all = []
      process.on('message', () => { for (;;) all.push(new Array(1000).fill({})) })`
    const { played, logged } = forecasts({ limits: { memory: 16 }, file: doing(greedy) })
    expect(await answer(() => played.of(undefined, team('ana')))).toEqual({
      type: 'not-played',
      why: 'it took more than the 16 MB that it may have',
    })
    expect(logged.join()).toContain('too much memory')
  })

  it.each([
    ['throws', 'throw new Error("swordfish")', 'swordfish'],
    ['ends its process', 'process.exit(3)', 'the process ended with 3'],
  ])('that %s is told and logged', async (_what, code, told) => {
    const file = doing(`process.on('message', () => { ${code} })`)
    const { played, logged } = forecasts({ file })
    const why = 'it broke off, and the log of Firebreak says why'
    expect(await answer(() => played.of(undefined, team('ana')))).toEqual({ type: 'not-played', why })
    expect(logged.join()).toContain(told)
  })

  it('for which no process can be started is told, and the next one is tried', async () => {
    const { played, logged } = forecasts({ file: 'no/\0/file.js' })
    for (const login of ['ana', 'ben'])
      expect(await answer(() => played.of(undefined, team(login)))).toMatchObject({ type: 'not-played' })
    expect(logged).toHaveLength(2)
    expect(logged[0]).toMatch(/Playing a forecast failed/u)
  })

  describe('that failed', () => {
    const failing = () => {
      const clock = { now: 0 }
      const file = doing("process.on('message', () => { throw new Error('swordfish') })")
      const { played, logged } = forecasts({ file, now: () => clock.now })
      const ask = () => played.of(undefined, team('ana'))
      const plays = () => logged.length
      return { clock, ask, plays }
    }

    it('is told once, and played again when it is asked for again', async () => {
      const { ask, plays } = failing()
      expect(await answer(ask)).toMatchObject({ type: 'not-played' })
      expect(await answer(ask)).toMatchObject({ type: 'not-played' })
      expect(plays()).toBe(2)
    })

    it('is forgotten within minutes, when nobody came for it', async () => {
      const { clock, ask, plays } = failing()
      await ask()
      while (plays() === 0) await new Promise((resolve) => setTimeout(resolve, 10))
      clock.now += 5 * 60_000
      expect(await ask()).toBeUndefined()
    })
  })

  it('for which nobody asks any more makes room', async () => {
    const clock = { now: 0 }
    const { played } = forecasts({ file: doing(silent), now: () => clock.now })
    const ask = (place: number) => played.of(undefined, team(`p${place}`))
    for (let place = 0; place < 9; place++) await ask(place)
    clock.now += 50_000
    await ask(3)
    expect(await ask(9)).toMatchObject({ why: /too many/u })
    clock.now += 10_000
    for (let place = 10; place < 17; place++) expect(await ask(place)).toBeUndefined()
    expect(await ask(17)).toMatchObject({ why: /too many/u })
  })

  it('is refused when too many wait, and when there is too much to read', async () => {
    const { played } = forecasts({ file: doing(silent) })
    const asked = Array.from({ length: 12 }, (_one, place) => played.of(undefined, team(`p${place}`)))
    const answers = await Promise.all(asked)
    expect(answers.filter((one) => one === undefined)).toHaveLength(9)
    expect(answers.at(-1)).toMatchObject({ type: 'not-played', why: /too many/u })
    expect(await played.of(undefined, written('x'.repeat(5_000_000)))).toMatchObject({ why: /too large/u })
  })
})

describe('the process', () => {
  it('is there when it is needed, and gone when it was not needed for a while', async () => {
    const { played } = forecasts({ limits: { idle: 50 }, file: doing(echo) })
    expect(played.isUp).toBe(false)
    await answer(() => played.of(undefined, team('ana')))
    expect(played.isUp).toBe(true)
    while (played.isUp) await new Promise((resolve) => setTimeout(resolve, 10))
    expect(await answer(() => played.of(undefined, team('ben')))).toMatchObject({ type: 'not-played' })
  })

  it('knows nothing of the environment, reads and writes no file, and can call nobody', async () => {
    process.env.FIREBREAK_CANARY = 'swordfish'
    const worker = new URL('../../src/forecast/play/refuse-network.ts', import.meta.url)
    const look = `import { refuseNetwork } from ${JSON.stringify(worker)}
      import { readFileSync, writeFileSync } from 'node:fs'
      import { spawnSync } from 'node:child_process'
      import { Worker } from 'node:worker_threads'
      refuseNetwork()
      const refused = (act) => { try { return act() } catch (error) { return error.code } }
      process.on('message', async () => {
        const seen = [
          Object.keys(process.env).filter((name) => name !== 'NODE_CHANNEL_FD' && name !== 'NODE_CHANNEL_SERIALIZATION_MODE'),
          await fetch('http://127.0.0.1:8099').catch((error) => String(error.cause)),
          refused(() => readFileSync('/etc/hostname', 'utf8')),
          refused(() => writeFileSync(${JSON.stringify(join(directory, 'written'))}, 'x')),
          refused(() => spawnSync('true')),
          refused(() => new Worker('1', { eval: true })),
        ]
        process.send({ type: 'answered', failures: [], forecast: { type: 'not-played', why: JSON.stringify(seen) } })
      })`
    const { played } = forecasts({ file: doing(look) })
    const forecast = await answer(() => played.of(undefined, team('ana')))
    delete process.env.FIREBREAK_CANARY
    expect(forecast.type === 'not-played' && forecast.why).toBe(
      JSON.stringify([[], 'Error: A play calls nobody', ...Array(4).fill('ERR_ACCESS_DENIED')]),
    )
  })

  it('finds its packages where they lie elsewhere, behind a link', { timeout: 60_000 }, async () => {
    const clone = join(directory, 'clone')
    cpSync(join(projectRoot, 'src'), join(clone, 'src'), { recursive: true })
    cpSync(join(projectRoot, 'package.json'), join(clone, 'package.json'))
    symlinkSync(join(projectRoot, 'node_modules'), join(clone, 'node_modules'))
    const program = `import { PlayedForecasts } from ${JSON.stringify(pathToFileURL(join(clone, 'src/forecast/forecasts.ts')))}
      const log = { debug() {}, info() {}, warn() {}, error: console.log }
      const forecasts = new PlayedForecasts({ log })
      const ask = () => forecasts.of(undefined, { text: 'version: 1\\nseverities: { P0: {} }\\n', shared: {} })
      for (;;) {
        const forecast = await ask()
        if (forecast) { console.log(forecast.type); break }
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
      await forecasts.close()`
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program])
    expect(stdout).toBe('played\n')
  })

  it('keeps no process alive', { timeout: 60_000 }, async () => {
    const address = JSON.stringify(new URL('../../src/forecast/forecasts.ts', import.meta.url))
    const program = `import { PlayedForecasts } from ${address}
      const log = { debug() {}, info() {}, warn() {}, error() {} }
      const file = ${JSON.stringify(doing(silent))}
      await new PlayedForecasts({ log, file }).of(undefined, { text: 'x', shared: {} })`
    const ended = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program])
    expect(ended).toEqual({ stdout: '', stderr: '' })
  })

  it('that the machine cannot start ends no server, and is started when there is room', {
    timeout: 60_000,
  }, async () => {
    const address = JSON.stringify(new URL('../../src/forecast/forecasts.ts', import.meta.url))
    const program = `import { closeSync, openSync } from 'node:fs'
      import { PlayedForecasts } from ${address}
      const print = ({ error }) => console.log(error)
      const log = { debug: print, info: print, warn: print, error: print }
      const played = new PlayedForecasts({ log, file: ${JSON.stringify(doing(echo))} })
      const ask = async () => {
        for (;;) {
          const forecast = await played.of(undefined, { text: 'it went well', shared: {} })
          if (forecast) return console.log(forecast.why)
          await new Promise((resolve) => setTimeout(resolve, 10))
        }
      }
      const files = []
      try { for (;;) files.push(openSync('/dev/null')) } catch {}
      await ask()
      for (const file of files) closeSync(file)
      await ask()
      await played.close()`
    const args = ['-c', 'ulimit -n 80; exec "$0" --input-type=module --eval "$1"', process.execPath, program]
    const { stdout } = await promisify(execFile)('sh', args)
    expect(stdout).toMatch(/EMFILE\nit broke off, and the log of Firebreak says why\nit went well\n$/u)
  })

  it('is gone after the end, with what it played; what is asked then is answered after the next start', async () => {
    const { played } = forecasts({ file: doing(silent) })
    await played.of(undefined, team('ana'))
    expect(played.isUp).toBe(true)
    await played.close()
    expect(played.isUp).toBe(false)
    expect(await played.of(undefined, team('ana'))).toBeUndefined()
    expect(played.isUp).toBe(false)
  })
})
