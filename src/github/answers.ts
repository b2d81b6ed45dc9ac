import type { Answer, Question } from '../incident/question.ts'
import type { Repository } from '../incident/repository.ts'
import { openAlerts } from './answers/alerts.ts'
import { deployedEnvironments } from './answers/deployments.ts'
import { issueElsewhere } from './answers/elsewhere.ts'
import { repositoryFiles } from './answers/files.ts'
import { freezeStanding } from './answers/freeze-standing.ts'
import { mergeGroup } from './answers/merge-group.ts'
import { membership, permission } from './answers/people.ts'
import { changedFiles, openPullRequests, pullRequest, pullRequestsWithCommit } from './answers/pull-requests.ts'
import { reviews } from './answers/reviews.ts'
import { survey } from './answers/survey.ts'
import { issue, repositoryFile } from './answers/threads.ts'
import { commentStands, ownChecks, whereabouts } from './answers/whereabouts.ts'
import type { Clients } from './client.ts'
import { readiness } from './readiness/readiness.ts'

/** Answers what only GitHub knows. Throws `TryLater` for what passes by itself, `GitHubRefusal` for what does not. */
export type AnswerQuestion = (repository: Repository, question: Question) => Promise<Answer>

export function createAnswers(
  clients: Pick<Clients, 'app' | 'forRepository' | 'special' | 'issuesOf' | 'administration'>,
  appId: number,
): AnswerQuestion {
  return async (repository, question) => {
    const place = { octokit: await clients.forRepository(repository), owner: repository.owner, repo: repository.name }
    const { ask } = question
    switch (ask) {
      case 'permission':
        return { ask, value: await permission(place, question.login) }
      case 'membership':
        return { ask, value: await membership(place, question) }
      case 'issue':
        return { ask, value: await issue(place, question.number) }
      case 'pull-request':
        return { ask, value: await pullRequest(place, question.number) }
      case 'reviews':
        return { ask, value: await reviews(place, question.number) }
      case 'files':
        return { ask, value: await changedFiles(place, question.number) }
      case 'open-pull-requests':
        return { ask, value: await openPullRequests(place) }
      case 'pull-requests-with-commit':
        return { ask, value: await pullRequestsWithCommit(place, question.sha) }
      case 'repository-file':
        return { ask, value: await repositoryFile(place, question.path) }
      case 'merge-group':
        return { ask, value: await mergeGroup(place, question) }
      case 'repository-files':
        return { ask, value: await repositoryFiles(place, question.pattern) }
      case 'issue-elsewhere':
        return { ask, value: await issueElsewhere(clients, repository, question) }
      case 'deployed-environments':
        return { ask, value: await deployedEnvironments(clients, repository) }
      case 'open-alerts':
        return { ask, value: await openAlerts(clients, repository, question) }
      case 'whereabouts':
        return { ask, value: await whereabouts(place, repository, question.number) }
      case 'comment-stands':
        return { ask, value: await commentStands(place, question.id) }
      case 'freeze-standing':
        return { ask, value: await freezeStanding(clients, { repository, freeze: question.freeze, appId }) }
      case 'own-checks':
        return { ask, value: await ownChecks(place, appId, question.sha) }
      case 'readiness':
        return { ask, value: await readiness(clients, repository, question.wanted, { appId }) }
      case 'survey':
        return { ask, value: await survey(clients, repository) }
      case 'channels':
        throw new Error('Channels are outside GitHub.')
      case 'kept-state':
      case 'command-answered':
        throw new Error('The engine asks for these by themselves.')
      case 'effects-asked-for':
        throw new Error('The engine has its effects in its own store.')
      case 'configuration-at':
        throw new Error('The engine checks configurations itself: it knows the policy language, GitHub does not.')
    }
  }
}
