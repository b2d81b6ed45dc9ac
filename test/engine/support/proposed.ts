import type { Forecasts } from '../../../src/engine/forecasts.ts'
import type { ConfigurationFile } from '../../../src/engine/ports.ts'
import { decide } from '../../../src/incident/decide.ts'
import type { Effect } from '../../../src/incident/effect.ts'
import type { BranchPushed } from '../../../src/incident/event.ts'
import type { Forecast } from '../../../src/incident/forecast.ts'
import type { Message } from '../../../src/incident/message.ts'
import type { Answer, Question } from '../../../src/incident/question.ts'
import { nothingKnown } from '../../../src/incident/readiness/facts.ts'
import { Harness, ScriptedGitHub } from './harness.ts'
import { moment, person, repository } from './samples.ts'

export const inForce = 'version: 1\nroles: { maintainers: ["@alice"] }\n'
export const sha = 'c'.repeat(40)

export const pushed: BranchPushed = {
  ...{
    type: 'BranchPushed',
    repository,
    at: moment,
    actor: person,
    branch: 'topic',
    before: 'b'.repeat(40),
    after: sha,
  },
  ...{ forced: false, deleted: false, commits: [], touchesConfiguration: true },
}

/** GitHub with one file on the default branch, and another one on a commit. */
export class Proposed extends ScriptedGitHub {
  onMain: string | undefined = inForce
  onCommit: string | undefined = 'version: 1\nroles: { maintainers: ["@bob"] }\n'

  override onAnswer = async ({ ask }: Question): Promise<Answer> => {
    if (ask === 'readiness') return { ask, value: nothingKnown('nobody looked') }
    throw new Error(`no answer to ${ask} was prepared`)
  }

  override async configuration(_repository: unknown, options: { ref?: string }): Promise<ConfigurationFile> {
    this.read.push({ ref: options.ref, etag: undefined })
    const text = options.ref === sha ? this.onCommit : this.onMain
    return text === undefined ? { found: false } : { found: true, text, blob: text, etag: undefined }
  }

  get reports(): Extract<Message, { type: 'ConfigReport' }>[] {
    const effects: Effect[] = this.performed.map(({ put }) => put.effect)
    return effects.flatMap((effect) =>
      effect.type === 'PublishCheck' && effect.message.type === 'ConfigReport' ? [effect.message] : [],
    )
  }
}

export const played: Forecast = { type: 'played', cases: [], watched: 1 }

/** Says so many times that the play goes on. */
export class Plays implements Forecasts {
  readonly asked: Parameters<Forecasts['of']>[] = []
  readonly #times: number

  constructor(times = 0) {
    this.#times = times
  }

  readonly close = async (): Promise<void> => undefined

  readonly of = async (...asked: Parameters<Forecasts['of']>): Promise<Forecast | undefined> => {
    this.asked.push(asked)
    return this.asked.length > this.#times ? played : undefined
  }
}

export function engineWith(forecasts: Forecasts | undefined, change: (github: Proposed) => void = () => undefined) {
  const github = new Proposed()
  change(github)
  return { github, harness: new Harness({ github, decide, parts: { forecasts } }) }
}
