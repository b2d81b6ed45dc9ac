import { describe, expect, it } from 'vitest'
import type { Forecasts, WrittenConfiguration } from '../../src/engine/forecasts.ts'
import type { Forecast } from '../../src/incident/forecast.ts'
import { playedHere } from '../harness/forecasts.ts'
import { reading } from '../render/harmless.ts'
import { configured, ordinary, type Scene, scenes, shop } from './stage.ts'

const path = '.github/incident.yml'
const name = 'firebreak/config'
const raise = scenes(undefined, { breaksConfiguration: true })

/** Alice is not told at once any more, and nobody after her. */
const later = `version: 1
roles: { maintainers: ["@alice"] }
severities:
  P1:
    freeze: hotfix-only
    responders: [maintainers]
escalation:
  policies: { default: { steps: [{ after: 6h, notify: [maintainers] }] } }
`

/** Plays nothing: the test says how far it is. */
class Stage implements Forecasts {
  readonly asked: { readonly before: WrittenConfiguration | undefined; readonly after: WrittenConfiguration }[] = []
  ends: Forecast | undefined

  async of(before: WrittenConfiguration | undefined, after: WrittenConfiguration): Promise<Forecast | undefined> {
    this.asked.push({ before, after })
    return this.ends
  }

  readonly close = async (): Promise<void> => undefined
}

const nothing: Forecast = { type: 'not-played', why: 'it broke off' }

const propose = ({ carol }: Scene, text: string, head = 'rules') =>
  carol.openPull({ title: 'Rules', head, files: { [path]: text } }).number

const runs = ({ github }: Scene) => github.repository(shop).checkRuns.filter((run) => run.name === name)

const check = ({ seen }: Scene, number: number) => {
  const found = seen.check(number, name)
  if (!found) throw new Error('there is no check')
  return found
}

describe('the pull request of a configuration', () => {
  it('is told what an emergency would be like, today and then, and what would hurt', async () => {
    const scene = await raise({ config: configured(), forecasts: playedHere() })
    const number = propose(scene, later)
    await scene.settle()
    const { conclusion, title, summary } = check(scene, number)
    expect(conclusion).toBe('success')
    expect(title).toBe('Valid: 1 change in an emergency, 3 warnings')
    expect(summary).toContain(
      '| P1, Wednesday 10:00 or Sunday 03:00 (UTC) | Called | alice at once; bob after 4 hours | alice after 6 hours |',
    )
    expect(summary).not.toContain('| Frozen |')
    expect(summary).toContain('**P1 calls nobody before 6h have passed.**')
    expect(summary).toContain('**Only `@alice` is ever called for P1.**')
    expect(summary).toContain('**.github/incident.yml has no code owner.**')
  })

  it('has the warnings on the lines that they are about', async () => {
    const scene = await raise({ config: configured(), forecasts: playedHere() })
    propose(scene, later)
    await scene.settle()
    const sent = scene.github.requests.findLast(({ method, path: at }) => method === 'PATCH' && /check-runs/.test(at))
    expect(sent?.requestBody).toMatchObject({
      output: {
        annotations: [
          { path, start_line: 4, annotation_level: 'warning', message: expect.stringContaining('6h') },
          { path, start_line: 4, annotation_level: 'warning', title: 'severities.P1.escalation' },
        ],
      },
    })
  })

  it('of a first file shows what that file would do', async () => {
    const scene = await raise({ config: undefined, forecasts: playedHere() })
    const number = propose(
      scene,
      'version: 1\nextends: firebreak:single-maintainer\nroles: { maintainers: ["@alice"] }\n',
    )
    await scene.settle()
    const { title, summary } = check(scene, number)
    expect(title).toMatch(/^Valid: see what an emergency would be like/)
    expect(summary).toContain('**Today** there is no configuration')
    expect(summary).toMatch(/^\| \w+, Wednesday 10:00 or Sunday 03:00 \(UTC\) \| alice at once \| the default branch/m)
    expect(summary).not.toContain('no such severity')
  })

  it('says so where it changes nothing, without a play', async () => {
    const stage = new Stage()
    const scene = await raise({ config: configured(), forecasts: stage })
    const { sha } = scene.carol.pushTo('rules', { [path]: later })
    await scene.settle()
    scene.carol.pushTo('rules', { [path]: configured() })
    await scene.settle()
    expect(runs(scene).find(({ headSha }) => headSha !== sha)?.output).toMatchObject({
      title: 'Valid: nothing changes in an emergency, 1 warning',
      summary: expect.stringContaining('It says the same as the file on the default branch'),
    })
    expect(stage.asked).toHaveLength(1)
  })

  it('that mends a broken file is not compared with it', async () => {
    const scene = await raise({ config: 'version: 2\n', forecasts: playedHere() })
    const number = propose(scene, later)
    await scene.settle()
    expect(check(scene, number).summary).toMatch(
      /The file on the default branch has errors[\s\S]*\| P1, [^|]* \| alice after 6 hours \|/,
    )
  })

  it('that is broken is foretold nothing, and mended it is', async () => {
    const scene = await raise({ config: configured(), forecasts: playedHere() })
    const number = propose(scene, 'version: 1\nroels: {}\n')
    await scene.settle()
    expect(check(scene, number)).toMatchObject({ conclusion: 'failure', title: '1 problem in the configuration' })
    expect(check(scene, number).summary).not.toContain('emergency')
    scene.carol.pushTo('rules', { [path]: later })
    await scene.settle()
    expect(check(scene, number)).toMatchObject({ conclusion: 'success', title: /1 change in an emergency/ })
  })

  it('is told that a freeze would not hold on this plan', async () => {
    const scene = await raise({ config: undefined, private: true, plan: 'free', forecasts: playedHere() })
    const number = propose(scene, later)
    await scene.settle()
    expect(check(scene, number).summary).toMatch(
      /hurt in an emergency\*\*\n\n- ❌ \*\*Neither rulesets nor branch protection can be had here: the plan of this private/,
    )
  })

  it('is played with what it extends', async () => {
    const scene = await raise({ config: configured(), forecasts: playedHere() })
    scene.github.addRepository('acme/rules', { files: { [path]: later }, collaborators: { alice: 'admin' } })
    const number = propose(scene, 'version: 1\nextends: acme/rules\n')
    await scene.settle()
    expect(check(scene, number).summary).toContain('| alice at once; bob after 4 hours | alice after 6 hours |')
  })

  it('of a stranger’s fork is told the same, and what stands there does nothing', async () => {
    const scene = await raise({ config: configured(), forecasts: playedHere() })
    const name = '</td> @bob #12 https://evil.example [x](//y) <!-- `'
    const { P1 } = ordinary.severities
    const roles = { maintainers: ['@alice'], backup: ['@everyone'] }
    const freeze = { branches: ['~DEFAULT_BRANCH', '@acme/all-#1-`x`'] }
    const files = { [path]: configured({ roles, freeze, severities: { P1: { ...P1, name } } }) }
    const { number } = scene.mallory.openPull({ title: 'Rules', head: 'rules', fork: true, files })
    await scene.settle()
    const { conclusion, summary } = check(scene, number)
    expect(conclusion).toBe('success')
    expect(summary).toContain('alice at once; bob after 4 hours | alice at once; everyone after 4 hours')
    expect(reading(summary).harms).toEqual([])
  })
})

describe('while it is played', () => {
  it('the verdict stands already, and nothing waits: an emergency is frozen first', async () => {
    const stage = new Stage()
    const scene = await raise({ config: configured(), forecasts: stage })
    const number = propose(scene, later)
    await scene.settle()
    expect(check(scene, number)).toMatchObject({
      conclusion: 'success',
      title: 'Valid: what it changes is being played',
      summary: expect.stringContaining('Nothing waits for it'),
    })
    await scene.emergency()
    expect(scene.seen.rulesets()).toHaveLength(1)
    expect(check(scene, number).title).toBe('Valid: what it changes is being played')
    stage.ends = nothing
    await scene.world.fastForward('2s')
    expect(check(scene, number)).toMatchObject({
      conclusion: 'success',
      title: 'Valid: what it changes could not be played, 3 warnings',
      summary: expect.stringContaining('could not be played: it broke off.'),
    })
  })

  it('the process dies: it is played again, and there is one check', async () => {
    const stage = new Stage()
    const scene = await raise({ config: configured(), forecasts: stage })
    const number = propose(scene, later)
    await scene.settle()
    await scene.world.restart()
    stage.ends = nothing
    await scene.world.fastForward('2s')
    expect(runs(scene)).toHaveLength(1)
    expect(check(scene, number).title).toContain('could not be played')
    await scene.world.restart()
    await scene.world.fastForward('1h')
    expect(stage.asked).toHaveLength(2)
  })

  it('the file is read once, however long it takes', async () => {
    const stage = new Stage()
    const scene = await raise({ config: configured(), forecasts: stage })
    propose(scene, later)
    await scene.settle()
    const before = scene.github.requests.length
    await scene.world.fastForward('30s')
    expect(stage.asked.length).toBeGreaterThan(25)
    expect(scene.github.requests).toHaveLength(before)
  })

  it('that never ends, it is given up, and said', async () => {
    const scene = await raise({ config: configured(), forecasts: new Stage() })
    const number = propose(scene, later)
    await scene.settle()
    await scene.world.fastForward('20m')
    expect(check(scene, number).summary).toContain('could not be played: it was not over in time')
  })

  it('the branch is deleted: nothing hurts', async () => {
    const stage = new Stage()
    const scene = await raise({ config: configured(), forecasts: stage })
    const number = propose(scene, later)
    await scene.settle()
    scene.carol.close(number)
    scene.carol.deleteBranch('rules')
    stage.ends = nothing
    await scene.world.fastForward('2s')
    expect(runs(scene).map(({ conclusion }) => conclusion)).toEqual(['success'])
    expect(scene.world.log.join('\n')).toBe('')
  })

  it('it is pushed again: the newer commit is played, and the older one said that this may be', async () => {
    const stage = new Stage()
    const scene = await raise({ config: configured(), forecasts: stage })
    const number = propose(scene, later)
    await scene.settle()
    scene.carol.pushTo('rules', { [path]: later.replace('6h', '5h') })
    await scene.settle()
    stage.ends = nothing
    await scene.world.fastForward('2s')
    expect(check(scene, number).summary).toContain('nobody before 5h')
    const [older, ...others] = runs(scene)
    expect(older).toMatchObject({
      conclusion: 'success',
      output: { summary: expect.stringContaining('if a newer commit comes before, it is told there') },
    })
    expect(others).toHaveLength(1)
  })

  it('the older commit is asked for again: it is played, too', async () => {
    const stage = new Stage()
    const scene = await raise({ config: configured(), forecasts: stage })
    propose(scene, later)
    await scene.settle()
    scene.carol.pushTo('rules', { [path]: later.replace('6h', '5h') })
    await scene.settle()
    scene.carol.rerequestCheck(runs(scene)[0]?.id ?? 0)
    await scene.settle()
    stage.ends = nothing
    await scene.world.fastForward('2s')
    const told = runs(scene).map(({ output }) => output.summary?.match(/nobody before (\w+)/)?.[1])
    expect(told.toSorted()).toEqual(['5h', '6h'])
  })

  it('"Re-run" plays it anew', async () => {
    const stage = new Stage()
    stage.ends = nothing
    const scene = await raise({ config: configured(), forecasts: stage })
    const number = propose(scene, later)
    await scene.settle()
    const [run] = runs(scene)
    stage.ends = { type: 'played', cases: [], watched: 1 }
    await scene.world.fastForward('1m')
    scene.carol.rerequestCheck(run?.id ?? 0)
    await scene.settle()
    expect(check(scene, number).title).toContain('nothing changes')
    expect(stage.asked).toHaveLength(2)
  })
})

describe('in a repository that everybody can read', () => {
  const named = configured({ roles: { maintainers: ['@alice', '@mallory'], backup: ['@acme/hidden', '@nobody-here'] } })

  const asked = async (isPrivate: boolean): Promise<readonly string[]> => {
    const scene = await raise({ config: configured(), private: isPrivate, forecasts: new Stage() })
    scene.github.addUser('quinn')
    propose(scene, named)
    await scene.settle()
    return scene.github.requests.map(({ path: at }) => at).filter((at) => /\/permission$|\/teams\//.test(at))
  }

  it('nobody learns from a proposal how somebody stands to it, or which teams there are', async () => {
    expect(await asked(false)).toEqual([])
    expect(await asked(true)).toEqual(expect.arrayContaining([expect.stringContaining('mallory')]))
  })
})

describe('what it costs', () => {
  const callsOf = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> => {
    const scene = await raise({ config: configured(), forecasts: playedHere() })
    // Whatever comes first has the policy read.
    await scene.pull('first')
    const before = scene.github.requests.length
    scene.carol.openPull({ title: 'Something', head: 'topic', files })
    await scene.settle()
    return scene.github.requests.slice(before).map(({ method, path: at }) => `${method} ${at}`)
  }

  it('a pull request of the configuration: about twenty calls', async () => {
    const calls = await callsOf({ [path]: later })
    expect(calls.filter((call) => !call.endsWith('/access_tokens')).length, calls.join('\n')).toBeLessThanOrEqual(20)
    expect(calls.filter((call) => / \/app\/hook/.test(call))).toEqual([])
  })

  it('one of a stranger, in public: what has to be read, and nothing that is looked up', async () => {
    const scene = await raise({ config: configured(), forecasts: playedHere() })
    await scene.pull('first')
    const before = scene.github.requests.length
    const { number } = scene.mallory.openPull({ title: 'Rules', head: 'rules', fork: true, files: { [path]: later } })
    await scene.settle()
    expect(check(scene, number).title).toBe('Valid: 1 change in an emergency, 2 warnings')
    const calls = scene.github.requests.slice(before).map(({ method, path: at }) => `${method} ${at}`)
    const counted = calls.filter((call) => !call.endsWith('/access_tokens'))
    expect(counted.length, counted.join('\n')).toBeLessThanOrEqual(8)
    expect(counted.filter((call) => /rulesets|rules\/|protection|collaborators\?/u.test(call))).toEqual([])
  })

  it('one that leaves it alone: none', async () => {
    expect(await callsOf({ 'shop.ts': 'sold()' })).toEqual([])
  })
})
