import type { Survey } from '../incident/survey.ts'
import { defaultPath } from '../policy/extends.ts'
import { starterFile } from '../policy/starter.ts'
import { formPath } from '../policy/starter-form.ts'

/** Proxies and servers cut what is longer than about eight thousand characters. */
const longestLink = 6_000

/**
 * Opens GitHub's own editor with a new file filled in, so that nobody but who commits it needs to be allowed to write.
 * https://docs.github.com/repositories/working-with-files/managing-files/creating-new-files
 * @returns undefined when it would be too long
 */
function editorLink({ url, defaultBranch }: Survey, path: string, text: string): string | undefined {
  const branch = defaultBranch.split('/').map(encoded).join('/')
  const link = `${url}/new/${branch}?filename=${encoded(path)}&value=${encoded(text)}`
  return link.length <= longestLink ? link : undefined
}

/** Nothing is left that could end a link of Markdown. */
const encoded = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*~_]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )

/** The file, with its comments or, where that is too long, without; an empty file where even that is too long. */
export function fileLink(preset: string, survey: Survey): string {
  const tries = [true, false].map((comments) =>
    editorLink(survey, defaultPath, starterFile(preset, survey, { comments })),
  )
  return tries.find((link) => link !== undefined) ?? editorLink(survey, defaultPath, '') ?? survey.url
}

/** The issue form; undefined: there is none to suggest, or it would be too long. */
export const formLink = (survey: Survey, form: string | undefined): string | undefined =>
  form === undefined ? undefined : editorLink(survey, formPath, form)
