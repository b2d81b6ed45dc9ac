import type { Emulator } from '../../src/emulator/emulator.ts'
import { readGitHub } from '../harness/read.ts'
import { playIncident, type ScriptOptions } from './incident-script.ts'
import { until } from './until.ts'

type Play = (world: { readonly github: Emulator }, options: ScriptOptions & { readonly at: string }) => Promise<void>

/** Incidents that leave the same on GitHub however often the server dies meanwhile, by name. */
export const stories: Readonly<Record<string, Play>> = {
  repair: playIncident,
  async 'repair, with noise'(world, options) {
    const noise = noiseIn(world.github, options.at)
    noise.before()
    // A pull request that is heard of during the freeze is another one than that which was there before.
    await until(`the noise is heard in ${options.at}`, () => noise.isHeard(), { timeout: options.timeout })
    await playIncident(world, { ...options, ready: async () => noise.meanwhile() })
  },
  async 'false alarm'({ github }, { at, timeout }) {
    const seen = readGitHub(github, at)
    const as = (login: string) => github.as(login).in(at)
    const see = (what: string, holds: () => boolean) => until(`${what} in ${at}`, holds, { timeout })
    const { number } = as('trudy').openIssue({ title: '[EMERGENCY] The alarm rings' })
    const stands = (label: string): boolean => seen.labels(number).includes(`incident/${label}`)
    await see('frozen', () => seen.card(number).includes('**on** since') && stands('declared'))
    as('bob').comment(number, '/incident ack\n/incident commander me')
    await see('led', () => /[Cc]ommander.*bob/.test(seen.card(number)) && stands('acknowledged'))
    as('bob').comment(number, '/incident update It looks like the sensor')
    as('bob').comment(number, '/incident note Nobody else sees it')
    await see('noted', () => seen.card(number).includes('Nobody else sees it'))
    as('alice').comment(number, '/incident cancel The sensor was dirty')
    await see('cancelled', () => seen.rulesets().length === 0 && stands('cancelled'))
  },
}

/** What else goes on in a repository, and concerns nobody. It opens nothing while the App may, so that numbers stay the same. */
function noiseIn(github: Emulator, at: string) {
  const carol = github.as('carol').in(at)
  const trudy = github.as('trudy').in(at)
  let rounds = 0
  return {
    before(): void {
      trudy.openIssue({ title: 'A small thing' })
      carol.openPull({ title: 'A feature', head: 'feature', files: { 'feature.ts': '1' } })
    },
    isHeard: (): boolean =>
      github.deliveries
        .filter(({ repositoryId }) => repositoryId === github.repository(at).id)
        .every(({ attempts }) => attempts.some(({ statusCode }) => statusCode >= 200 && statusCode < 300)),
    meanwhile(): void {
      rounds += 1
      trudy.comment(1, `And another thing (${rounds})`)
      carol.pushTo(`side-${rounds}`, { 'side.ts': String(rounds) })
    },
  }
}
