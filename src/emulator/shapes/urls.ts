import type { Repository } from '../model/repository.ts'

/** Where GitHub's own answers point to; the stand-in keeps these whatever port it listens on. */
export const API = 'https://api.github.com'
export const HTML = 'https://github.com'

/** @returns the API address of a repository, `…/repos/owner/name`. */
export function repositoryUrl(repository: Repository): string {
  return `${API}/repos/${repository.owner}/${repository.name}`
}

/** @returns the address of a repository's page. */
export function repositoryPage(repository: Repository): string {
  return `${HTML}/${repository.owner}/${repository.name}`
}
