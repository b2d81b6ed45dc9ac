import { runCommand } from '../../../src/cli/run-command.ts'
import { appId } from '../../harness/firebreak.ts'
import { appPrivateKey } from '../../harness/keys.ts'
import { type Scene, shop } from '../../scenario/stage.ts'

/** The settings that the command reads, for the stand-in of a scene. */
export const settingsFor = ({ world }: Scene, change: Record<string, string> = {}): Record<string, string> => ({
  ...{ APP_ID: String(appId), PRIVATE_KEY: appPrivateKey },
  ...{ GHE_HOST: new URL(world.apiUrl).host, GHE_PROTOCOL: 'http', ...change },
})

/** What `firebreak doctor` prints about the shop, and its exit code. */
export async function doctor(scene: Scene, args: string[] = [], change: Record<string, string> = {}) {
  const printed: string[] = []
  const print = (line: string) => void printed.push(line)
  const terminal = { print, printError: print, isTerminal: false }
  const code = await runCommand(['doctor', shop, ...args], terminal, settingsFor(scene, change))
  return { code, text: printed.join('\n') }
}
