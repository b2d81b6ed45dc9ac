import { didYouMean } from '../../lib/did-you-mean.ts'
import { failure, type Result, success } from '../../lib/result.ts'
import { defaultPath } from '../../policy/extends.ts'
import { loadOverPresets } from '../../policy/load-presets.ts'
import { presetNames } from '../../policy/presets/presets.ts'
import type { RepositoryTraits } from '../../policy/repository-traits.ts'
import { isMember } from '../../policy/schema/name.ts'
import { starterFile, suggestPreset } from '../../policy/starter.ts'
import { formPath, starterForm } from '../../policy/starter-form.ts'
import type { Ending } from '../command.ts'
import type { Terminal } from '../terminal.ts'
import { findPeople, topOf } from './find-people.ts'
import { whoIsCalled } from './who-is-called.ts'
import { writeInto } from './write-file.ts'

export interface InitOptions {
  readonly preset?: string | undefined
  readonly maintainer?: readonly string[] | undefined
  readonly force?: boolean | undefined
  /** Where it is run. */
  readonly directory: string
}

/**
 * Writes a first configuration and its issue form into a working tree.
 * @returns 0 when both are written; 1 when a file was there and stayed, somebody who was named cannot be called, or the file would not
 * take effect; 2 when it could not begin or not write
 */
export async function runInit(options: InitOptions, terminal: Terminal): Promise<Ending> {
  const wrong = misused(options)
  if (wrong !== undefined) return { notUnderstood: wrong }
  const root = await topOf(options.directory)
  if (root === undefined) {
    terminal.printError(
      `firebreak init: ${options.directory} is in no Git repository. Run it in the one that it is for.`,
    )
    return 2
  }
  const chosen = whoIsCalled((options.maintainer ?? []).map(withAt), await findPeople(root))
  if (!chosen.ok) {
    terminal.printError(chosen.error)
    return 1
  }
  const { traits, remarks } = chosen.value
  const { preset, because } =
    options.preset === undefined ? suggestPreset(traits) : { preset: options.preset, because: [] }
  const files = filesFor(preset, traits)
  if (!files.ok) {
    for (const line of files.error) terminal.printError(line)
    return 1
  }
  for (const remark of remarks) terminal.print(remark)
  terminal.print(`The procedure is firebreak:${preset}. ${because.join(' ')}`.trimEnd())
  return await write(files.value, { root, force: options.force === true }, terminal)
}

function misused({ preset, maintainer = [] }: InitOptions): string | undefined {
  if (preset !== undefined && !presetNames.includes(preset)) {
    const nearest = didYouMean(preset, presetNames)
    return `there is no preset ${preset}. ${nearest === undefined ? `There are ${presetNames.join(', ')}.` : `Did you mean ${nearest}?`}`
  }
  const wrong = maintainer.find((name) => !isMember(withAt(name)))
  return wrong === undefined ? undefined : `--maintainer is \`${wrong}\`, expected @user or @org/team.`
}

/** A shell or a habit may leave the sign away. */
const withAt = (name: string): string => (name.startsWith('@') ? name : `@${name}`)

type NewFile = readonly [path: string, text: string]

/** @returns the files, or lines that say why the configuration would not take effect */
function filesFor(preset: string, traits: RepositoryTraits): Result<readonly NewFile[], readonly string[]> {
  const text = starterFile(preset, traits)
  const loaded = loadOverPresets(text)
  if (loaded.ok)
    return success([
      [defaultPath, text],
      [formPath, starterForm(loaded.value.policy)],
    ])
  return failure([
    `firebreak init: the procedure ${preset} wants other people than could be found. Nothing was written.`,
    ...loaded.error.map(({ message }) => `  - ${message}`),
    '  Name them: --maintainer @you --maintainer @another, or leave --preset away.',
  ])
}

interface Place {
  readonly root: string
  readonly force: boolean
}

async function write(files: readonly NewFile[], { root, force }: Place, terminal: Terminal): Promise<number> {
  let stayed = 0
  for (const [path, text] of files) {
    const done = await writeInto(root, { path, text, force })
    if (done.is === 'failed') {
      terminal.printError(`firebreak init: ${path} cannot be written: ${done.because}.`)
      return 2
    }
    terminal.print(
      done.is === 'written' ? `  wrote   ${path}` : `  kept    ${path}, which was there: --force replaces it`,
    )
    if (done.is === 'kept') stayed++
  }
  terminal.print(next)
  return stayed > 0 ? 1 : 0
}

const next = `
Next:
  1. Read ${defaultPath}, and write down who is called.
  2. firebreak validate                 says whether it would take effect
  3. firebreak simulate                 plays an emergency through it
  4. Push a branch with both files and open a pull request: the check firebreak/config says there what would happen.
     Nothing counts before it is on the default branch.

For your editor: firebreak schema > .github/incident.schema.json, and as the first line of incident.yml
  # yaml-language-server: $schema=incident.schema.json`
