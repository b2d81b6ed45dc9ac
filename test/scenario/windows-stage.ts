import { expect } from 'vitest'
import { configured, type Scene, scenes } from './stage.ts'

const path = '.github/incident.yml'
/** Tests begin on 2 March 2026 at 09:00 UTC. The clocks of London go forward on 29 March. */
export const release = {
  name: 'Spring release',
  from: '2026-03-02T12:00',
  to: '2026-03-04T12:00',
  timezone: 'Europe/London',
}
export const check = 'firebreak/freeze-w-spring-release'
export const ruleset =
  'Firebreak freeze w-spring-release (hotfix-only until 2026-03-04 12:00 Europe/London): an admin may delete this ruleset to lift it'

/** Changes of the configuration itself pass the freeze. */
const exempt = { paths: ['.github/**'] }
export const withWindows = (windows: readonly object[], freeze: object = {}): string =>
  configured({ freeze: { branches: ['main'], exempt, windows, ...freeze } })
export const config = withWindows([release])
export const raise = scenes({ config })
export const raiseToBreak = scenes({ config }, { breaksConfiguration: true })

/** The file is pushed as it is: from then on the App knows it. */
export async function read({ alice, settle }: Scene, text = config): Promise<void> {
  alice.pushTo('main', { [path]: `${text}\n` })
  await settle()
}

/** In a freeze the file is changed by a pull request. */
export async function change(scene: Scene, text: string): Promise<void> {
  const { carol, settle, seen } = scene
  const head = `windows-${seen.pulls(/^Windows$/).length}`
  const { number } = carol.openPull({ title: 'Windows', head, files: { [path]: `${text}\n` } })
  await settle()
  expect(carol.merge(number)).toMatchObject({ merged: true })
  await settle()
}

/** Raised and in the middle of the window. */
export async function inWindow(options: Parameters<typeof raise>[0] = {}, begin = raise): Promise<Scene> {
  const scene = await begin(options)
  await read(scene, options.config ?? config)
  await scene.world.fastForward('4h')
  return scene
}

export const queue = ({ alice }: Scene): void => {
  const parameters = {
    ...{ check_response_timeout_minutes: 60, grouping_strategy: 'ALLGREEN', merge_method: 'MERGE' },
    ...{ max_entries_to_build: 1, max_entries_to_merge: 1 },
    ...{ min_entries_to_merge: 1, min_entries_to_merge_wait_minutes: 5 },
  }
  const conditions = { ref_name: { include: ['~DEFAULT_BRANCH'], exclude: [] } }
  const rules = [{ type: 'merge_queue', parameters }]
  alice.createRuleset({ name: 'Queue', target: 'branch', enforcement: 'active', conditions, rules })
}

export const notices = ({ seen }: Scene) => seen.issues(/^The planned freeze/)
