import type { RepositoryContext } from '../operations/context.ts'
import { pullNumbered } from '../operations/pulls.ts'
import { type Judgement, judgeMerge, judgePush } from '../rules/verdict.ts'
import { botLogin, findAccount, findRepository, type World } from '../world.ts'
import { adminVerbs } from './admin-verbs.ts'
import { advisoryVerbs } from './advisory-verbs.ts'
import { checkVerbs } from './check-verbs.ts'
import { codeVerbs } from './code-verbs.ts'
import { commentVerbs } from './comment-verbs.ts'
import { alertVerbs, dependabotVerbs } from './dependabot-verbs.ts'
import { deploymentVerbs } from './deployment-verbs.ts'
import { issueVerbs } from './issue-verbs.ts'
import { protectionVerbs } from './protection-verbs.ts'
import { pullVerbs } from './pull-verbs.ts'
import { reviewVerbs } from './review-verbs.ts'
import { triageVerbs } from './triage-verbs.ts'

/** Somebody at work in one repository. Each verb is judged by their permission, as GitHub would. */
export type PersonInRepository = ReturnType<typeof verbs>

/** Somebody signed in. */
export type Person = {
  /** @param fullName `owner/name`. @throws when there is no such repository. */
  in(fullName: string): PersonInRepository
}

/** @throws when nobody has the login. @returns the person (or bot) with this login. */
export function personNamed(world: World, login: string): Person {
  const account = findAccount(world, login)
  if (account === undefined) throw new Error(`The stand-in knows nobody called "${login}"; add them with addUser.`)
  return { in: (fullName) => verbs(contextOf(world, fullName, account.login)) }
}

/** May this person merge this pull request now? Asked without doing it. */
export function mayMerge(world: World, fullName: string, number: number, login: string): Judgement {
  const context = contextOf(world, fullName, login)
  return judgeMerge(context, pullNumbered(context, number))
}

/** May this person push this commit to the branch (null: delete it)? Asked without doing it. */
export function mayPush(world: World, fullName: string, target: PushTarget, login: string): Judgement {
  return judgePush(contextOf(world, fullName, login), target.branch, target.sha)
}

/** `sha` need not exist: one that does not is a fresh commit on top of the branch, which nobody has checked. */
export type PushTarget = { branch: string; sha: string | null }

/** GitHub itself, which finds vulnerable dependencies and says when they are repaired. */
export const dependabotIn = (world: World, fullName: string) => dependabotVerbs(contextOf(world, fullName, 'github'))

function contextOf(world: World, fullName: string, login: string): RepositoryContext {
  const repository = findRepository(world, fullName)
  if (repository === undefined)
    throw new Error(`The stand-in has no repository "${fullName}"; add it with addRepository.`)
  return { world, repository, actor: { login, appId: login === botLogin(world) ? world.app.id : null } }
}

function verbs(context: RepositoryContext) {
  return {
    ...issueVerbs(context),
    ...commentVerbs(context),
    ...codeVerbs(context),
    ...pullVerbs(context),
    ...reviewVerbs(context),
    ...triageVerbs(context),
    ...protectionVerbs(context),
    ...checkVerbs(context),
    ...adminVerbs(context),
    ...deploymentVerbs(context),
    ...advisoryVerbs(context),
    ...alertVerbs(context),
  }
}
