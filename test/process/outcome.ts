import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Client } from 'pg'
import type { Emulator } from '../../src/emulator/emulator.ts'
import type { ProcessWorld } from './world.ts'

/**
 * What is left on GitHub when an incident is over, in a form that is equal when nothing was lost and nothing was done
 * twice: moments, durations and numbers that GitHub gives out are taken away. So is the order, of lines too: in a
 * timeline, what two people did at once may stand either way round.
 */
export function outcomeOf(github: Emulator, fullName: string) {
  const { issues, comments, labels, checkRuns, rulesets, commits } = github.repository(fullName)
  const made = github.requests.filter(
    ({ method, path, status }) => method === 'POST' && path === `/repos/${fullName}/rulesets` && status === 201,
  )
  const shas = Object.keys(commits)
  const commitOr = (word: string): string => (shas.some((sha) => sha.startsWith(word)) ? 'COMMIT' : word)
  const own = (text: string): string[] =>
    withoutMoments(text.replaceAll(fullName, 'OWNER/REPOSITORY').replace(/\b[0-9a-f]{7,40}\b/g, commitOr))
  const nameOf = (wanted: number): string => labels.find(({ id }) => id === wanted)?.name ?? '?'
  const pullOf = (sha: string): string => `#${issues.find(({ pull }) => pull?.head.sha === sha)?.number}`
  return {
    rulesets: rulesets.map(({ name }) => name).sort(),
    rulesetsMade: made.map(({ path }) => path.replace(fullName, 'OWNER/REPOSITORY')),
    labels: labels.map(({ name, color, description }) => `${name} ${color} ${description}`).sort(),
    issues: issues.map(({ number, title, state, body, labelIds }) => ({
      number,
      title,
      state,
      body: own(body ?? ''),
      labels: labelIds.map(nameOf).sort(),
    })),
    comments: comments
      .map(({ issueNumber, body, reactions }) => ({
        on: issueNumber,
        body: own(body),
        reactions: reactions.map(({ content }) => content),
      }))
      .sort((one, other) => JSON.stringify(one).localeCompare(JSON.stringify(other))),
    checks: checkRuns.map(({ name, headSha, conclusion }) => `${name} ${pullOf(headSha)} ${conclusion}`).sort(),
  }
}

function withoutMoments(text: string): string[] {
  return (
    text
      .replace(/\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?(?:\.\d+)?/g, 'MOMENT')
      .replace(/\b\d\d:\d\d(?::\d\d)?\b/g, 'TIME')
      .replace(/\b(?:(?:\d+ (?:s|min|h|seconds?|minutes?|hours?)\b ?)+|less than a second\b ?)/g, 'WHILE ')
      // A marker follows from the incident's version, and that from the order in which outcomes arrive.
      .replace(/<!-- firebreak:[0-9a-f]{16} -->/g, '<!-- firebreak:MARKER -->')
      // What an incident is rebuilt from: other letters every time, and its key is of this App alone.
      .replace(/<!-- firebreak:sealed:[^>]* -->/g, '<!-- firebreak:sealed -->')
      .replace(/\b\d{4,}\b/g, 'ID')
      .split('\n')
      .sort()
  )
}

/** Nothing waits to be decided or done, and nothing was put aside. Reads the server's data from beside. */
export function isAtRest(world: ProcessWorld): boolean {
  const database = new DatabaseSync(join(world.directory, 'data/firebreak.sqlite'), { readOnly: true })
  try {
    return database.prepare(waiting).get()?.n === 0
  } finally {
    database.close()
  }
}

const waiting = `select (select count(*) from event) + (select count(*) from effect where status = 'waiting') as n`

/** As `isAtRest`, of servers over PostgreSQL. */
export async function isAtRestIn(databaseUrl: string): Promise<boolean> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('set search_path to firebreak')
    return Number((await client.query(waiting)).rows[0]?.n) === 0
  } finally {
    await client.end()
  }
}
