import type { Route } from './route.ts'

export type Matched = { route: Route; params: Record<string, string> }

type Compiled = { route: Route; pattern: RegExp; names: string[] }

/**
 * Compiles the route table once.
 * @returns a function that finds the first route for a method and an undecoded path, with decoded parameters.
 */
export function createMatcher(routes: Route[]): (method: string, path: string) => Matched | undefined {
  const compiled = routes.map(compile)
  return (method, path) => {
    for (const { route, pattern, names } of compiled) {
      if (route.method !== method) continue
      const found = pattern.exec(path)
      if (found === null) continue
      const params = Object.fromEntries(names.map((name, at) => [name, decode(found[at + 1] ?? '')]))
      return { route, params }
    }
    return undefined
  }
}

function compile(route: Route): Compiled {
  const names: string[] = []
  const source = route.path.replace(/\./g, '\\.').replace(/:(\w+)(\*?)/g, (_all, name: string, greedy: string) => {
    names.push(name)
    return greedy === '*' ? '(.+)' : '([^/]+)'
  })
  return { route, pattern: new RegExp(`^${source}$`), names }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
