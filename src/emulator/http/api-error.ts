import type { Json } from '../json.ts'

const DOCUMENTATION = 'https://docs.github.com/rest'

export type FieldError = { resource: string; field: string; code: string; message?: string }

/** An answer other than success, worded as GitHub words it. Thrown by operations and routes. */
export class ApiError extends Error {
  readonly status: number
  readonly extra: Json
  readonly headers: Record<string, string>

  constructor(status: number, message: string, extra: Json = {}, headers: Record<string, string> = {}) {
    super(message)
    this.status = status
    this.extra = extra
    this.headers = headers
  }

  /** @returns the body: message, documentation_url, status, and `errors` for validation failures. */
  body(): Json {
    return { message: this.message, ...this.extra, documentation_url: DOCUMENTATION, status: String(this.status) }
  }
}

/** 404, also for what the caller may not know exists. */
export function notFound(message = 'Not Found'): ApiError {
  return new ApiError(404, message)
}

/** 403 with GitHub's reason. */
export function forbidden(message: string, headers: Record<string, string> = {}): ApiError {
  return new ApiError(403, message, {}, headers)
}

/** 422 `Validation Failed` with the offending fields. */
export function validationFailed(...errors: FieldError[]): ApiError {
  return new ApiError(422, 'Validation Failed', { errors })
}

/** 422 for bodies that do not fit the schema, or rules explained in prose. */
export function invalidRequest(message: string, errors?: string[]): ApiError {
  return new ApiError(422, message, errors === undefined ? {} : { errors })
}
