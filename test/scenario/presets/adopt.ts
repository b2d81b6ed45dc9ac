import { ownLines } from '../../policy/adopted.ts'
import { type Scene, scenes, shop } from '../stage.ts'

/** A repository that adopts a preset with the lines that its docstring shows, and a configuration's further ones. */
export const adopting = (preset: string, options: Parameters<ReturnType<typeof scenes>>[0] = {}, further = '') =>
  scenes({ config: `version: 1\n${ownLines(preset)}\n${further}`, ...options })

/** Who was called on a thread, and when: a line for each comment that begins with mentions, such as `09:15 carol dana`. */
export function called({ github }: Scene, number: number): string[] {
  return github
    .repository(shop)
    .comments.filter(({ issueNumber, byApp, body }) => issueNumber === number && byApp && /^@.* – /.test(body))
    .map(({ createdAt, body }) => {
      const [mentions = ''] = body.split(' – ')
      return `${createdAt.slice(11, 16)} ${mentions.replaceAll('@', '')}`
    })
}

/** The number of the comment with a list of this title; fails when there is none or more than one. */
export function listTitled({ github }: Scene, title: string): number {
  const [list, ...others] = github.repository(shop).comments.filter(({ body }) => body.startsWith(`### ${title}`))
  if (!list || others.length > 0) throw new Error(`${others.length + (list ? 1 : 0)} lists begin with "${title}"`)
  return list.id
}

/** Ticks all items of a list. */
export async function tickAll(scene: Scene, title: string, login = 'alice'): Promise<void> {
  const id = listTitled(scene, title)
  const body = scene.github.repository(shop).comments.find((one) => one.id === id)?.body ?? ''
  scene.as(login).editComment(id, body.replaceAll('- [ ]', '- [x]'))
  await scene.settle()
}

/** The one issue whose title matches; fails when there is none or more than one. */
export function theIssue({ seen }: Scene, title: RegExp) {
  const [issue, ...others] = seen.issues(title)
  if (!issue || others.length > 0) throw new Error(`${others.length + (issue ? 1 : 0)} issues match ${title}`)
  return issue
}
