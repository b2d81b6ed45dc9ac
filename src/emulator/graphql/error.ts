import { ApiError } from '../http/api-error.ts'

/** What GraphQL answers beside (or instead of) data: a type of GitHub's and a sentence. The HTTP status stays 200. */
export class GraphqlError extends Error {
  readonly type: 'NOT_FOUND' | 'FORBIDDEN' | 'UNPROCESSABLE'

  constructor(type: GraphqlError['type'], message: string) {
    super(message)
    this.type = type
  }
}

/** Does something that may be refused. What REST refuses with a status, GraphQL refuses with a type. */
export function inGraphql<T>(act: () => T): T {
  try {
    return act()
  } catch (error) {
    throw error instanceof ApiError ? typed(error) : error
  }
}

function typed({ status, message }: ApiError): GraphqlError {
  return new GraphqlError(status === 403 ? 'FORBIDDEN' : 'UNPROCESSABLE', message)
}
