import { type ParseArgsOptionDescriptor, parseArgs } from 'node:util'
import { didYouMean } from '../lib/did-you-mean.ts'
import { failure, type Result, success } from '../lib/result.ts'

/** An option of a command, as it is read and as it is explained. */
export interface Option extends ParseArgsOptionDescriptor {
  /** What it does, in one line. */
  readonly does: string
  /** What stands behind it, such as `FILE`; for an option that has a value. */
  readonly value?: string
  readonly isRequired?: boolean
}

/** By their names, without the dashes. */
export type Options = Readonly<Record<string, Option>>

/** What somebody wrote behind a command's name. */
export type Arguments<Known extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: Known; allowPositionals: true }>
>

/**
 * Reads what stands behind a command's name.
 * @returns what is wrong with it, as a sentence
 */
export function readArguments<const Known extends Options>(
  args: readonly string[],
  options: Known,
): Result<Arguments<Known>, string> {
  const reading = { args: [...args], options, allowPositionals: true } as const
  const { tokens } = parseArgs({ ...reading, strict: false, tokens: true })
  for (const token of tokens) {
    const wrong = token.kind === 'option' ? misused(token, options) : undefined
    if (wrong !== undefined) return failure(wrong)
  }
  const read = parseArgs(reading)
  const given = new Set(Object.keys(read.values))
  const missing = Object.keys(options).find((name) => options[name]?.isRequired && !given.has(name))
  return missing === undefined ? success(read) : failure(`${withValue(missing, options[missing])} is missing.`)
}

interface Written {
  readonly name: string
  readonly rawName: string
  readonly value: string | undefined
  readonly inlineValue: boolean | undefined
}

function misused({ name, rawName, value, inlineValue }: Written, options: Options): string | undefined {
  const option = Object.hasOwn(options, name) ? options[name] : undefined
  if (!option) {
    const nearest = didYouMean(name, Object.keys(options))
    return `there is no option ${rawName}.${nearest === undefined ? '' : ` Did you mean --${nearest}?`}`
  }
  if (option.type === 'boolean') return value === undefined ? undefined : `${rawName} takes no value.`
  const isOtherOption = inlineValue === false && value?.startsWith('-') && value !== '-'
  return value === undefined || isOtherOption ? `${rawName} needs a value: ${withValue(name, option)}.` : undefined
}

/** As it is shown: `--format json|text`. */
export const withValue = (name: string, option: Option | undefined): string =>
  [`--${name}`, ...(option?.value === undefined ? [] : [option.value])].join(' ')

/** The choice that was written, or a sentence about what there is to choose from. */
export function oneOf<Choice extends string>(
  name: string,
  written: string,
  choices: readonly Choice[],
): Result<Choice, string> {
  const choice = choices.find((each) => each === written)
  if (choice !== undefined) return success(choice)
  const nearest = didYouMean(written, choices)
  return failure(
    `--${name} is \`${written}\`, expected one of ${choices.join(', ')}.${nearest === undefined ? '' : ` Did you mean ${nearest}?`}`,
  )
}

/** `OWNER/REPO`, as somebody wrote it behind a command, or a sentence about what stands there. */
export const repositoryIn = (written: string): Result<string, string> =>
  /^[\w.-]+\/[\w.-]+$/u.test(written) ? success(written) : failure(`"${written}" is no OWNER/REPO.`)
