import { GraphqlError } from '../graphql/error.ts'
import { MUTATIONS } from '../graphql/mutation.ts'
import { type Field, type Operation, parseOperation, UnknownQuery } from '../graphql/parse.ts'
import { demandReadable, repositoryData } from '../graphql/query.ts'
import { demandKnown, inputOf, select } from '../graphql/schema.ts'
import { isReached } from '../http/authorize.ts'
import { type Answer, type Call, plainRoute, type Route } from '../http/route.ts'
import { isObject, type Json } from '../json.ts'
import { findRepository } from '../world.ts'

/** What REST has no answer to: hidden protection settings, merge queues, Discussions, reverting. */
export const graphqlRoutes: Route[] = [plainRoute('POST /graphql', answer)]

function answer(call: Call): Answer {
  try {
    const operation = readOperation(call.body)
    const data: Json = {}
    const errors: Json[] = []
    for (const field of operation.fields) {
      try {
        data[field.name] = select(resolve(call, operation, field), field.fields)
      } catch (error) {
        if (!(error instanceof GraphqlError)) throw error
        data[field.name] = null
        errors.push({ type: error.type, path: [field.name], message: error.message })
      }
    }
    return { status: 200, body: errors.length === 0 ? { data } : { data, errors } }
  } catch (error) {
    if (error instanceof UnknownQuery) return unknownQuery(error.message)
    throw error
  }
}

function readOperation(body: Json): Operation {
  const query = typeof body.query === 'string' ? body.query : ''
  const operation = parseOperation(query, isObject(body.variables) ? body.variables : {})
  demandKnown(operation.kind, operation.fields)
  return operation
}

function resolve(call: Call, { kind }: Operation, field: Field): Json {
  const mutate = MUTATIONS[field.name]
  if (kind === 'Mutation' && mutate !== undefined) return mutate(call, inputOf(field))
  const name = `${field.args.owner}/${field.args.name}`
  const repository = findRepository(call.world, name)
  if (repository === undefined || !isReached(call, repository)) {
    throw new GraphqlError('NOT_FOUND', `Could not resolve to a Repository with the name '${name}'.`)
  }
  demandReadable(call, field.fields)
  return repositoryData(call, repository)
}

function unknownQuery(reason: string): Answer {
  const message = `The GitHub stand-in does not understand this GraphQL query: ${reason}. Teach it in src/emulator/graphql.`
  return { status: 501, body: { message, documentation_url: 'https://docs.github.com/graphql', status: '501' } }
}
