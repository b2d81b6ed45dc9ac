import type { Emulator } from '../../src/emulator/emulator.ts'

/** What somebody would see on GitHub, in one place. @param fullName the repository that is looked at */
export function readGitHub(github: Emulator, fullName = 'acme/shop') {
  const repository = () => github.repository(fullName)
  const comments = (number: number): string[] =>
    repository()
      .comments.filter((comment) => comment.issueNumber === number && comment.byApp)
      .map(({ body }) => body)
  const isCard = (body: string): boolean => body.includes('<!-- firebreak:card:')
  const said = (number: number, pattern = /(?:)/): string[] =>
    comments(number).filter((body) => !isCard(body) && pattern.test(body))
  return {
    /** Bodies of the App's comments on a thread, oldest first. */
    comments,
    /** The card is the comment that is edited in place. */
    card: (number: number): string => comments(number).find(isCard) ?? '',
    /** The App's comments beside the card that match. */
    said,
    /** The one comment of the App beside the card that matches; fails when there is none or more than one. */
    comment(number: number, pattern: RegExp): string {
      const found = said(number, pattern)
      if (found.length === 1) return found[0] ?? ''
      throw new Error(`${found.length} comments on #${number} match ${pattern}:\n${comments(number).join('\n---\n')}`)
    },
    labels(number: number): string[] {
      const issue = repository().issues.find((one) => one.number === number)
      return repository()
        .labels.filter(({ id }) => issue?.labelIds.includes(id))
        .map(({ name }) => name)
        .sort()
    },
    /** Conclusion and text of the newest run of a check on a pull request's head; undefined: nothing was reported. */
    check(number: number, name: string): { conclusion: string | null; title: string; summary: string } | undefined {
      const pull = repository().issues.find((one) => one.number === number)?.pull
      const run = repository().checkRuns.findLast((one) => one.headSha === pull?.head.sha && one.name === name)
      return run && { conclusion: run.conclusion, title: run.output.title ?? '', summary: run.output.summary ?? '' }
    },
    rulesets: (): string[] => repository().rulesets.map(({ name }) => name),
    reactions: (commentId: number): string[] =>
      repository()
        .comments.find(({ id }) => id === commentId)
        ?.reactions.map(({ content }) => content) ?? [],
    locked: (number: number): boolean => repository().issues.some((one) => one.number === number && one.locked),
    /** Who may interact with the repository now; undefined: everybody. */
    limitedTo: (): string | undefined => repository().interactionLimit?.group,
    /** Discussions whose title matches, oldest first, each with its category's name. */
    discussions: (title = /(?:)/) =>
      repository()
        .discussions.filter((one) => title.test(one.title))
        .map(({ number, title: name, body, author, categoryId }) => {
          const category = repository().discussionCategories.find(({ id }) => id === categoryId)?.name ?? ''
          return { number, title: name, body, author, category }
        }),
    advisories: (summary = /(?:)/) => repository().advisories.filter((one) => summary.test(one.summary)),
    /** Pull requests whose title matches, with their state, branch and text. */
    pulls: (title: RegExp) => repository().issues.filter((issue) => issue.pull !== null && title.test(issue.title)),
    issues: (title: RegExp) => repository().issues.filter((issue) => title.test(issue.title)),
  }
}
